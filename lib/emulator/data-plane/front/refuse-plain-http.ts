// HTTP without TLS on an HTTPS listener gets a 400 in plain text, and the connection ends (field reports; the page is
// nginx's for its code 497).
import type { Socket } from 'node:net';
import { httpDate } from './http-date.ts';

const reason = 'The plain HTTP request was sent to HTTPS port';
const page = [
  '<html>',
  `<head><title>400 ${reason}</title></head>`,
  '<body>',
  '<center><h1>400 Bad Request</h1></center>',
  `<center>${reason}</center>`,
  '</body>',
  '</html>',
  '',
].join('\r\n');

/** Whether bytes begin with an HTTP method rather than with a TLS record. */
export const isPlainHttp = (bytes: Buffer): boolean => /^[A-Z]{3}/.test(bytes.toString('latin1', 0, 3));

/** Answers and closes; `now` in milliseconds since the epoch. */
export function refusePlainHttp(socket: Socket, now: number): void {
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Server: awselb/2.0',
    `Date: ${httpDate(now)}`,
    'Content-Type: text/html',
    `Content-Length: ${page.length}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${page}`);
}
