// A request on its way through to one target: what every way of talking to targets needs, and how it ends.
import type { Readable } from 'node:stream';
import type { Exchange } from '../front/exchange.ts';
import type { IdleWatch } from '../front/idle-watch.ts';
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
  readonly idle: IdleWatch;
  readonly idleMs: number;
  /** Adds what the load balancer adds to a target's response headers. */
  finishHeaders(headers: HeaderLines): HeaderLines;
}

/** Elastic Load Balancing user guide, "Troubleshoot", HTTP 504: a connection must be made within ten seconds. */
const connectTimeoutMs = 10_000;

/** The life of one passage: `fail` answers or cuts the client, `connected` and `stop` steer its timeout. */
export interface PassageLife {
  connected(): void;
  fail(status: number): void;
  /** Runs once when the passage is over, however it ended. */
  onEnd(run: () => void): void;
}

/** Starts the timeouts of a passage; `progress` counts the bytes exchanged with the target, `cut` ends that side. */
export function beginPassage(passage: Passage, progress: () => number, cut: () => void): PassageLife {
  const { exchange, idle, idleMs } = passage;
  const ends: (() => void)[] = [];
  let over = false;
  const fail = (status: number) => {
    if (over) return;
    over = true;
    if (exchange.responded()) exchange.abort();
    else exchange.answer(failure(exchange, status));
    cut();
  };
  const watch = idle.watch(Math.min(connectTimeoutMs, idleMs), progress, () =>
    fail(exchange.bodyComplete() ? 504 : 408),
  );
  exchange.onEnd((finished) => {
    over = true;
    watch.stop();
    if (!finished) cut();
    for (const end of ends) end();
  });
  return { connected: () => watch.touch(idleMs), fail, onEnd: (run) => void ends.push(run) };
}

/** The load balancer's own failure; to a gRPC client also as a gRPC status (14, unavailable). */
function failure(exchange: Exchange, status: number): Answer {
  const page = errorPage(status, { close: status === 408 });
  if (!isGrpc(exchange.request)) return page;
  const headers = ['content-type', 'application/grpc', 'grpc-status', '14', 'grpc-message', 'unavailable'];
  return { ...page, headers, body: '' };
}

/** Counts the bytes that pass a stream. Call it in the tick that also pipes the stream. */
export function countBytes(...streams: readonly Readable[]): () => number {
  let bytes = 0;
  for (const stream of streams) stream.on('data', (chunk: Buffer) => void (bytes += chunk.length));
  return () => bytes;
}
