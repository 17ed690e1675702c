// The listening socket of one ALB listener.
import { createServer, type Socket } from 'node:net';
import type { ListenerView } from '../load-balancer-source.ts';
import { bindPort } from './bind-port.ts';
import { createConnectionServer, type ListenerSite } from './connection-server.ts';
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
  const accept = protocol === 'HTTPS' ? createTlsFront(site.compiled, connections.accept) : connections.accept;
  const server = createServer({ noDelay: true });
  // A connection that never finishes its TLS handshake is cut with the server, too.
  const raw = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    raw.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => raw.delete(socket));
    accept(socket);
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
