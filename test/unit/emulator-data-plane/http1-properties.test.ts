// The HTTP/1 wire under any bytes: nothing throws, and how bytes are cut into packets changes nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLengthReader, type BodyReader, type Taker } from '../../../lib/emulator/data-plane/http1/body-reader.ts';
import { ChunkedReader } from '../../../lib/emulator/data-plane/http1/chunked-reader.ts';
import { readRequestHead } from '../../../lib/emulator/data-plane/http1/request-head.ts';
import { readResponseHead } from '../../../lib/emulator/data-plane/http1/response-head.ts';

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 80,
});
const wireWord = fc.constantFrom(
  'GET',
  ' ',
  '/',
  'HTTP/1.1',
  '\r\n',
  ':',
  'Content-Length',
  'Transfer-Encoding',
  'chunked',
  '1',
  '\0',
  '\n',
  ',',
);
const nearlyHttp = fc.array(fc.oneof(wireWord, anyText), { maxLength: 30 }).map((words) => words.join(''));

test('any text is a head or a refusal', () => {
  fc.assert(
    fc.property(nearlyHttp, (text) => {
      const head = readRequestHead(text);
      expect('refusal' in head ? [400, 501, 505].includes(head.refusal) : head.method !== '').toBe(true);
      readResponseHead(text, 'GET');
    }),
    { numRuns: 2000 },
  );
});

/** Reads bytes packet by packet; what came out of them. */
function read(make: (taker: Taker) => BodyReader, packets: readonly Buffer[]) {
  const body: Buffer[] = [];
  let trailers: readonly string[] | undefined;
  const reader = make({ write: (chunk) => body.push(chunk) > 0, end: (lines) => (trailers = lines) });
  const rest: Buffer[] = [];
  for (const packet of packets) {
    const end = reader.done() ? 0 : reader.take(packet, 0);
    if (end === 'malformed') return 'malformed';
    rest.push(packet.subarray(end));
  }
  return { body: Buffer.concat(body).toString('latin1'), rest: Buffer.concat(rest).toString('latin1'), trailers };
}

/** The bytes cut at the given places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ordered = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ordered].map((from, index) => bytes.subarray(from, ordered[index] ?? bytes.length));
}

const places = fc.array(fc.nat(400), { maxLength: 12 });

test('a chunked body is the same however it is cut', () => {
  const chunks = fc.array(
    fc.string({ minLength: 1, maxLength: 40 }).map((text) => Buffer.from(text)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(chunks, anyText, places, (parts, after, cuts) => {
      const framed = parts.map((part) =>
        Buffer.concat([Buffer.from(`${part.length.toString(16)};x=y\r\n`), part, Buffer.from('\r\n')]),
      );
      const bytes = Buffer.concat([...framed, Buffer.from('0\r\nX-A: b\r\n\r\n'), Buffer.from(after, 'latin1')]);
      expect(read((taker) => new ChunkedReader(taker), cut(bytes, cuts))).toEqual({
        body: Buffer.concat(parts).toString('latin1'),
        rest: after,
        trailers: ['X-A', 'b'],
      });
    }),
  );
});

test('any bytes are a chunked body, part of one, or malformed, however they are cut', () => {
  const word = fc.constantFrom('0\r\n', '3\r\nabc\r\n', '\r\n', 'ff', 'X: y\r\n', '\n', '5;');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, anyText), { maxLength: 12 }), places, (words, cuts) => {
      const bytes = Buffer.from(words.join(''), 'latin1');
      const make = (taker: Taker) => new ChunkedReader(taker);
      expect(read(make, cut(bytes, cuts))).toEqual(read(make, [bytes]));
    }),
    { numRuns: 500 },
  );
});

test('a body of a known length is the same however it is cut', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), anyText, places, (body, after, cuts) => {
      const content = Buffer.from(body);
      const bytes = Buffer.concat([content, Buffer.from(after, 'latin1')]);
      expect(read((taker) => createLengthReader(content.length, taker), cut(bytes, cuts))).toEqual({
        body: content.toString('latin1'),
        rest: after,
        trailers: [],
      });
    }),
  );
});
