// Where the bytes of a message body go, whatever speaks on the other side: a socket, an HTTP/2 stream, a function.
import type { Readable, Writable } from 'node:stream';

export interface BodySink {
  /** Takes bytes at once. False asks the source to wait for `onDrain`; an empty chunk sends what is held back. */
  write(chunk: Buffer): boolean;
  /** Runs `run` once when the sink can take more. */
  onDrain(run: () => void): void;
  /** The body is complete; trailers are a flat list name, value, …. */
  end(trailers: readonly string[]): void;
}

/** Takes everything and keeps nothing. */
export const discardingSink: BodySink = { write: () => true, onDrain: () => undefined, end: () => undefined };

/** A sink that writes into a Node stream; `finish` gets the trailers before the stream ends. */
export function streamSink(
  stream: Writable,
  finish: (trailers: readonly string[]) => void = () => undefined,
): BodySink {
  return {
    write: (chunk) => chunk.length === 0 || stream.write(chunk),
    onDrain: (run) => void stream.once('drain', run),
    end: (trailers) => {
      finish(trailers);
      stream.end();
    },
  };
}

/** Sends what a Node stream yields into a sink, at the sink's pace. */
export function flowInto(stream: Readable, sink: BodySink, trailers: () => readonly string[] = () => []): void {
  stream.on('data', (chunk: Buffer) => {
    if (sink.write(chunk)) return;
    stream.pause();
    sink.onDrain(() => stream.resume());
  });
  stream.once('end', () => sink.end(trailers()));
}

/** The same sink, with each chunk's length told to `count`. */
export function countedSink(sink: BodySink, count: (bytes: number) => void): BodySink {
  return {
    write: (chunk) => {
      count(chunk.length);
      return sink.write(chunk);
    },
    onDrain: (run) => sink.onDrain(run),
    end: (trailers) => sink.end(trailers),
  };
}
