// Forwards to HTTP2 and GRPC target groups: one HTTP/2 connection per target (prior knowledge, or TLS with ALPN),
// trailers included, so every kind of gRPC call passes.
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { toHeaderFields, toHeaderLines } from '../front/header-fields.ts';
import { isGrpc } from '../routing/received-request.ts';
import { endToEndHeaders } from '../routing/response-headers.ts';
import { beginPassage, countBytes, type Passage, type PassageLife, type TargetEndpoint } from './passage.ts';

export interface Http2Connections {
  forward(passage: Passage): PassageLife;
  close(): void;
}

/**
 * Connects to a target at its first request and again after a connection has ended. A stream that fails answers 502, or
 * cuts the client's if its response has begun; `close` cuts what is in flight.
 */
export function createHttp2Connections(): Http2Connections {
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
    forward: (passage) => forward(passage, sessionTo(passage.endpoint)),
    close: () => {
      for (const session of sessions.values()) session.destroy();
    },
  };
}

function forward(passage: Passage, session: ClientHttp2Session): PassageLife {
  const { exchange } = passage;
  const fields = toHeaderFields(passage.headers);
  const authority = fields['host'];
  delete fields['host'];
  const upstream = session.request(
    {
      ':method': exchange.request.facts.method,
      ':path': passage.target,
      ':scheme': passage.endpoint.tls ? 'https' : 'http',
      ':authority': String(authority),
      ...fields,
      ...(isGrpc(exchange.request) ? { te: 'trailers' } : {}),
    },
    { endStream: !exchange.hasBody },
  );
  const bytes = exchange.hasBody ? countBytes(exchange.body, upstream) : countBytes(upstream);
  const life = beginPassage(passage, bytes, () => upstream.close(constants.NGHTTP2_CANCEL));
  if (session.connecting) session.once('connect', life.connected);
  else life.connected();
  upstream.on('error', () => life.fail(502));
  upstream.on('trailers', (trailers) => exchange.addTrailers(toHeaderLines(trailers)));
  upstream.on('response', (headers, flags) => passResponse(passage, upstream, { headers, flags }));
  if (exchange.hasBody) exchange.body.pipe(upstream);
  return life;
}

function passResponse(
  passage: Passage,
  upstream: ClientHttp2Stream,
  response: { readonly headers: Parameters<typeof toHeaderLines>[0]; readonly flags: number },
) {
  const end = (response.flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
  const body = passage.exchange.respond({
    status: Number(response.headers[':status']),
    reason: '',
    headers: passage.finishHeaders(endToEndHeaders(toHeaderLines(response.headers))),
    end,
  });
  if (!end) upstream.pipe(body);
}
