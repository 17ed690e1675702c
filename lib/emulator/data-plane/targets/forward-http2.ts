// Forwards to HTTP2 and GRPC target groups: one HTTP/2 connection per target (prior knowledge, or TLS with ALPN),
// trailers included, so every kind of gRPC call passes.
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { toHeaderFields, toHeaderLines } from '../front/header-fields.ts';
import type { IdleWatch } from '../front/idle-watch.ts';
import { countedSink, flowInto, streamSink } from '../http1/body-sink.ts';
import { isGrpc } from '../routing/received-request.ts';
import { endToEndHeaders } from '../routing/response-headers.ts';
import { beginPassage, connectTimeoutMs, type Passage, type PassageLife, type TargetEndpoint } from './passage.ts';

export interface Http2Connections {
  forward(passage: Passage): PassageLife;
  close(): void;
}

/**
 * Connects to a target at its first request and again after a connection has ended. A stream that fails answers 502, or
 * cuts the client's if its response has begun; `close` cuts what is in flight.
 */
export function createHttp2Connections(idle: IdleWatch): Http2Connections {
  const sessions = new Map<string, ClientHttp2Session>();
  const sessionTo = (endpoint: TargetEndpoint) => {
    const url = `${endpoint.tls ? 'https' : 'http'}://${endpoint.address}:${endpoint.port}`;
    const held = sessions.get(url);
    if (held && !held.closed && !held.destroyed) return held;
    const session = connect(url, { rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    session.on('error', () => undefined);
    session.once('close', () => {
      if (sessions.get(url) === session) sessions.delete(url);
    });
    sessions.set(url, session);
    return session;
  };
  return {
    forward: (passage) => forward(passage, sessionTo(passage.endpoint), idle),
    close: () => {
      for (const session of sessions.values()) session.destroy();
    },
  };
}

function forward(passage: Passage, session: ClientHttp2Session, idle: IdleWatch): PassageLife {
  const { exchange } = passage;
  const upstream = session.request(requestFields(passage), { endStream: !exchange.hasBody });
  const life = beginPassage(passage, () => upstream.close(constants.NGHTTP2_CANCEL));
  let bytes = 0;
  const watch = idle.watch(Math.min(connectTimeoutMs, passage.idleMs), () => bytes, life.timeOut);
  life.onEnd(watch.stop);
  const connected = () => watch.touch(passage.idleMs);
  if (session.connecting) session.once('connect', connected);
  else connected();
  const count = (length: number) => void (bytes += length);
  upstream.on('error', () => life.fail(502));
  upstream.on('response', (headers, flags) => passResponse(passage, upstream, { headers, flags, count }));
  if (exchange.journal) exchange.journal.sentAt = passage.now();
  if (exchange.hasBody) exchange.passBody(countedSink(streamSink(upstream), count));
  return life;
}

function requestFields({ exchange, headers, target, endpoint }: Passage) {
  const { host, ...fields } = toHeaderFields(headers);
  return {
    ':method': exchange.request.facts.method,
    ':path': target,
    ':scheme': endpoint.tls ? 'https' : 'http',
    ':authority': String(host),
    ...fields,
    ...(isGrpc(exchange.request) ? { te: 'trailers' } : {}),
  };
}

function passResponse(
  passage: Passage,
  upstream: ClientHttp2Stream,
  response: {
    readonly headers: Parameters<typeof toHeaderLines>[0];
    readonly flags: number;
    count(bytes: number): void;
  },
): void {
  const { exchange } = passage;
  const status = Number(response.headers[':status']);
  if (exchange.journal) {
    exchange.journal.respondedAt = passage.now();
    exchange.journal.targetStatus = status;
  }
  passage.judged?.(status >= 500);
  const end = (response.flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
  const headers = passage.finishHeaders(endToEndHeaders(toHeaderLines(response.headers)));
  const sink = countedSink(exchange.respond({ status, reason: '', headers, end }), response.count);
  let trailers: readonly string[] = [];
  upstream.on('trailers', (fields) => (trailers = toHeaderLines(fields)));
  if (!end) sink.write(Buffer.alloc(0));
  flowInto(upstream, sink, () => trailers);
}
