// Protobuf as the JSON that a Go client would have sent: names of JSON, zero values where Go does not omit them.
import { Reader } from 'protobufjs/minimal.js';
import { asRecord, type Fields } from '../json.ts';
import { messageOf, type MessageField } from './messages.ts';
import { specialMessage } from './special-messages.ts';

const zeros: Readonly<Record<string, unknown>> = { string: '', bool: false, int32: 0, int64: 0, double: 0 };

/** Text that is not UTF-8 is an error in protobuf; here, as in Go's decoder, it is taken as it is. */
function readScalar(reader: Reader, type: string): unknown {
  switch (type) {
    case 'bool':
      return reader.bool();
    case 'int32':
      return reader.int32();
    case 'int64':
      return Number(reader.int64());
    case 'double':
      return reader.double();
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    default:
      return reader.string();
  }
}

function readOne(reader: Reader, field: MessageField, message: string): unknown {
  if (field.isMessage) return readMessage(reader, reader.uint32() + reader.pos, field.type);
  // The bytes of a special type are its content, not a JSON value.
  return field.type === 'bytes' && specialMessage(message) ? reader.bytes() : readScalar(reader, field.type);
}

function readEntry(reader: Reader, field: MessageField): readonly [string, unknown] {
  const end = reader.uint32() + reader.pos;
  let key = '';
  let value: unknown = field.isMessage ? readMessage(reader, reader.pos, field.type) : zeros[field.type];
  while (reader.pos < end) {
    const number = reader.uint32() >>> 3;
    if (number === 1) key = reader.string();
    else value = readOne(reader, field, '');
  }
  return [key, value];
}

function readField(reader: Reader, field: MessageField, message: string, fields: Fields): void {
  if (field.isMap) {
    const [key, value] = readEntry(reader, field);
    fields[field.name] = { ...asRecord(fields[field.name]), [key]: value };
    return;
  }
  const value = readOne(reader, field, message);
  if (field.isInline) Object.assign(fields, value);
  else if (field.isRepeated) (fields[field.name] = (fields[field.name] as unknown[] | undefined) ?? []).push(value);
  else fields[field.name] = value;
}

/** What an absent field is in JSON; undefined leaves it out. */
export function zeroInJson(field: MessageField): unknown {
  if ((field.isRepeated || field.isMap) && !field.omitsEmpty) return null;
  if (field.isOptional || field.omitsZero) return undefined;
  return field.isMessage ? readMessage(new Reader(new Uint8Array()), 0, field.type) : zeros[field.type];
}

/** Completes a message in place with the zero values that Go writes, and drops those it does not. */
function settleZeros(fields: Fields, name: string): void {
  for (const field of messageOf(name).fields) {
    const value = fields[field.name];
    if (field.isInline) settleZeros(fields, field.type);
    else if (value === undefined) {
      const zero = zeroInJson(field);
      if (zero !== undefined) fields[field.name] = zero;
    } else if (field.omitsZero && !field.isOptional && (value === null || value === zeros[field.type])) {
      delete fields[field.name];
    }
  }
}

/** Reads a message up to `end`. Throws (RangeError or Error of the reader) when the bytes are no such message. */
export function readMessage(reader: Reader, end: number, name: string): unknown {
  const { byNumber } = messageOf(name);
  const fields: Fields = {};
  if (end > reader.len) throw new RangeError('unexpected EOF');
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = byNumber.get(tag >>> 3);
    if (field) readField(reader, field, name, fields);
    else reader.skipType(tag & 7);
  }
  const special = specialMessage(name);
  if (special) return special.toJson(fields);
  settleZeros(fields, name);
  return fields;
}
