// The container of protobuf in the Kubernetes API: four magic bytes, then `runtime.Unknown` with kind and content
// (https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding).
import { Reader, Writer } from 'protobufjs/minimal.js';
import { asText, type Fields } from '../json.ts';
import { readMessage } from './decode.ts';
import { writeMessage } from './encode.ts';
import { messageOfKind } from './messages.ts';

export const protobufType = 'application/vnd.kubernetes.protobuf';

const magic = Buffer.from('k8s\0', 'latin1');

/** The fields of `runtime.Unknown` and of the `TypeMeta` in it, as tags: all of them length-delimited. */
const tags = {
  typeMeta: 0x0a,
  raw: 0x12,
  contentEncoding: 0x1a,
  contentType: 0x22,
  apiVersion: 0x0a,
  kind: 0x12,
} as const;

/** What an envelope holds. */
export interface Enveloped {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** The encoded message of an object, without its envelope. Throws when its kind has no message. */
export function encodeObject(object: Fields): Uint8Array {
  const [apiVersion, kind] = [asText(object['apiVersion']), asText(object['kind'])];
  const message = messageOfKind(apiVersion, kind);
  if (message === undefined) throw new Error(`${apiVersion} ${kind} has no protobuf form`);
  const writer = Writer.create();
  writeMessage(writer, message, object);
  return writer.finish();
}

/** An object in its envelope. */
export function toProtobuf(object: Fields): Uint8Array {
  const writer = Writer.create();
  writer.uint32(tags.typeMeta).fork();
  writer.uint32(tags.apiVersion).string(asText(object['apiVersion']));
  writer.uint32(tags.kind).string(asText(object['kind']));
  writer.ldelim();
  writer.uint32(tags.raw).bytes(encodeObject(object));
  writer.uint32(tags.contentEncoding).string('').uint32(tags.contentType).string('');
  return Buffer.concat([magic, writer.finish()]);
}

/** One event of a watch: its length in four bytes, then a bare `WatchEvent` with the object in an envelope of its own. */
export function toWatchFrame(type: string, object: Fields): Uint8Array {
  const writer = Writer.create();
  writer.uint32(0x0a).string(type);
  writer.uint32(0x12).fork().uint32(0x0a).bytes(toProtobuf(object)).ldelim();
  const event = writer.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(event.byteLength);
  return Buffer.concat([length, event]);
}

function readTypeMeta(reader: Reader): Pick<Enveloped, 'apiVersion' | 'kind'> {
  const end = reader.uint32() + reader.pos;
  let [apiVersion, kind] = ['', ''];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === tags.apiVersion) apiVersion = reader.string();
    else if (tag === tags.kind) kind = reader.string();
    else reader.skipType(tag & 7);
  }
  return { apiVersion, kind };
}

/** Whether bytes begin as an envelope does. */
export const isEnveloped = (bytes: Uint8Array) => magic.equals(bytes.subarray(0, magic.length));

/** Opens an envelope. Throws when the bytes after the magic ones are none. */
export function openEnvelope(bytes: Uint8Array): Enveloped {
  const reader = new Reader(bytes.subarray(magic.length));
  let meta = { apiVersion: '', kind: '' };
  let raw: Uint8Array = new Uint8Array();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === tags.typeMeta) meta = readTypeMeta(reader);
    else if (tag === tags.raw) raw = reader.bytes();
    else reader.skipType(tag & 7);
  }
  return { ...meta, raw };
}

/** The JSON form of a message of a kind; undefined when the kind has no message. Throws when the bytes are none. */
export function decodeObject({ apiVersion, kind, raw }: Enveloped): Fields | undefined {
  const message = messageOfKind(apiVersion, kind);
  if (message === undefined) return undefined;
  const reader = new Reader(raw);
  return { apiVersion, kind, ...(readMessage(reader, reader.len, message) as Fields) };
}
