// How a request is written to an HTTP/1.1 target.
import type { Socket } from 'node:net';
import type { BodySink } from '../http1/body-sink.ts';
import type { Passage } from './passage.ts';

/** Request line and headers, the blank line included; one byte per character. */
export function requestText(passage: Passage): string {
  const { exchange, headers } = passage;
  const { method } = exchange.request.facts;
  let text = `${method} ${passage.target} HTTP/1.1\r\n`;
  for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  if (exchange.hasBody) {
    if (!isSized(passage)) text += 'Transfer-Encoding: chunked\r\n';
  } else if ((method === 'POST' || method === 'PUT' || method === 'PATCH') && !isSized(passage)) {
    text += 'Content-Length: 0\r\n';
  }
  const connection = exchange.upgrade ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : 'Connection: keep-alive\r\n';
  return `${text}${connection}\r\n`;
}

const isSized = ({ headers }: Passage) =>
  headers.some((name, index) => index % 2 === 0 && name.length === 14 && name.toLowerCase() === 'content-length');

/** Writes a request's body as its head announced it; `sent` runs when it is complete. Trailers go with chunked bodies. */
export function requestBodySink(passage: Passage, socket: Socket, sent: () => void): BodySink {
  const chunked = !isSized(passage);
  return {
    write: (chunk) => {
      if (chunk.length === 0 || !chunked) return chunk.length === 0 || socket.write(chunk);
      socket.cork();
      socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
      socket.write(chunk);
      const more = socket.write('\r\n', 'latin1');
      socket.uncork();
      return more;
    },
    onDrain: (run) => void socket.once('drain', run),
    end: (trailers) => {
      sent();
      if (!chunked) return;
      let text = '0\r\n';
      for (let at = 0; at + 1 < trailers.length; at += 2) text += `${trailers[at]}: ${trailers[at + 1]}\r\n`;
      socket.write(`${text}\r\n`, 'latin1');
    },
  };
}
