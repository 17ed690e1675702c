// An exchange over HTTP/0.9, HTTP/1.0 or HTTP/1.1.
import type { Socket } from 'node:net';
import { countedSink, type BodySink } from '../http1/body-sink.ts';
import type { RequestHead } from '../http1/request-head.ts';
import type { AccessJournal } from '../logs/access-journal.ts';
import type { Answer } from '../routing/answer.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import type { HeaderLines, ReceivedRequest } from '../routing/received-request.ts';
import { applyListenerHeaders } from '../routing/response-headers.ts';
import type { Exchange, ProtocolSwitch, ResponseHead } from './exchange.ts';
import type { Http1Connection } from './http1-connection.ts';
import { httpDate } from './http-date.ts';
import { framingOf, responseText, switchingText, type ResponseFraming } from './response-text.ts';

/** What an exchange is made of. */
export interface Http1Message {
  readonly connection: Http1Connection;
  readonly head: RequestHead;
  readonly request: ReceivedRequest;
  readonly compiled: CompiledListener;
  readonly journal?: AccessJournal;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Chunks up to this size are copied behind the head or into their framing, so that one write does. */
const copied = 32 * 1024;
const crlf = Buffer.from('\r\n');

/**
 * Answers of the load balancer's own carry `Server: awselb/2.0` and a Content-Length. `abort` cuts the whole connection,
 * and `retire` makes the response the last one of its connection.
 */
export class Http1Exchange implements Exchange, BodySink {
  readonly request: ReceivedRequest;
  readonly compiled: CompiledListener;
  readonly hasBody: boolean;
  readonly upgrade?: ProtocolSwitch;
  readonly journal?: AccessJournal;
  readonly #message: Http1Message;
  readonly #socket: Socket;
  readonly #ends: ((finished: boolean) => void)[] = [];
  #keepAlive: boolean;
  #responded = false;
  #over = false;
  /** The response's head while it waits for the first bytes of the body. */
  #head = '';
  #framing: ResponseFraming = 'length';

