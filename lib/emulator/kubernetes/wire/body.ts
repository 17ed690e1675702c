// Request bodies: JSON, YAML or protobuf.
import type { WireRequest } from '../../wire.ts';
import { ApiError, badRequest, unsupportedMediaType } from '../api-error.ts';
import type { Fields } from '../json.ts';
import { parseJson } from '../parse-json.ts';
import { decodeObject, isEnveloped, openEnvelope } from '../protobuf/envelope.ts';
import { parseYaml } from '../yaml.ts';
import { formatTypes } from './accept.ts';

/** The limit of the real server, 3 MiB. */
const maximumBytes = 3 * 1024 * 1024;

/** What a body is meant to be, for refusals and for protobuf that leaves it out. Custom kinds have no protobuf form. */
export interface Expected {
  readonly apiVersion: string;
  readonly kind: string;
  readonly custom?: boolean;
}

/** The body of a deletion. */
export const deleteOptions: Expected = { apiVersion: 'v1', kind: 'DeleteOptions' };

/** The media type of the body without parameters; '' when the request names none. */
export const mediaType = (request: WireRequest) => (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';

function requireSize({ body }: WireRequest): void {
  if (body.byteLength <= maximumBytes) return;
  throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maximumBytes}`);
}

/** The body as UTF-8, malformed bytes replaced. Throws 413 above 3 MiB. */
export function bodyText(request: WireRequest): string {
  requireSize(request);
  return Buffer.from(request.body).toString('utf8');
}

/** The start of a body, for messages: JSON as it is, anything else in hexadecimal digits. */
function summary(body: Uint8Array): string {
  const start = Buffer.from(body.subarray(0, 30));
  const text = start[0] === '{'.charCodeAt(0) ? start.toString('utf8') : start.toString('hex');
  return body.byteLength > 30 ? `${text} ...` : text;
}

const unrecognized = ({ body }: WireRequest, { kind }: Expected, why: string) =>
  badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(body)})`);

const reasonOf = (error: unknown) => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');

function parseText(request: WireRequest, type: string, expected: Expected): unknown {
  const text = bodyText(request);
  if (text.trim() === '') return undefined;
  try {
    return type === formatTypes.yaml ? parseYaml(text) : parseJson(text);
  } catch (error) {
    const reader = type === formatTypes.yaml ? 'yaml' : "couldn't get version/kind; json parse error";
    throw unrecognized(request, expected, `${reader}: ${reasonOf(error)}`);
  }
}

function parseProtobuf(request: WireRequest, expected: Expected): Fields {
  const { body } = request;
  if (!isEnveloped(body)) {
    const why = 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]';
    throw unrecognized(request, expected, why);
  }
  try {
    const { apiVersion, kind, raw } = openEnvelope(body);
    const named =
      kind === '' ? { apiVersion: expected.apiVersion, kind: expected.kind, raw } : { apiVersion, kind, raw };
    // A kind without a message cannot be read; what is left is its name, which is refused further on.
    return decodeObject(named) ?? { apiVersion, kind };
  } catch (error) {
    throw unrecognized(request, expected, reasonOf(error));
  }
}

/** The decoded body; undefined when it is empty. Throws the 400, 413 or 415 of the API server. */
export function parseBody(request: WireRequest, expected: Expected): unknown {
  const type = mediaType(request);
  requireSize(request);
  if (request.body.byteLength === 0) return undefined;
  if (type === formatTypes.protobuf && !expected.custom) return parseProtobuf(request, expected);
  if (type === formatTypes.yaml || type === formatTypes.json || type === '') return parseText(request, type, expected);
  throw unsupportedMediaType(Object.values(formatTypes));
}
