// How a response's head is written to an HTTP/1 client. RFC 9112 §4 and §6.
import type { HeaderLines } from '../routing/received-request.ts';
import type { ResponseHead } from './exchange.ts';
import { httpDate } from './http-date.ts';

/** How a client finds the end of a response. */
export type ResponseFraming = 'length' | 'none' | 'chunked' | 'until-close';

/** By the response's own length if it has one, else in chunks; HTTP/1.0 does not know chunks. */
export function framingOf(
  { status, headers, end }: ResponseHead,
  request: { readonly method: string; readonly version: string },
): ResponseFraming {
  if (request.method === 'HEAD' || status === 204 || status === 304) return 'none';
  if (end || hasHeader(headers, 'content-length')) return 'length';
  return request.version === '1.1' ? 'chunked' : 'until-close';
}

function hasHeader(lines: HeaderLines, wanted: string): boolean {
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at];
    if (name?.length === wanted.length && name.toLowerCase() === wanted) return true;
  }
  return false;
}

/** Status line and headers, the blank line included; a response without a date gets one. */
export function responseText(
  { status, reason, headers, end }: ResponseHead,
  how: { readonly framing: ResponseFraming; readonly keepAlive: boolean; readonly now: number },
): string {
  let text = `HTTP/1.1 ${status} ${reason}\r\n${headerText(headers)}`;
  if (!hasHeader(headers, 'date')) text += `Date: ${httpDate(how.now)}\r\n`;
  if (how.framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  else if (how.framing === 'length' && end && !hasHeader(headers, 'content-length')) text += 'Content-Length: 0\r\n';
  return `${text}Connection: ${how.keepAlive ? 'keep-alive' : 'close'}\r\n\r\n`;
}

/** The head that switches a connection to WebSocket. */
export const switchingText = (headers: HeaderLines): string =>
  `HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n${headerText(headers)}\r\n`;

function headerText(headers: HeaderLines): string {
  let text = '';
  for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return text;
}
