// An exchange over one HTTP/2 stream.
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { CompiledListener } from '../routing/compile-listener.ts';
import { readRequest } from '../routing/received-request.ts';
import { applyListenerHeaders } from '../routing/response-headers.ts';
import type { Exchange } from './exchange.ts';
import { toHeaderFields } from './header-fields.ts';
import { peerOf, tlsOf } from './peer.ts';

/** The parts Node hands over for one HTTP/2 request. */
export interface Http2Message {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly socket: Socket;
}

/**
 * Reason phrases are dropped, and HEAD is answered without a body. `abort` resets this stream only, with
 * INTERNAL_ERROR; an answer that closes ends the connection after its open streams.
 */
export function createHttp2Exchange(message: Http2Message, compiled: CompiledListener): Exchange {
  const { stream, headers, socket } = message;
  const trailers: string[] = [];
  const respond: Exchange['respond'] = (head) => {
    const fields = { ':status': head.status, ...toHeaderFields(head.headers) };
    stream.respond(fields, head.end ? { endStream: true } : { waitForTrailers: true });
    return stream;
  };
  stream.on('wantTrailers', () => stream.sendTrailers(toHeaderFields(trailers)));
  stream.on('error', () => undefined);
  return {
    request: readRequest({
      method: String(headers[':method'] ?? 'GET'),
      url: String(headers[':path'] ?? '/'),
      httpVersion: '2.0',
      rawHeaders: message.rawHeaders,
      peer: peerOf(socket),
      ...tlsOf(socket),
    }),
    compiled,
    body: stream,
    hasBody: !stream.endAfterHeaders,
    bodyComplete: () => stream.readableEnded || stream.endAfterHeaders,
    responded: () => stream.headersSent,
    answer: (answer) => {
      if (stream.destroyed) return;
      const length = Buffer.byteLength(answer.body);
      const lines = ['server', 'awselb/2.0', ...answer.headers, 'content-length', String(length)];
      const body = respond({
        status: answer.status,
        reason: answer.reason,
        headers: applyListenerHeaders(lines, compiled.listener),
        end: length === 0 || headers[':method'] === 'HEAD',
      });
      if (length > 0 && headers[':method'] !== 'HEAD') body.end(answer.body);
      if (answer.close) stream.session?.close();
    },
    respond,
    addTrailers: (lines) => void trailers.push(...lines),
    abort: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
    onEnd: (run) =>
      void stream.once('close', () => run(stream.rstCode === constants.NGHTTP2_NO_ERROR && stream.writableFinished)),
  };
}
