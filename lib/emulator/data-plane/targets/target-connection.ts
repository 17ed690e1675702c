// One connection to a target over HTTP/1.1, plain or TLS (the target's certificate is not verified, as AWS documents). It
// carries one request at a time: "pipelined HTTP is not supported on backend connections".
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { IdleWatch, Watch } from '../front/idle-watch.ts';
import { createLengthReader, createUntilCloseReader, type BodyReader } from '../http1/body-reader.ts';
import { ChunkedReader } from '../http1/chunked-reader.ts';
import { countedSink, type BodySink } from '../http1/body-sink.ts';
import { readResponseHead, type ResponseHeadOnWire } from '../http1/response-head.ts';
import { endToEndHeaders } from '../routing/response-headers.ts';
import { connectTimeoutMs, type Passage, type PassageLife, type TargetEndpoint } from './passage.ts';
import { requestBodySink, requestText } from './request-text.ts';
import { joinTunnel } from './tunnel.ts';

/** Elastic Load Balancing quotas: all response headers from a target. */
const responseHeadersLimit = 32 * 1024;
const noBytes: Buffer = Buffer.alloc(0);

/** What a connection tells its pool. */
export interface ConnectionOwner {
  /** The connection may carry the next request. */
  free(connection: TargetConnection): void;
  gone(connection: TargetConnection): void;
}

/** Opens when it is made, and tells its owner when it is free again and when it is gone. */
export class TargetConnection {
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #watch: Watch;
  #established: 'no' | 'tcp' | 'yes' = 'no';
  #passage: Passage | undefined;
  #life: PassageLife | undefined;
  #requestSent = false;
  #pending = noBytes;
  #head: ResponseHeadOnWire | undefined;
  #reader: BodyReader | undefined;
  #sink: BodySink | undefined;
  #bytes = 0;
  #switched = false;

  constructor(endpoint: TargetEndpoint, idle: IdleWatch, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#socket = open(endpoint);
    this.#watch = idle.watch(connectTimeoutMs, this.#progress, this.#expire);
    this.#socket.on('connect', () => (this.#established = endpoint.tls ? 'tcp' : 'yes'));
    this.#socket.on(endpoint.tls ? 'secureConnect' : 'connect', this.#ready);
    this.#socket.on('data', this.#receive);
    this.#socket.on('error', () => undefined);
    this.#socket.on('end', this.#end);
    this.#socket.once('close', this.#close);
  }

  /** Whether a request can be sent on it. */
  usable(): boolean {
    return !this.#socket.destroyed && this.#socket.writable && !this.#socket.readableEnded;
  }

