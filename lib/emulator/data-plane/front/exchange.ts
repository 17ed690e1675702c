// One request and its response, whatever the HTTP version: what the routing and the connections to targets see of a
// client.
import type { Duplex, Readable, Writable } from 'node:stream';
import type { Answer } from '../routing/answer.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import type { HeaderLines, ReceivedRequest } from '../routing/received-request.ts';

/** Status line and headers of a response that is passed on. */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderLines;
  /** Whether the response has no body and no trailers. */
  readonly end: boolean;
}

export interface ProtocolSwitch {
  /** Bytes the client sent after its request. */
  readonly head: Buffer;
  /** Tells the client that the protocol is switched, and returns its raw connection. */
  accept(headers: HeaderLines): Duplex;
}

export interface Exchange {
  readonly request: ReceivedRequest;
  readonly compiled: CompiledListener;
  readonly body: Readable;
  /** Whether the request announced a body. */
  readonly hasBody: boolean;
  /** Set when the client asked to switch to WebSocket. */
  readonly upgrade?: ProtocolSwitch;
  /** Whether the request has been read to its end. */
  bodyComplete(): boolean;
  /** Whether a response has begun. */
  responded(): boolean;
  /** Answers as the load balancer itself. */
  answer(answer: Answer): void;
  /** Begins a response and returns where its body goes. */
  respond(head: ResponseHead): Writable;
  /** Trailers to send when the body ends (HTTP/2 only). */
  addTrailers(trailers: HeaderLines): void;
  /** Cuts the client off. */
  abort(): void;
  /** Runs when the exchange is over: `finished` tells whether the response was sent completely. */
  onEnd(run: (finished: boolean) => void): void;
}
