// Request bodies: JSON or YAML.
import { load } from 'js-yaml';
import type { WireRequest } from '../../wire.ts';
import { ApiError, badRequest, unsupportedMediaType } from '../api-error.ts';

/** The limit of the real server, 3 MiB. */
const maximumBytes = 3 * 1024 * 1024;

/** What this server reads. The real one reads protobuf too; clients that get a 415 for it go on in JSON. */
const readable = ['application/json', 'application/yaml'];

/** The media type of the body without parameters; '' when the request names none. */
export const mediaType = (request: WireRequest) => (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';

/** The body as UTF-8, malformed bytes replaced. Throws 413 above 3 MiB. */
export function bodyText(request: WireRequest): string {
  if (request.body.byteLength > maximumBytes) {
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maximumBytes}`);
  }
  return Buffer.from(request.body).toString('utf8');
}

/** The decoded body; undefined when it is empty. Throws the 400 or 415 of the API server. */
export function parseBody(request: WireRequest): unknown {
  const type = mediaType(request);
  const text = bodyText(request);
  if (text.trim() === '') return undefined;
  try {
    if (type === 'application/yaml') return load(text);
    if (type === 'application/json' || type === '') return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw badRequest(
      `the object provided is unrecognized (must be of type object): couldn't get version/kind; json parse error: ${why}`,
    );
  }
  throw unsupportedMediaType(readable);
}
