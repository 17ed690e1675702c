// JSON values by shape, both directions: blobs are base64, timestamps epoch seconds, null members absent.
import type { AwsModel, AwsShape } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import { shapeOf } from './protocol.ts';

type Json = Readonly<Record<string, unknown>>;

const malformed = (expected: string) =>
  new AwsError('SerializationException', `Unexpected value type in payload: expected ${expected}`);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON value as the input its shape describes; throws `SerializationException` on a wrong JSON type. */
export function decodeJson(model: AwsModel, shape: AwsShape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      if (!isObject(value)) throw malformed('an object');
      return decodeMembers(model, shape, value);
    case 'list':
      if (!Array.isArray(value)) throw malformed('a list');
      return value.map((item) => decodeJson(model, shapeOf(model, shape.member?.shape ?? ''), item));
    case 'map':
      if (!isObject(value)) throw malformed('an object');
      return mapEntries(value, (item) => decodeJson(model, shapeOf(model, shape.value?.shape ?? ''), item));
    default:
      return decodeScalar(shape, value);
  }
}

/** Members of a structure from a JSON object. */
export function decodeMembers(model: AwsModel, shape: AwsShape, value: Json): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const given = value[member.locationName ?? name];
    if (given !== undefined && given !== null) read[name] = decodeJson(model, shapeOf(model, member.shape), given);
  }
  return read;
}

function decodeScalar(shape: AwsShape, value: unknown): unknown {
  switch (shape.type) {
    case 'string':
      if (typeof value !== 'string') throw malformed('a string');
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw malformed('a boolean');
      return value;
    case 'blob':
      if (typeof value !== 'string') throw malformed('base64 text');
      return Buffer.from(value, 'base64');
    case 'timestamp':
      return typeof value === 'number' ? value * 1000 : Date.parse(String(value));
    default:
      if (typeof value !== 'number') throw malformed('a number');
      return value;
  }
}

/** An output value as JSON. */
export function encodeJson(model: AwsModel, shape: AwsShape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      return encodeJsonMembers(model, shape, value as Json);
    case 'list':
      return (value as readonly unknown[]).map((item) =>
        encodeJson(model, shapeOf(model, shape.member?.shape ?? ''), item),
      );
    case 'map':
      return mapEntries(value as Json, (item) => encodeJson(model, shapeOf(model, shape.value?.shape ?? ''), item));
    case 'timestamp':
      return (value as number) / 1000;
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    default:
      return value;
  }
}

/** Members of an output structure as a JSON object, body members only. */
export function encodeJsonMembers(model: AwsModel, shape: AwsShape, value: Json): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const item = value[name];
    if (item === undefined || item === null || member.location !== undefined) continue;
    written[member.locationName ?? name] = encodeJson(model, shapeOf(model, member.shape), item);
  }
  return written;
}

const mapEntries = (value: Json, map: (item: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