  /** Sends a request; the connection is busy until the owner hears that it is free. */
  carry(passage: Passage, life: PassageLife): void {
    this.#passage = passage;
    this.#life = life;
    this.#requestSent = !passage.exchange.hasBody;
    this.#watch.touch(this.#established === 'yes' ? passage.idleMs : connectTimeoutMs);
    const { journal } = passage.exchange;
    if (journal) journal.sentAt = passage.now();
    this.#socket.write(requestText(passage), 'latin1');
    if (!passage.exchange.hasBody) return;
    const sink = requestBodySink(passage, this.#socket, () => (this.#requestSent = true));
    passage.exchange.passBody(countedSink(sink, (length) => void (this.#bytes += length)));
  }

  /** Ends the connection at once. */
  cut(): void {
    this.#socket.destroy();
  }

  readonly #progress = (): number =>
    this.#switched ? this.#socket.bytesRead + this.#socket.bytesWritten : this.#bytes;

  readonly #ready = (): void => {
    this.#established = 'yes';
    if (this.#passage) this.#watch.touch(this.#passage.idleMs);
  };

  readonly #expire = (): void => {
    // A TLS handshake that takes too long is a 502, a connection that does is a 504 (user guide, "Troubleshoot").
    if (this.#established === 'tcp') this.#life?.fail(502);
    else this.#life?.timeOut();
    this.cut();
  };

  readonly #receive = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    // Bytes that nobody asked for: the connection is out of step.
    if (!this.#passage) return this.cut();
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = noBytes;
    const at = this.#head ? 0 : this.#readHead(bytes);
    if (at >= 0 && this.#sink) this.#readBody(bytes, at);
  };

  /** Where the body begins; -1 while there is none to read. */
  #readHead(bytes: Buffer, from = 0): number {
    const passage = this.#passage;
    if (!passage) return -1;
    const end = bytes.indexOf('\r\n\r\n', from, 'latin1');
    if ((end < 0 ? bytes.length : end) - from > responseHeadersLimit) return this.#malformed();
    if (end < 0) {
      this.#pending = from === 0 ? bytes : bytes.subarray(from);
      return -1;
    }
    const head = readResponseHead(bytes.toString('latin1', from, end), passage.exchange.request.facts.method);
    if (!head) return this.#malformed();
    if (head.status === 101) return this.#switch(head, passage, bytes.subarray(end + 4));
    // Interim responses are between the load balancer and the target.
    if (head.status < 200) return this.#readHead(bytes, end + 4);
    this.#respond(head, passage);
    return end + 4;
  }

  #malformed(): -1 {
    this.#life?.fail(502);
    this.cut();
    return -1;
  }

  #respond(head: ResponseHeadOnWire, passage: Passage): void {
    this.#head = head;
    const { exchange } = passage;
    if (exchange.journal) {
      exchange.journal.respondedAt = passage.now();
      exchange.journal.targetStatus = head.status;
    }
    passage.judged?.(head.status >= 500);
    const headers = passage.finishHeaders(endToEndHeaders(head.lines));
    this.#sink = exchange.respond({ status: head.status, reason: head.reason, headers, end: head.body === 'none' });
    this.#reader = this.#readerFor(head.body);
  }

  #readerFor(body: ResponseHeadOnWire['body']): BodyReader | undefined {
    const taker = { write: this.#writeBody, end: (trailers: readonly string[]) => this.#complete(trailers) };
    if (body === 'none') return undefined;
    if (body === 'chunked') return new ChunkedReader(taker);
    return body === 'until-close' ? createUntilCloseReader(taker) : createLengthReader(body.length, taker);
  }

  #readBody(bytes: Buffer, at: number): void {
    if (!this.#reader) return this.#complete([], bytes.length > at);
    // What has come of the response goes on at once, even without a body.
    if (at === bytes.length) this.#sink?.write(noBytes);
    const end = at < bytes.length ? this.#reader.take(bytes, at) : at;
    if (end === 'malformed') this.#malformed();
    else if (end < bytes.length) this.cut();
  }

  readonly #writeBody = (chunk: Buffer): boolean => {
    const taken = this.#sink?.write(chunk) ?? true;
    if (!taken) {
      this.#socket.pause();
      this.#sink?.onDrain(() => this.#socket.resume());
    }
    return taken;
  };

  #complete(trailers: readonly string[], excess = false): void {
    const sink = this.#sink;
    const head = this.#head;
    const reuse = head?.keepAlive && this.#requestSent && !excess && (this.#passage?.reusable ?? false);
    this.#passage = undefined;
    this.#life = undefined;
    this.#head = undefined;
    this.#reader = undefined;
    this.#sink = undefined;
    if (reuse) {
      // The client may have left without taking what it was to drain.
      if (this.#socket.isPaused()) this.#socket.resume();
      this.#watch.touch();
      this.#owner.free(this);
    }
    // The end of one response may begin the next request, which may use this connection.
    sink?.end(trailers);
    if (!reuse) this.cut();
  }

  #switch(head: ResponseHeadOnWire, { exchange, finishHeaders }: Passage, early: Buffer): -1 {
    if (!exchange.upgrade) return this.#malformed();
    if (exchange.journal) exchange.journal.targetStatus = head.status;
    this.#switched = true;
    this.#socket.off('data', this.#receive);
    this.#socket.off('end', this.#end);
    const near = exchange.upgrade.accept(finishHeaders(endToEndHeaders(head.lines)));
    joinTunnel(near, { socket: this.#socket, head: early });
    return -1;
  }

  readonly #end = (): void => {
    if (this.#head?.body === 'until-close') this.#complete([]);
    else this.cut();
  };

  readonly #close = (): void => {
    this.#watch.stop();
    this.#owner.gone(this);
    this.#life?.fail(502);
    this.#passage = undefined;
  };
}

function open({ address, port, tls }: TargetEndpoint): Socket {
  if (!tls) return connect({ host: address, port, noDelay: true });
  return connectTls({ host: address, port, rejectUnauthorized: false, servername: '', ALPNProtocols: ['http/1.1'] });
}
