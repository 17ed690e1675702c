// Bytes that are not an HTTP/1 request get the status code ALB documents for them, and the connection ends.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorPage } from '../routing/answer.ts';

/** Parser errors with a status of their own; every other malformed request is a 400. */
const statusOf: Readonly<Record<string, number>> = {
  HPE_INVALID_TRANSFER_ENCODING: 501,
  HPE_INVALID_VERSION: 505,
};

/** Answers a request that Node's parser refused. */
export function refuseMalformed(error: Error & { readonly code?: string }, socket: Duplex | Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const page = errorPage(statusOf[error.code ?? ''] ?? 400);
  const head = [
    `HTTP/1.1 ${page.status} ${page.reason}`,
    'Server: awselb/2.0',
    `Content-Type: text/html`,
    `Content-Length: ${page.body.length}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${page.body}`);
}
