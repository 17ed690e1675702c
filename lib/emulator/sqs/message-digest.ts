// MD5 digests and sizes as SQS computes them (SQS developer guide, "Calculating the MD5 message digest for message attributes").
import { createHash } from 'node:crypto';
import type { MessageAttribute, MessageAttributes } from './queue.ts';

const withLength = (bytes: Uint8Array) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const valueOf = ({ StringValue, BinaryValue }: MessageAttribute): Uint8Array =>
  BinaryValue ?? Buffer.from(StringValue ?? '');

/** Lower-case hexadecimal MD5 of a message body. */
export const digestOfBody = (body: string) => createHash('md5').update(body).digest('hex');

/** MD5 over name, type, transport type (1 string, 2 binary) and value of each attribute by name; undefined for none. */
export function digestOfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    hash.update(withLength(Buffer.from(name)));
    hash.update(withLength(Buffer.from(attribute.DataType)));
    hash.update(Buffer.from([attribute.BinaryValue === undefined ? 1 : 2]));
    hash.update(withLength(valueOf(attribute)));
  }
  return hash.digest('hex');
}

/** Bytes that count against the message size: body, and each attribute's name, type and value. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  const sizes = Object.entries(attributes).map(
    ([name, attribute]) => Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueOf(attribute).length,
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}
