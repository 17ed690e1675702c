// An exchange over HTTP/1.0 or HTTP/1.1.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { CompiledListener } from '../routing/compile-listener.ts';
import { readRequest, type HeaderLines } from '../routing/received-request.ts';
import { applyListenerHeaders } from '../routing/response-headers.ts';
import type { Exchange, ProtocolSwitch } from './exchange.ts';
import { peerOf, tlsOf } from './peer.ts';

/** The parts Node hands over for one HTTP/1 request. */
export interface Http1Message {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly upgrade?: { readonly socket: Duplex; readonly head: Buffer };
}

/**
 * Answers of the load balancer's own carry `Server: awselb/2.0` and a Content-Length. Trailers are dropped; `abort`
 * cuts the whole connection.
 */
export function createHttp1Exchange(message: Http1Message, compiled: CompiledListener): Exchange {
  const { incoming, outgoing } = message;
  const { socket } = incoming;
  const length = incoming.headers['content-length'];
  let switched = false;
  const upgrade: ProtocolSwitch | undefined = message.upgrade && {
    head: message.upgrade.head,
    accept: (headers) => {
      switched = true;
      return switchProtocols(socket, headers);
    },
  };
  return {
    request: readRequest({
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      httpVersion: incoming.httpVersion,
      rawHeaders: incoming.rawHeaders,
      peer: peerOf(socket),
      ...tlsOf(socket),
    }),
    compiled,
    body: incoming,
    hasBody: incoming.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0'),
    ...(upgrade ? { upgrade } : {}),
    bodyComplete: () => incoming.complete,
    responded: () => switched || outgoing.headersSent,
    answer: (answer) => {
      const length = Buffer.byteLength(answer.body);
      const headers = ['Server', 'awselb/2.0', ...answer.headers, 'Content-Length', String(length)];
      if (answer.close) outgoing.shouldKeepAlive = false;
      outgoing.writeHead(answer.status, answer.reason, [...applyListenerHeaders(headers, compiled.listener)]);
      outgoing.end(answer.body);
    },
    respond: (head) => {
      outgoing.writeHead(head.status, head.reason, [...head.headers]);
      if (head.end) outgoing.end();
      return outgoing;
    },
    addTrailers: () => undefined,
    abort: () => socket.destroy(),
    onEnd: (run) => void outgoing.once('close', () => run(outgoing.writableFinished)),
  };
}

function switchProtocols(socket: Duplex, headers: HeaderLines): Duplex {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: upgrade', 'Upgrade: websocket'];
  for (let at = 0; at + 1 < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}
