// An exchange over one HTTP/2 stream.
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { countedSink, flowInto, streamSink } from '../http1/body-sink.ts';
import type { AccessJournal } from '../logs/access-journal.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import type { ReceivedRequest } from '../routing/received-request.ts';
import { applyListenerHeaders } from '../routing/response-headers.ts';
import type { Exchange, ResponseHead } from './exchange.ts';
import { toHeaderFields } from './header-fields.ts';

/** What an exchange is made of. */
export interface Http2Message {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly request: ReceivedRequest;
  readonly compiled: CompiledListener;
  readonly journal?: AccessJournal;
}

/**
 * Reason phrases are dropped, and HEAD is answered without a body. `abort` resets this stream only, with
 * INTERNAL_ERROR; an answer that closes ends the connection after its open streams.
 */
export function createHttp2Exchange(message: Http2Message): Exchange {
  const { stream, headers, request, compiled, journal } = message;
  const isHead = headers[':method'] === 'HEAD';
  let trailers: readonly string[] = [];
  const respond = (head: ResponseHead) => {
    if (journal) journal.status = head.status;
    const fields = { ':status': head.status, ...toHeaderFields(head.headers) };
    if (!stream.destroyed) stream.respond(fields, head.end || isHead ? { endStream: true } : { waitForTrailers: true });
    const sink = streamSink(stream, (lines) => void (trailers = lines));
    return journal ? countedSink(sink, (bytes) => void (journal.sentBytes += bytes)) : sink;
  };
  stream.on('wantTrailers', () => stream.sendTrailers(toHeaderFields(trailers)));
  stream.on('error', () => undefined);
  return {
    request,
    compiled,
    ...(journal ? { journal } : {}),
    hasBody: !stream.endAfterHeaders,
    passBody: (sink) => {
      if (stream.endAfterHeaders) sink.end([]);
      else flowInto(stream, journal ? countedSink(sink, (bytes) => void (journal.receivedBytes += bytes)) : sink);
    },
    bodyComplete: () => stream.readableEnded || stream.endAfterHeaders,
    responded: () => stream.headersSent,
    answer: (answer) => {
      if (stream.destroyed) return;
      if (journal && answer.errorReason) journal.errorReason = answer.errorReason;
      const body = Buffer.from(answer.body);
      const lines = ['server', 'awselb/2.0', ...answer.headers, 'content-length', String(body.length)];
      const end = body.length === 0 || isHead;
      const sink = respond({
        status: answer.status,
        reason: answer.reason,
        headers: applyListenerHeaders(lines, compiled.listener),
        end,
      });
      if (!end) {
        sink.write(body);
        sink.end([]);
      }
      if (answer.close) stream.session?.close();
    },
    respond,
    abort: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
    onEnd: (run) =>
      void stream.once('close', () => run(stream.rstCode === constants.NGHTTP2_NO_ERROR && stream.writableFinished)),
  };
}
