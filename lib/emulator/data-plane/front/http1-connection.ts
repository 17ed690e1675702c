// One client connection of HTTP/1: finds requests in its bytes, one after the other (pipelined ones wait for the answer
// of those before them), and writes what the exchanges answer.
//
//  state      bytes that arrive
//  head       are collected up to the blank line
//  body       go to whoever takes the body, or wait in the socket until somebody does
//  answering  wait: the request is complete, its response is not
//  switched   belong to the tunnel
//  closing    are dropped until the client closes too
import type { Socket } from 'node:net';
import { createLengthReader, type BodyReader } from '../http1/body-reader.ts';
import { ChunkedReader } from '../http1/chunked-reader.ts';
import { discardingSink, type BodySink } from '../http1/body-sink.ts';
import { compliant, type DesyncClass } from '../http1/desync.ts';
import { readRequestHead, type RequestHead } from '../http1/request-head.ts';
import { requestLineLimit, headersLimit } from '../routing/screen-request.ts';

/** What is done with the requests of a connection. */
export interface Http1Site {
  /** Serves a request; the connection is told with `finish` when its response has been written. */
  serve(connection: Http1Connection, head: RequestHead): void;
  /** Refuses bytes that are no request, or one that must not be served, and ends the connection. */
  refuse(connection: Http1Connection, status: number, desync: DesyncClass): void;
  /** Whether a request of this class may be served. */
  admits(desync: DesyncClass): boolean;
  /** A part of a head has come; the rest may take its time from here. */
  waits(): void;
}

type State = 'head' | 'body' | 'answering' | 'switched' | 'closing';

const noBytes: Buffer = Buffer.alloc(0);
/** How much of what comes before its time is kept before the client has to wait. */
const earlyBytes = 64 * 1024;

/** Reads from the moment it is made; its owner tells it of each response that has been written. */
export class Http1Connection {
  readonly socket: Socket;
  readonly #site: Http1Site;
  #state: State = 'head';
  #pending = noBytes;
  /** Where the search for the end of the head goes on. */
  #searched = 0;
  #reader: BodyReader | undefined;
  #sink: BodySink | undefined;
  #advancing = false;
  #held = false;
  #ended = false;