  constructor(message: Http1Message) {
    const { head, connection } = message;
    this.request = message.request;
    this.compiled = message.compiled;
    this.hasBody = head.body !== 'none';
    this.#message = message;
    this.#socket = connection.socket;
    if (message.journal) this.journal = message.journal;
    const options = connectionOptions(head);
    this.#keepAlive =
      head.version === '1.1' ? !options.includes('close') : head.version === '1.0' && options.includes('keep-alive');
    if (wantsWebSocket(head, options)) {
      // What follows an upgrade that is not granted might be the other protocol already.
      this.retire();
      this.upgrade = {
        accept: (headers) => {
          this.#responded = true;
          this.#socket.write(switchingText(headers), 'latin1');
          return { socket: this.#socket, head: connection.switch() };
        },
      };
    }
    if (head.desync.tier === 'Ambiguous' && closesAmbiguous(message.compiled)) this.retire();
  }

  retire(): void {
    this.#keepAlive = false;
  }

  passBody(sink: BodySink): void {
    const { journal } = this;
    const counted = journal ? countedSink(sink, (bytes) => void (journal.receivedBytes += bytes)) : sink;
    this.#message.connection.passBody(counted);
  }

  bodyComplete(): boolean {
    return this.#message.connection.bodyComplete();
  }

  responded(): boolean {
    return this.#responded;
  }

  answer(answer: Answer): void {
    if (answer.close) this.retire();
    if (this.journal && answer.errorReason) this.journal.errorReason = answer.errorReason;
    const body = Buffer.from(answer.body);
    const date = httpDate(this.#message.now());
    const lines = ['Server', 'awselb/2.0', 'Date', date, ...answer.headers, 'Content-Length', String(body.length)];
    this.respond({
      status: answer.status,
      reason: answer.reason,
      headers: applyListenerHeaders(lines, this.compiled.listener),
      end: body.length === 0,
    });
    if (this.#message.head.method !== 'HEAD') this.write(body);
    this.end();
  }

  respond(head: ResponseHead): BodySink {
    this.#responded = true;
    if (this.journal) this.journal.status = head.status;
    if (this.#message.head.version === '0.9') {
      this.#framing = 'until-close';
      return this;
    }
    const { method, version } = this.#message.head;
    this.#framing = framingOf(head, { method, version });
    const keepAlive = this.#keepAlive && this.#framing !== 'until-close';
    this.#head = responseText(head, { framing: this.#framing, keepAlive, now: this.#message.now() });
    return this;
  }

  write(chunk: Buffer): boolean {
    if (this.#over) return true;
    const head = this.#head;
    this.#head = '';
    if (this.journal) this.journal.sentBytes += head.length + chunk.length;
    if (chunk.length === 0) return head === '' || this.#socket.write(head, 'latin1');
    const size = this.#framing === 'chunked' ? `${chunk.length.toString(16)}\r\n` : '';
    const before = head + size;
    if (before === '') return this.#socket.write(chunk);
    if (chunk.length > copied) return this.#writeParts(before, chunk, size !== '');
    const after = size === '' ? 0 : crlf.length;
    const bytes = Buffer.allocUnsafe(before.length + chunk.length + after);
    bytes.write(before, 0, 'latin1');
    chunk.copy(bytes, before.length);
    if (after > 0) bytes.write('\r\n', before.length + chunk.length, 'latin1');
    return this.#socket.write(bytes);
  }

  onDrain(run: () => void): void {
    this.#socket.once('drain', run);
  }

  end(trailers: HeaderLines = []): void {
    if (this.#over) return;
    if (this.#framing === 'chunked') {
      let text = `${this.#head}0\r\n`;
      for (let at = 0; at + 1 < trailers.length; at += 2) text += `${trailers[at]}: ${trailers[at + 1]}\r\n`;
      this.#socket.write(`${text}\r\n`, 'latin1');
      this.#head = '';
    } else this.write(Buffer.alloc(0));
    const keepAlive = this.#keepAlive && this.#framing !== 'until-close';
    this.finished(true);
    this.#message.connection.finish(keepAlive);
  }

  abort(): void {
    this.#socket.destroy();
  }

  onEnd(run: (finished: boolean) => void): void {
    if (this.#over) run(false);
    else this.#ends.push(run);
  }

  /** The exchange is over: its response was written, or its connection is gone. */
  finished(completely: boolean): void {
    if (this.#over) return;
    this.#over = true;
    for (const run of this.#ends) run(completely);
  }

  #writeParts(before: string, chunk: Buffer, chunked: boolean): boolean {
    this.#socket.cork();
    this.#socket.write(before, 'latin1');
    let more = this.#socket.write(chunk);
    if (chunked) more = this.#socket.write(crlf);
    this.#socket.uncork();
    return more;
  }
}

/** User guide, "Desync mitigation mode": in the default mode an ambiguous request is the last one of its connections. */
const closesAmbiguous = ({ loadBalancer }: CompiledListener) =>
  loadBalancer.attributes['routing.http.desync_mitigation_mode'] !== 'monitor';

function connectionOptions({ names, lines }: RequestHead): readonly string[] {
  const at = names.indexOf('connection');
  if (at < 0) return [];
  const last = names.lastIndexOf('connection');
  const values =
    at === last
      ? [lines[2 * at + 1] ?? '']
      : lines.filter((_, index) => index % 2 === 1 && names[(index - 1) / 2] === 'connection');
  return values.flatMap((value) => value.toLowerCase().split(',')).map((option) => option.trim());
}

function wantsWebSocket({ names, lines, version }: RequestHead, options: readonly string[]): boolean {
  if (version !== '1.1' || !options.includes('upgrade')) return false;
  const at = names.indexOf('upgrade');
  return at >= 0 && lines[2 * at + 1]?.toLowerCase() === 'websocket';
}
