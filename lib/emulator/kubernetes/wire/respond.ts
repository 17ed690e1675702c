// Answers: objects in the format asked for, with the headers of the real server, compressed when long and wanted.
import { dump } from 'js-yaml';
import { gzipSync } from 'node:zlib';
import type { WireRequest, WireResponse } from '../../wire.ts';
import type { ApiError } from '../api-error.ts';
import type { Fields } from '../json.ts';
import { toProtobuf } from '../protobuf/envelope.ts';
import { formatFor, formatTypes, type Format } from './accept.ts';

/** Shorter answers are not worth compressing (k8s.io/apiserver `defaultGzipThresholdBytes`). */
const gzipThresholdBytes = 128 * 1024;

const warningHeader = (text: string) => `299 - ${JSON.stringify(text)}`;

/** Headers every answer has. */
export function standardHeaders(warnings: readonly string[]): Record<string, string> {
  return {
    'cache-control': 'no-cache, private',
    ...(warnings.length > 0 && { warning: [...new Set(warnings)].map(warningHeader).join(', ') }),
  };
}

/** Whether people read the answer: asked for, or by the programs the real server knows to be used by people. */
function isForPeople({ path, headers }: WireRequest): boolean {
  const asked = new URLSearchParams(path.split('?')[1]).get('pretty');
  if (asked !== null) return asked !== 'false' && asked !== '0';
  return /^(?:curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

const writers: Readonly<Record<Format, (value: Fields, request: WireRequest) => string | Uint8Array>> = {
  json: (value, request) => `${JSON.stringify(value, null, isForPeople(request) ? 2 : 0)}\n`,
  yaml: (value) => dump(JSON.parse(JSON.stringify(value)), { sortKeys: true }),
  protobuf: toProtobuf,
};

/** An object, list, document or Status as an answer. */
export function respondObject(
  request: WireRequest,
  status: number,
  value: object,
  warnings: readonly string[] = [],
): WireResponse {
  const fields = value as Fields;
  const format = formatFor(request.headers['accept'], fields);
  const body = writers[format](fields, request);
  const headers = { ...standardHeaders(warnings), 'content-type': formatTypes[format] };
  const wantsGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!wantsGzip || body.length < gzipThresholdBytes) return { status, headers, body };
  const compressed = gzipSync(body, { level: 1 });
  return { status, headers: { ...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' }, body: compressed };
}

/** A plain text answer, as health endpoints give. */
export function respondText(status: number, text: string): WireResponse {
  const headers = {
    ...standardHeaders([]),
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  };
  return { status, headers, body: text };
}

/** The answer to a failed request. */
export function respondError(request: WireRequest, error: ApiError, warnings: readonly string[] = []): WireResponse {
  if (error.code === 404 && error.reason === '') return respondText(404, `${error.message}\n`);
  const response = respondObject(request, error.code, error.status, warnings);
  const seconds = error.status.details?.retryAfterSeconds;
  return seconds ? { ...response, headers: { ...response.headers, 'retry-after': String(seconds) } } : response;
}
