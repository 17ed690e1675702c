// A real HTTP server in place of a container: HTTP/1.1, WebSocket, HTTP/2 without TLS and gRPC on one port. The first
// bytes of a connection tell which it is.
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { performServerHandshake, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import { answerEcho } from './answer-echo.ts';
import type { EchoIdentity } from './describe-request.ts';
import { answerGrpc } from './grpc-echo.ts';
import { echoWebSocket } from './web-socket.ts';

export interface EchoServer {
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

export interface EchoOptions {
  readonly address: string;
  readonly port: number;
  readonly identity: EchoIdentity;
  readonly clock: Clock;
}

/** Starts an echo server; rejects when the address or port cannot be had. */
export async function startEchoServer(options: EchoOptions): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const http1 = createHttp1(options);
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      if (first.toString('latin1', 0, 4) === 'PRI ') serveHttp2(socket, options);
      else http1.emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.address, port: options.port, exclusive: true }, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function createHttp1({ identity, clock }: EchoOptions) {
  const server = createHttpServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  server.timeout = 0;
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    incoming.resume();
    const { method = 'GET', url = '/', headers, httpVersion, rawHeaders } = incoming;
    const request = { method, path: url, host: headers.host ?? '', proto: `HTTP/${httpVersion}`, rawHeaders };
    void answerEcho(request, identity, clock).then(({ status, headers: lines, body }) => {
      outgoing.writeHead(status, [...lines, 'Content-Length', String(Buffer.byteLength(body))]);
      outgoing.end(body);
    });
  });
  server.on('upgrade', echoWebSocket);
  return server;
}

function serveHttp2(socket: Socket, options: EchoOptions): void {
  const session = performServerHandshake(socket);
  session.on('error', () => socket.destroy());
  session.on('stream', (stream, headers, _flags, rawHeaders) => {
    if (String(headers['content-type'] ?? '').startsWith('application/grpc'))
      answerGrpc(stream, headers, options.identity);
    else serveStream(stream, { headers, rawHeaders }, options);
  });
}

function serveStream(
  stream: ServerHttp2Stream,
  received: { readonly headers: IncomingHttpHeaders; readonly rawHeaders: readonly string[] },
  { identity, clock }: EchoOptions,
): void {
  const { headers, rawHeaders } = received;
  stream.on('error', () => undefined);
  stream.resume();
  const request = {
    method: String(headers[':method']),
    path: String(headers[':path']),
    host: String(headers[':authority'] ?? headers['host'] ?? ''),
    proto: 'HTTP/2.0',
    rawHeaders,
  };
  void answerEcho(request, identity, clock).then((answer) => {
    if (stream.destroyed) return;
    const fields: Record<string, string | number> = { ':status': answer.status };
    answer.headers.forEach((value, at) => {
      if (at % 2 === 1) fields[(answer.headers[at - 1] ?? '').toLowerCase()] = value;
    });
    stream.respond(fields);
    stream.end(answer.body);
  });
}
