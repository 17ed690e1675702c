// The listening socket of one ALB listener.
import { createServer, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ListenerView } from '../load-balancer-source.ts';
import { bindPort } from './bind-port.ts';
import { idleTimeoutMs, type ListenerSite } from './client-connection.ts';
import { createConnectionServer } from './connection-server.ts';
import type { Watch } from './idle-watch.ts';
import { createTlsFront } from './tls-front.ts';

export interface ListenerFront {
  readonly protocol: ListenerView['protocol'];
  readonly boundPort: number;
  close(): Promise<void>;
}

/** Opens the listener on the first of `ports` that can be bound on `address`. */
export async function openListenerFront(
  site: ListenerSite,
  protocol: ListenerView['protocol'],
  place: { readonly address: string; readonly ports: readonly number[] },
): Promise<ListenerFront> {
  const connections = createConnectionServer(site);
  const handshakes = createHandshakeWatches(site);
  const secured = (socket: TLSSocket) => {
    handshakes.end(socket);
    connections.accept(socket);
  };
  const shakeHands = createTlsFront({ ...site, current: site.compiled, secured });
  const server = createServer({ noDelay: true, allowHalfOpen: protocol === 'HTTP' });
  // A connection that never finishes its TLS handshake is cut with the server, too.
  const raw = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    raw.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => raw.delete(socket));
    if (protocol === 'HTTP') return connections.accept(socket);
    handshakes.begin(socket);
    shakeHands(socket);
  });
  const boundPort = await bindPort(server, place.address, place.ports);
  return {
    protocol,
    boundPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        connections.close();
        for (const socket of raw) socket.destroy();
      }),
  };
}

/** The idle timeouts of connections whose TLS handshake is under way. */
function createHandshakeWatches(site: ListenerSite) {
  const watches = new Map<string, Watch>();
  // The secured socket is another object than the raw one, with the same peer.
  const keyOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress}|${remotePort}`;
  return {
    begin: (socket: Socket) => {
      const key = keyOf(socket);
      const bytes = () => socket.bytesRead + socket.bytesWritten;
      const watch = site.idle.watch(idleTimeoutMs(site), bytes, () => socket.destroy());
      watches.set(key, watch);
      socket.once('close', () => {
        watch.stop();
        if (watches.get(key) === watch) watches.delete(key);
      });
    },
    end: (socket: Socket) => watches.get(keyOf(socket))?.stop(),
  };
}
