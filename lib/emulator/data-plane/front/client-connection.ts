// One client connection as the protocols see it that are spoken on it.
import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import { openJournal, type AccessJournal } from '../logs/access-journal.ts';
import type { Answer } from '../routing/answer.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { Exchange } from './exchange.ts';
import type { IdleWatch } from './idle-watch.ts';

export interface ListenerSite {
  /** The listener as it is now; undefined once it is gone. */
  compiled(): CompiledListener | undefined;
  handle(exchange: Exchange): void;
  readonly clock: Clock;
  readonly idle: IdleWatch;
  /** What a connection is called in the logs. */
  trace(socket: Socket): string;
  /** Told of every connection without TLS. */
  opened?(socket: Socket): void;
  /** Told of every TLS handshake, whatever became of it. */
  connected?(record: ConnectionRecord, socket: Socket): void;
  /** Told of every request once it is over, while the load balancer keeps an access log. */
  requested?(exchange: Exchange, journal: AccessJournal): void;
}

/** What a protocol needs to serve one connection. */
export interface ClientConnection {
  readonly socket: Socket;
  readonly site: ListenerSite;
  /** Availability Zone of the node it reached: nodes take turns, as clients of a DNS name do. */
  readonly nodeZone: string | undefined;
  /** The listener as it is now; a connection to one that is gone is cut. */
  compiled(): CompiledListener | undefined;
  /** A journal for a request that arrives now, if its load balancer keeps an access log. */
  journal(compiled: CompiledListener): AccessJournal | undefined;
  /** Whether the connection has reached its age: the present request should be its last. */
  isAged(compiled: CompiledListener): boolean;
  /** Starts the idle timeout again. */
  waits(): void;
  /** Counts an exchange as under way until it ends, and has it handled. */
  begin(exchange: Exchange): void;
  /** Answers an exchange that is not to be handled. */
  refuse(exchange: Exchange, answer: Answer): void;
}

const seconds = (value: string | undefined, fallback: number) =>
  (value === undefined ? fallback : Number(value)) * 1000;

/** The load balancer's idle timeout in milliseconds. */
export const idleTimeoutMs = (site: Pick<ListenerSite, 'compiled'>) =>
  seconds(site.compiled()?.loadBalancer.attributes['idle_timeout.timeout_seconds'], 60);

/** What is counted of a connection, and how its idle timeout starts again. */
export interface ConnectionCount {
  began(): void;
  ended(): void;
  waits(): void;
  /** Connections accepted, this one included. */
  readonly accepted: number;
}

/** Prepares a connection that was just accepted. */
export function openConnection(socket: Socket, site: ListenerSite, count: ConnectionCount): ClientConnection {
  const acceptedAt = site.clock.now();
  const zones = site.compiled()?.loadBalancer.zones ?? [];
  const follow = (exchange: Exchange) => {
    count.began();
    exchange.onEnd(() => {
      count.ended();
      if (exchange.journal) site.requested?.(exchange, exchange.journal);
    });
  };
  return {
    socket,
    site,
    nodeZone: zones[count.accepted % Math.max(zones.length, 1)],
    compiled: () => {
      const compiled = site.compiled();
      if (!compiled) socket.destroy();
      return compiled;
    },
    journal: ({ loadBalancer }) =>
      loadBalancer.attributes['access_logs.s3.enabled'] === 'true'
        ? openJournal(site.clock.now(), site.trace(socket))
        : undefined,
    isAged: ({ loadBalancer }) =>
      site.clock.now() - acceptedAt >= seconds(loadBalancer.attributes['client_keep_alive.seconds'], 3600),
    waits: count.waits,
    begin: (exchange) => {
      follow(exchange);
      site.handle(exchange);
    },
    refuse: (exchange, answer) => {
      follow(exchange);
      exchange.answer(answer);
    },
  };
}
