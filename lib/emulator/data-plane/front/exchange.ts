// One request and its response, whatever the HTTP version: what the routing and the connections to targets see of a
// client.
import type { Duplex } from 'node:stream';
import type { BodySink } from '../http1/body-sink.ts';
import type { AccessJournal } from '../logs/access-journal.ts';
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
  /** Tells the client that the protocol is switched; returns its raw connection and what it sent after its request. */
  accept(headers: HeaderLines): { readonly socket: Duplex; readonly head: Buffer };
}

export interface Exchange {
  readonly request: ReceivedRequest;
  readonly compiled: CompiledListener;
  /** Whether the request announced a body. */
  readonly hasBody: boolean;
  /** Set when the client asked to switch to WebSocket. */
  readonly upgrade?: ProtocolSwitch;
  /** Notes for the access log; absent while the load balancer keeps none. */
  readonly journal?: AccessJournal;
  /** Sends the request's body on; call it at most once. Nothing of it is read before. */
  passBody(sink: BodySink): void;
  /** Whether the request has been read to its end. */
  bodyComplete(): boolean;
  /** Whether a response has begun. */
  responded(): boolean;
  /** Answers as the load balancer itself. */
  answer(answer: Answer): void;
  /** Begins a response and returns where its body goes. */
  respond(head: ResponseHead): BodySink;
  /** Cuts the client off. */
  abort(): void;
  /** Runs when the exchange is over: `finished` tells whether the response was sent completely. */
  onEnd(run: (finished: boolean) => void): void;
}
