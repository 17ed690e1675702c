// A request on its way through to one target: what every way of talking to targets needs, and how it ends.
import type { Exchange } from '../front/exchange.ts';
import { errorPage, type Answer } from '../routing/answer.ts';
import { isGrpc, type HeaderLines } from '../routing/received-request.ts';

/** Where a target answers, as sockets see it. */
export interface TargetEndpoint {
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
}

export interface Passage {
  readonly exchange: Exchange;
  readonly endpoint: TargetEndpoint;
  /** Path and query for the target. */
  readonly target: string;
  readonly headers: HeaderLines;
  readonly idleMs: number;
  /** Whether the connection may carry other requests afterwards. */
  readonly reusable: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told once whether the target did its part: it answered, and not with a status of 5xx. */
  judged?(failed: boolean): void;
  /** Adds what the load balancer adds to a target's response headers. */
  finishHeaders(headers: HeaderLines): HeaderLines;
}

/** Elastic Load Balancing user guide, "Troubleshoot", HTTP 504 and 502: connection and handshake have ten seconds. */
export const connectTimeoutMs = 10_000;

/** The life of one passage. */
export interface PassageLife {
  /** Answers the client with a status of the load balancer's own, or cuts it off if a response has begun. */
  fail(status: number): void;
  /** Nothing came for too long: the client is to blame while its body is not complete, else the target. */
  timeOut(): void;
  /** Runs once when the passage is over, however it ended. */
  onEnd(run: () => void): void;
}

/** Ties a passage to its exchange; `cut` ends the target's side when the client is gone or the passage fails. */
export function beginPassage(passage: Passage, cut: () => void): PassageLife {
  const { exchange } = passage;
  const ends: (() => void)[] = [];
  let over = false;
  const fail = (status: number) => {
    if (over) return;
    over = true;
    if (!exchange.responded() && status !== 408) passage.judged?.(true);
    if (exchange.responded()) exchange.abort();
    else exchange.answer(failure(exchange, status));
    cut();
  };
  exchange.onEnd((finished) => {
    over = true;
    if (!finished) cut();
    for (const end of ends) end();
  });
  return {
    fail,
    timeOut: () => fail(exchange.bodyComplete() ? 504 : 408),
    onEnd: (run) => void ends.push(run),
  };
}

/** The load balancer's own failure; to a gRPC client also as a gRPC status (14, unavailable). */
function failure(exchange: Exchange, status: number): Answer {
  const page = errorPage(status, { close: status === 408 });
  if (!isGrpc(exchange.request)) return page;
  const headers = ['content-type', 'application/grpc', 'grpc-status', '14', 'grpc-message', 'unavailable'];
  return { ...page, headers, body: '' };
}
