// Forwards to an HTTP1 target group over kept-alive connections, plain or TLS (the target's certificate is not verified,
// as AWS documents).
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { endToEndHeaders } from '../routing/response-headers.ts';
import { beginPassage, type Passage, type PassageLife } from './passage.ts';
import { tunnel } from './tunnel.ts';

export interface Http1Connections {
  forward(passage: Passage): PassageLife;
  close(): void;
}

/** Elastic Load Balancing quotas: all response headers from a target. */
const responseHeadersLimit = 32 * 1024;

/**
 * One pool for all targets. A connection that fails or breaks answers 502, or cuts the client if its response has
 * begun. No request is tried twice; `close` cuts what is in flight.
 */
export function createHttp1Connections(): Http1Connections {
  const plain = new HttpAgent({ keepAlive: true, maxFreeSockets: Infinity, scheduling: 'lifo' });
  const secure = new HttpsAgent({
    keepAlive: true,
    maxFreeSockets: Infinity,
    scheduling: 'lifo',
    rejectUnauthorized: false,
  });
  return {
    forward: (passage) => forward(passage, { plain, secure }),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function forward(passage: Passage, agents: { readonly plain: HttpAgent; readonly secure: HttpsAgent }): PassageLife {
  const { exchange } = passage;
  const upstream = openRequest(passage, agents);
  const life = beginPassage(
    passage,
    () => (upstream.socket ? upstream.socket.bytesRead + upstream.socket.bytesWritten : 0),
    () => upstream.destroy(),
  );
  upstream.on('socket', (socket) => {
    if (socket.connecting) socket.once('connect', life.connected);
    else life.connected();
  });
  upstream.on('error', () => life.fail(502));
  upstream.on('response', (response) => passResponse(passage, response, life));
  if (exchange.upgrade) tunnel(upstream, exchange.upgrade, passage);
  if (exchange.hasBody) exchange.body.pipe(upstream);
  else upstream.end();
  return life;
}

function openRequest(
  passage: Passage,
  agents: { readonly plain: HttpAgent; readonly secure: HttpsAgent },
): ClientRequest {
  const { endpoint, exchange } = passage;
  const options = {
    host: endpoint.address,
    port: endpoint.port,
    method: exchange.request.facts.method,
    path: passage.target,
    headers: [...passage.headers, ...framing(passage)],
    setHost: false,
    maxHeaderSize: responseHeadersLimit,
  };
  if (!endpoint.tls) return httpRequest({ ...options, agent: agents.plain });
  return httpsRequest({ ...options, agent: agents.secure, servername: '' });
}

/** Framing and connection headers of the request as it goes on. */
function framing({ exchange, headers }: Passage): readonly string[] {
  const connection = exchange.upgrade
    ? ['Connection', 'Upgrade', 'Upgrade', 'websocket']
    : ['Connection', 'keep-alive'];
  const sized = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length');
  if (exchange.hasBody && !sized) return [...connection, 'Transfer-Encoding', 'chunked'];
  const { method } = exchange.request.facts;
  const bodyless = !sized && !exchange.hasBody && ['POST', 'PUT', 'PATCH'].includes(method);
  return bodyless ? [...connection, 'Content-Length', '0'] : connection;
}

function passResponse(passage: Passage, response: IncomingMessage, life: PassageLife) {
  const { exchange } = passage;
  const body = exchange.respond({
    status: response.statusCode ?? 502,
    reason: response.statusMessage ?? '',
    headers: passage.finishHeaders(endToEndHeaders(response.rawHeaders)),
    end: false,
  });
  response.on('error', () => life.fail(502));
  response.on('aborted', () => life.fail(502));
  response.pipe(body);
}
