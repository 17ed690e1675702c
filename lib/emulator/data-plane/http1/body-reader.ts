// Finds the end of a message body in the bytes of a connection and hands the body's own bytes on. RFC 9112 §6 and §7.
import type { BodySink } from './body-sink.ts';

/** Reads one body; made anew for each message. */
export interface BodyReader {
  /** Takes bytes from `at` on and returns where the next message begins, or `malformed`. */
  take(bytes: Buffer, at: number): number | 'malformed';
  /** Whether the body is complete. */
  done(): boolean;
}

/** Where a reader's bytes go; `write` and `end` of a sink. */
export type Taker = Pick<BodySink, 'write' | 'end'>;

/** A body of a known number of bytes, at least one. */
export function createLengthReader(length: number, taker: Taker): BodyReader {
  let left = length;
  return {
    take: (bytes, at) => {
      const end = Math.min(bytes.length, at + left);
      left -= end - at;
      taker.write(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
      if (left === 0) taker.end([]);
      return end;
    },
    done: () => left === 0,
  };
}

/** A body that ends with its connection. */
export function createUntilCloseReader(taker: Taker): BodyReader {
  return {
    take: (bytes, at) => {
      taker.write(at === 0 ? bytes : bytes.subarray(at));
      return bytes.length;
    },
    done: () => false,
  };
}