  constructor(socket: Socket, site: Http1Site) {
    this.socket = socket;
    this.#site = site;
    socket.on('data', this.#receive);
    socket.on('end', this.#end);
  }

  /** Whether a request has begun to arrive. */
  hasPartialHead(): boolean {
    return this.#state === 'head' && this.#pending.length > 0;
  }

  /** Whether the present request has arrived completely. */
  bodyComplete(): boolean {
    return this.#reader === undefined || this.#reader.done();
  }

  /** Where the body of the present request goes. */
  passBody(sink: BodySink): void {
    this.#sink = sink;
    if (this.bodyComplete()) sink.end([]);
    else this.#advance();
  }

  /** The present response has been written; `keepAlive` tells whether the client may send another request. */
  finish(keepAlive: boolean): void {
    if (!keepAlive || this.#ended) return this.close();
    if (this.#state === 'answering') this.#state = 'head';
    // What is left of a body that nobody needed is read and dropped.
    else if (this.#state === 'body') this.#sink = discardingSink;
    // The target may have gone without taking what it was to drain.
    if (!this.#held && this.socket.isPaused()) this.socket.resume();
    this.#advance();
  }

  /** Stops reading HTTP; returns the bytes that came after the request. */
  switch(): Buffer {
    this.#state = 'switched';
    this.socket.off('data', this.#receive);
    this.socket.off('end', this.#end);
    const head = this.#pending;
    this.#pending = noBytes;
    return head;
  }

  /** Ends the connection after what has been written; reads on, so that no reset overtakes the last bytes. */
  close(): void {
    this.#state = 'closing';
    this.#pending = noBytes;
    this.socket.end();
    this.socket.resume();
  }

  readonly #receive = (chunk: Buffer): void => {
    if (this.#state === 'closing') return;
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#advance();
  };

  /** The client sends nothing more: what it sent completely is still answered. */
  readonly #end = (): void => {
    this.#ended = true;
    if (this.#state === 'head') {
      if (this.#pending.length > 0) this.#site.refuse(this, 400, compliant);
      else this.close();
    } else if (this.#state === 'body') this.#site.refuse(this, 400, compliant);
  };

  #advance(): void {
    // Answers may come while a request is being read: the loop that is under way goes on with the next one.
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#step());
    this.#advancing = false;
    this.#hold();
  }

  /** Makes a client wait that sends more than can be used yet. */
  #hold(): void {
    const early = this.#state === 'answering' || (this.#state === 'body' && !this.#sink);
    const hold = early && this.#pending.length > earlyBytes;
    if (hold === this.#held || this.#state === 'closing') return;
    this.#held = hold;
    if (hold) this.socket.pause();
    else this.socket.resume();
  }

  /** One step onwards; false when more bytes, or an answer, must come first. */
  #step(): boolean {
    if (this.#pending.length === 0) return false;
    if (this.#state === 'head') return this.#readHead();
    return this.#state === 'body' && this.#sink !== undefined && this.#readBody();
  }

  #readHead(): boolean {
    const start = this.#skipBlankLines();
    const end = this.#pending.indexOf('\r\n\r\n', Math.max(start, this.#searched - 3), 'latin1');
    if (end < 0) return this.#awaitHead(start);
    const head = readRequestHead(this.#pending.toString('latin1', start, end));
    this.#pending = this.#pending.subarray(end + 4);
    this.#searched = 0;
    if (!this.#site.admits(head.desync)) this.#site.refuse(this, 400, head.desync);
    else if ('refusal' in head) this.#site.refuse(this, head.refusal, head.desync);
    else this.#begin(head);
    return true;
  }

  /** RFC 9112 §2.2: empty lines before a request line are ignored. */
  #skipBlankLines(): number {
    let at = 0;
    while (this.#pending[at] === 13 && this.#pending[at + 1] === 10) at += 2;
    return at;
  }

  #awaitHead(start: number): boolean {
    this.#searched = this.#pending.length;
    const length = this.#pending.length - start;
    const lineEnd = this.#pending.indexOf('\r\n', start, 'latin1');
    if (lineEnd < 0 ? length > requestLineLimit : lineEnd - start > requestLineLimit)
      this.#site.refuse(this, 414, compliant);
    else if (length > requestLineLimit + headersLimit) this.#site.refuse(this, 400, compliant);
    else if (lineEnd > start && /^GET [^ ]+$/.test(this.#pending.toString('latin1', start, lineEnd))) {
      // HTTP/0.9 knows neither versions nor headers: its request is one line.
      const line = this.#pending.toString('latin1', start, lineEnd);
      this.#pending = noBytes;
      const head = readRequestHead(line);
      if ('refusal' in head || !this.#site.admits(head.desync)) this.#site.refuse(this, 400, head.desync);
      else this.#begin(head);
    } else this.#site.waits();
    return false;
  }

  #begin(head: RequestHead): void {
    this.#sink = undefined;
    this.#reader = undefined;
    this.#state = 'answering';
    if (head.body !== 'none') {
      const taker = {
        write: this.#writeBody,
        end: (trailers: readonly string[]) => this.#sink?.end(trailers),
      };
      this.#reader = head.body === 'chunked' ? new ChunkedReader(taker) : createLengthReader(head.body.length, taker);
      this.#state = 'body';
    }
    this.#site.serve(this, head);
  }

  #readBody(): boolean {
    const bytes = this.#pending;
    this.#pending = noBytes;
    const end = this.#reader?.take(bytes, 0) ?? 0;
    if (end === 'malformed') {
      this.#site.refuse(this, 400, compliant);
      return false;
    }
    this.#pending = bytes.subarray(end);
    if (!this.#reader?.done()) return false;
    const discarded = this.#sink === discardingSink;
    this.#state = discarded ? 'head' : 'answering';
    return discarded;
  }

  readonly #writeBody = (chunk: Buffer): boolean => {
    const taken = this.#sink?.write(chunk) ?? true;
    if (!taken) {
      this.socket.pause();
      this.#sink?.onDrain(() => this.socket.resume());
    }
    return taken;
  };
}
