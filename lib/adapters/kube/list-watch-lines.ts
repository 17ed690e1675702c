// The lines of a watch: one JSON text each. What a broken connection cuts off is no line and is never delivered.
import type { Readable } from 'node:stream';

const newline = 10;

/** An event holds one object, and etcd refuses objects above 1.5 MB: a longer line is no watch. */
const longestLine = 16 * 1024 * 1024;

/** Complete lines in order. `alive` is called for every chunk, whether it ends a line or not. */
export async function* linesOf(stream: Readable, alive: () => void): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    alive();
    const chunk = Buffer.isBuffer(part) ? part : Buffer.from(part as string);
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8');
      pending = [];
      size = 0;
      start = end + 1;
      if (line !== '') yield line;
    }
    if (start === chunk.length) continue;
    pending.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > longestLine) throw new Error(`a watch line is longer than ${longestLine} bytes`);
  }
}
