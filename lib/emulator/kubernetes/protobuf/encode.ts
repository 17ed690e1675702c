// JSON objects as protobuf, field for field as Go's generated marshallers write them: by number, zero values included
// unless absence means something else, maps in order of their keys.
import type { Writer } from 'protobufjs/minimal.js';
import { asList, asRecord, type Fields } from '../json.ts';
import { messageOf, type MessageField } from './messages.ts';
import { specialMessage } from './special-messages.ts';

const wireTypes = { varint: 0, fixed64: 1, bytes: 2 } as const;

function writeScalar(writer: Writer, type: string, value: unknown): void {
  switch (type) {
    case 'bool':
      writer.bool(value === true);
      return;
    case 'int32':
      writer.int32(Number(value ?? 0));
      return;
    case 'int64':
      writer.int64(Number(value ?? 0));
      return;
    case 'double':
      writer.double(Number(value ?? 0));
      return;
    case 'bytes':
      writer.bytes(value instanceof Uint8Array ? value : Buffer.from(String(value), 'base64'));
      return;
    default:
      writer.string(typeof value === 'string' ? value : String(value ?? ''));
  }
}

function writeNested(writer: Writer, name: string, value: unknown): void {
  writer.fork();
  writeMessage(writer, name, value);
  writer.ldelim();
}

function writeOne(writer: Writer, field: MessageField, number: number, value: unknown): void {
  writer.uint32((number << 3) | wireTypes[field.encoding]);
  if (field.isMessage) writeNested(writer, field.type, value);
  else writeScalar(writer, field.type, value);
}

function writeMap(writer: Writer, field: MessageField, entries: Fields): void {
  for (const key of Object.keys(entries).sort()) {
    if (entries[key] === undefined) continue;
    writer.uint32((field.number << 3) | wireTypes.bytes).fork();
    writer.uint32((1 << 3) | wireTypes.bytes).string(key);
    writeOne(writer, field, 2, entries[key]);
    writer.ldelim();
  }
}

function writeField(writer: Writer, field: MessageField, value: unknown): void {
  if (field.isRepeated) for (const item of asList(value)) writeOne(writer, field, field.number, item);
  else if (field.isMap) writeMap(writer, field, asRecord(value));
  else if ((value !== undefined && value !== null) || !field.isOptional) {
    writeOne(writer, field, field.number, value ?? undefined);
  }
}

/** Appends a message without its length. Fields that the message lacks are left out. */
export function writeMessage(writer: Writer, name: string, value: unknown): void {
  const special = specialMessage(name);
  const fields = special ? special.toFields(value) : asRecord(value);
  if (fields === undefined) return;
  for (const field of messageOf(name).fields) {
    writeField(writer, field, field.isInline ? fields : fields[field.name]);
  }
}
