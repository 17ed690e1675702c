// Speaks HTTP on the connections of one listener: HTTP/1 on plain and TLS sockets, HTTP/2 on those that negotiated it.
// Connections end after the idle timeout, after the client keep-alive age, or after 10,000 HTTP/2 requests.
import { createServer, ServerResponse, type IncomingMessage } from 'node:http';
import { performServerHandshake } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../clock.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import type { Exchange } from './exchange.ts';
import { createHttp1Exchange, type Http1Message } from './http1-exchange.ts';
import { createHttp2Exchange } from './http2-exchange.ts';
import type { IdleWatch, Watch } from './idle-watch.ts';
import { refuseMalformed } from './refuse-malformed.ts';

export interface ListenerSite {
  /** The listener as it is now; undefined once it is gone. */
  compiled(): CompiledListener | undefined;
  handle(exchange: Exchange): void;
  readonly clock: Clock;
  readonly idle: IdleWatch;
}

export interface ConnectionServer {
  accept(socket: Socket): void;
  /** Cuts every connection. */
  close(): void;
}

interface Connection {
  readonly acceptedAt: number;
  readonly watch: Watch;
  active: number;
}

const requestsPerHttp2Connection = 10_000;

/**
 * Takes sockets whose TLS handshake is over. A connection with a request in flight is not idle, and a request to a
 * listener that is gone cuts its connection.
 */
export function createConnectionServer(site: ListenerSite): ConnectionServer {
  const connections = new Map<Socket, Connection>();
  const handle = serveExchange(site, connections);
  const http1 = createHttp1(handle);
  return {
    accept: (socket) => {
      const watch = site.idle.watch(
        idleTimeoutMs(site),
        () => socket.bytesRead + socket.bytesWritten,
        () => {
          if ((connections.get(socket)?.active ?? 0) > 0) watch.touch();
          else socket.destroy();
        },
      );
      connections.set(socket, { acceptedAt: site.clock.now(), watch, active: 0 });
      socket.on('error', () => undefined);
      socket.once('close', () => {
        watch.stop();
        connections.delete(socket);
      });
      if (socket instanceof TLSSocket && socket.alpnProtocol === 'h2') serveHttp2(socket, handle);
      else http1.emit('connection', socket);
    },
    close: () => {
      for (const socket of connections.keys()) socket.destroy();
    },
  };
}

const seconds = (value: string | undefined, fallback: number) =>
  (value === undefined ? fallback : Number(value)) * 1000;

/** The load balancer's idle timeout in milliseconds. */
export const idleTimeoutMs = (site: Pick<ListenerSite, 'compiled'>) =>
  seconds(site.compiled()?.loadBalancer.attributes['idle_timeout.timeout_seconds'], 60);

type Handle = (socket: Socket, create: (compiled: CompiledListener) => Exchange, retire: () => void) => void;

function serveExchange(site: ListenerSite, connections: ReadonlyMap<Socket, Connection>): Handle {
  return (socket, create, retire) => {
    const compiled = site.compiled();
    const connection = connections.get(socket);
    if (!compiled || !connection) return void socket.destroy();
    const exchange = create(compiled);
    connection.active += 1;
    connection.watch.touch(idleTimeoutMs(site));
    exchange.onEnd(() => {
      connection.active -= 1;
      connection.watch.touch();
    });
    const keepAliveMs = seconds(compiled.loadBalancer.attributes['client_keep_alive.seconds'], 3600);
    if (site.clock.now() - connection.acceptedAt >= keepAliveMs) retire();
    site.handle(exchange);
  };
}

function createHttp1(handle: Handle) {
  const server = createServer({
    maxHeaderSize: 80 * 1024,
    requireHostHeader: false,
    insecureHTTPParser: false,
    keepAliveTimeout: 0,
    requestTimeout: 0,
    headersTimeout: 0,
    noDelay: true,
    shouldUpgradeCallback: (incoming) => incoming.headers.upgrade?.toLowerCase() === 'websocket',
  });
  const serve = (message: Http1Message) => {
    const retire = () => (message.outgoing.shouldKeepAlive = false);
    handle(message.incoming.socket, (compiled) => createHttp1Exchange(message, compiled), retire);
  };
  server.timeout = 0;
  server.on('request', (incoming, outgoing) => serve({ incoming, outgoing }));
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const outgoing = new ServerResponse(incoming);
    outgoing.assignSocket(incoming.socket);
    outgoing.shouldKeepAlive = false;
    outgoing.once('finish', () => socket.end());
    serve({ incoming, outgoing, upgrade: { socket, head } });
  });
  server.on('clientError', refuseMalformed);
  return server;
}

function serveHttp2(socket: Socket, handle: Handle) {
  const session = performServerHandshake(socket, { settings: { maxConcurrentStreams: 128 } });
  let requests = 0;
  session.on('error', () => undefined);
  session.on('stream', (stream, headers, _flags, rawHeaders) => {
    requests += 1;
    if (requests >= requestsPerHttp2Connection) session.close();
    const create = (compiled: CompiledListener) =>
      createHttp2Exchange({ stream, headers, rawHeaders, socket }, compiled);
    handle(socket, create, () => session.close());
  });
}
