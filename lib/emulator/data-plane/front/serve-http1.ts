// HTTP/1 on one client connection: requests become exchanges, everything else is refused.
import type { DesyncClass } from '../http1/desync.ts';
import type { RequestHead } from '../http1/request-head.ts';
import { errorPage } from '../routing/answer.ts';
import { readRequest } from '../routing/received-request.ts';
import type { ClientConnection } from './client-connection.ts';
import { Http1Connection, type Http1Site } from './http1-connection.ts';
import { Http1Exchange } from './http1-exchange.ts';
import { peerOf, tlsOf } from './peer.ts';

/** Serves until the connection ends. Returns what to do when it has been idle for too long. */
export function serveHttp1(client: ClientConnection): () => void {
  const { socket, site } = client;
  const openExchange = exchangesOf(client);
  let current: Http1Exchange | undefined;

  const open = (connection: Http1Connection, head: RequestHead) => (current = openExchange(connection, head));
  const http1Site: Http1Site = {
    waits: client.waits,
    admits: ({ tier }) =>
      tier !== 'Severe' ||
      site.compiled()?.loadBalancer.attributes['routing.http.desync_mitigation_mode'] === 'monitor',
    serve: (connection, head) => {
      const exchange = open(connection, head);
      if (!exchange) return;
      if (client.isAged(exchange.compiled)) exchange.retire();
      if (expectsContinue(head)) socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
      client.begin(exchange);
    },
    refuse: (connection, status, desync) => {
      // Bytes that are wrong in the middle of a request end that request.
      if (current && !connection.bodyComplete()) refuseBody(current, status);
      else {
        const exchange = open(connection, unreadable(desync));
        if (exchange) client.refuse(exchange, errorPage(status, { close: true }));
      }
    },
  };
  const connection = new Http1Connection(socket, http1Site);
  socket.once('close', () => current?.finished(false));
  return () => {
    if (connection.hasPartialHead()) http1Site.refuse(connection, 408, { tier: 'Compliant' });
    else socket.destroy();
  };
}

/** Makes the exchanges of one connection; undefined when its listener is gone. */
function exchangesOf(client: ClientConnection) {
  const { socket, site, nodeZone } = client;
  const facts = { peer: peerOf(socket), nodeZone, ...tlsOf(socket) };
  const now = () => site.clock.now();
  return (connection: Http1Connection, head: RequestHead): Http1Exchange | undefined => {
    const compiled = client.compiled();
    if (!compiled) return undefined;
    const request = readRequest({
      method: head.method,
      url: head.target,
      httpVersion: head.version,
      rawHeaders: head.lines,
      names: head.names,
      desync: head.desync,
      ...facts,
    });
    const journal = client.journal(compiled);
    if (journal) journal.receivedBytes = headBytes(head);
    return new Http1Exchange({ connection, head, request, compiled, now, ...(journal && { journal }) });
  };
}

/** What a head takes on the wire. */
const headBytes = ({ method, target, lines }: RequestHead): number =>
  lines.reduce((sum, part) => sum + part.length + 2, method.length + target.length + ' HTTP/1.1\r\n\r\n'.length + 1);

function refuseBody(exchange: Http1Exchange, status: number): void {
  if (exchange.responded()) exchange.abort();
  else exchange.answer(errorPage(status, { close: true }));
}

/** Stands for a request of which nothing could be made out. */
const unreadable = (desync: DesyncClass): RequestHead => ({
  method: '-',
  target: '-',
  version: '1.1',
  lines: [],
  names: [],
  desync,
  body: 'none',
});

/** "Expect: 100-continue" is answered at once, whatever the target would say (user guide, "HTTP connections"). */
function expectsContinue({ names, lines, version, body }: RequestHead): boolean {
  if (version !== '1.1' || body === 'none') return false;
  const at = names.indexOf('expect');
  return at >= 0 && lines[2 * at + 1]?.toLowerCase() === '100-continue';
}
