// Reads a chunked body. Chunk extensions are dropped, trailers handed over with the end. RFC 9112 §7.1.
import type { BodyReader, Taker } from './body-reader.ts';

const longestSizeLine = 256;
const longestTrailers = 16 * 1024;

/** Reads one body; a line that is no size, chunk end or trailer, or is too long, is malformed. */
export class ChunkedReader implements BodyReader {
  readonly #taker: Taker;
  #state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size';
  /** Bytes of the present chunk that are still to come. */
  #left = 0;
  /** What has come of the present line. */
  #line = '';
  #trailerBytes = 0;
  readonly #trailers: string[] = [];

  constructor(taker: Taker) {
    this.#taker = taker;
  }

  take(bytes: Buffer, from: number): number | 'malformed' {
    let at: number | 'malformed' = from;
    while (at !== 'malformed' && at < bytes.length && this.#state !== 'done') {
      at = this.#state === 'data' ? this.#takeData(bytes, at) : this.#takeLine(bytes, at);
    }
    return at;
  }

  done(): boolean {
    return this.#state === 'done';
  }

  #takeData(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#left -= end - at;
    this.#taker.write(bytes.subarray(at, end));
    if (this.#left === 0) this.#state = 'data-end';
    return end;
  }

  #takeLine(bytes: Buffer, at: number): number | 'malformed' {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found + 1;
    this.#line += bytes.toString('latin1', at, end);
    if (this.#line.length > (this.#state === 'trailers' ? longestTrailers : longestSizeLine)) return 'malformed';
    if (found < 0) return end;
    const line = this.#line;
    this.#line = '';
    return this.#readLine(line) ? end : 'malformed';
  }

  #readLine(line: string): boolean {
    if (this.#state === 'size') return this.#readSize(line);
    if (this.#state === 'trailers') return this.#readTrailer(line);
    this.#state = 'size';
    return line === '\r\n';
  }

  #readSize(line: string): boolean {
    const size = /^([0-9a-f]{1,12})[ \t]*(;[^\r\n]*)?\r\n$/i.exec(line)?.[1];
    if (size === undefined) return false;
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'data';
    return true;
  }

  #readTrailer(line: string): boolean {
    this.#trailerBytes += line.length;
    if (this.#trailerBytes > longestTrailers) return false;
    if (line === '\r\n') {
      this.#state = 'done';
      this.#taker.end(this.#trailers);
      return true;
    }
    const trailer = /^([^\s:\0]+):[ \t]*([^\r\n\0]*?)[ \t]*\r\n$/.exec(line);
    if (trailer) this.#trailers.push(trailer[1] ?? '', trailer[2] ?? '');
    return trailer !== null;
  }
}
