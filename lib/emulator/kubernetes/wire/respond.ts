// Answers: JSON with the headers of the real server, compressed when long and wanted.
import { gzipSync } from 'node:zlib';
import type { WireRequest, WireResponse } from '../../wire.ts';
import type { ApiError } from '../api-error.ts';

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

/** A JSON answer. */
export function respondJson(
  request: WireRequest,
  status: number,
  value: unknown,
  warnings: readonly string[] = [],
): WireResponse {
  const text = `${JSON.stringify(value)}\n`;
  const headers = { ...standardHeaders(warnings), 'content-type': 'application/json' };
  const wantsGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!wantsGzip || text.length < gzipThresholdBytes) return { status, headers, body: text };
  const body = gzipSync(text, { level: 1 });
  return { status, headers: { ...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' }, body };
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
  const response = respondJson(request, error.code, error.status, warnings);
  const seconds = error.status.details?.retryAfterSeconds;
  return seconds ? { ...response, headers: { ...response.headers, 'retry-after': String(seconds) } } : response;
}
