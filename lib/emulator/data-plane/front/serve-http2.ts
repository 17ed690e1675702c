// HTTP/2 on one client connection: every stream is an exchange.
import { performServerHandshake, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { readRequest } from '../routing/received-request.ts';
import type { ClientConnection } from './client-connection.ts';
import { createHttp2Exchange } from './http2-exchange.ts';
import { peerOf, tlsOf } from './peer.ts';

/** Elastic Load Balancing quotas, "HTTP headers" and "HTTP/2". */
const requestsPerConnection = 10_000;
const maxConcurrentStreams = 128;
const maxHeaderListSize = 64 * 1024;

/** Serves until the connection ends; after 10,000 requests the client is sent away. */
export function serveHttp2(connection: ClientConnection): void {
  const { socket } = connection;
  const session = performServerHandshake(socket, {
    settings: { maxConcurrentStreams, maxHeaderListSize },
    maxHeaderListPairs: 2000,
  });
  const peer = peerOf(socket);
  const tls = tlsOf(socket);
  let requests = 0;
  const serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: readonly string[]) => {
    const compiled = connection.compiled();
    if (!compiled) return;
    const request = readRequest({
      method: String(headers[':method'] ?? 'GET'),
      url: String(headers[':path'] ?? '/'),
      httpVersion: '2.0',
      rawHeaders,
      peer,
      nodeZone: connection.nodeZone,
      ...tls,
    });
    if (connection.isAged(compiled)) session.close();
    const journal = connection.journal(compiled);
    if (journal) journal.receivedBytes = rawHeaders.join('').length;
    connection.begin(createHttp2Exchange({ stream, headers, request, compiled, ...(journal && { journal }) }));
  };
  session.on('error', () => undefined);
  session.on('stream', (stream, headers, _flags, rawHeaders) => {
    requests += 1;
    if (requests >= requestsPerConnection) session.close();
    serve(stream, headers, rawHeaders);
  });
}
