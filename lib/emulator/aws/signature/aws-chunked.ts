// S3 bodies sent in chunks of their own: `<size>[;chunk-signature=…]\r\n<data>\r\n … 0\r\n<trailers>\r\n`.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
import type { WireRequest } from '../../wire.ts';
import { AwsError } from '../aws-error.ts';
import { scopeText, sha256, signatureOf, signingKey } from './canonical-request.ts';
import type { SignedRequest } from './signed-request.ts';

export interface Chunk {
  readonly data: Uint8Array;
  readonly signature: string;
}

export interface ChunkedBody {
  readonly chunks: readonly Chunk[];
  /** Lower-case names. */
  readonly trailers: Readonly<Record<string, string>>;
}

const incomplete = () => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

/** Whether a body is sent in chunks of its own. */
export const isChunked = ({ headers }: Pick<WireRequest, 'headers'>): boolean =>
  (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');

/** Takes a body apart. Throws `IncompleteBody` for one that is cut, or not of the announced length. */
export function readChunks({ body, headers }: WireRequest): ChunkedBody {
  const bytes = Buffer.from(body);
  const chunks: Chunk[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    const [, size, signature = ''] =
      /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]+))?$/i.exec(bytes.toString('latin1', at, Math.max(end, at))) ?? [];
    if (end < 0 || size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    const data = bytes.subarray(end + 2, end + 2 + length);
    if (data.length !== length) throw incomplete();
    chunks.push({ data, signature });
    at = end + 2 + length;
    if (length === 0) break;
    if (bytes.toString('latin1', at, at + 2) !== '\r\n') throw incomplete();
    at += 2;
  }
  const announced = headers['x-amz-decoded-content-length'];
  const total = chunks.reduce((sum, { data }) => sum + data.length, 0);
  if (announced !== undefined && Number(announced) !== total) throw incomplete();
  return { chunks, trailers: trailersOf(bytes.toString('latin1', at)) };
}

const trailersOf = (text: string) =>
  Object.fromEntries(
    text
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );

/** Whether every chunk (and the trailers) are signed on from the signature of the request. */
export function areChunksSigned(request: WireRequest, signed: SignedRequest, secretAccessKey: string): boolean {
  const mode = request.headers['x-amz-content-sha256'] ?? '';
  if (!mode.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')) return true;
  const { chunks, trailers } = readChunks(request);
  const key = signingKey(secretAccessKey, signed);
  const lines = (algorithm: string, previous: string, rest: readonly string[]) =>
    [algorithm, signed.date, scopeText(signed), previous, ...rest].join('\n');
  let previous = signed.signature;
  for (const { data, signature } of chunks) {
    const text = lines('AWS4-HMAC-SHA256-PAYLOAD', previous, [sha256(''), sha256(data)]);
    if (signatureOf(key, text) !== signature) return false;
    previous = signature;
  }
  if (!mode.endsWith('-TRAILER')) return true;
  const { 'x-amz-trailer-signature': trailerSignature, ...others } = trailers;
  const canonical = Object.entries(others).map(([name, value]) => `${name}:${value}\n`);
  const text = lines('AWS4-HMAC-SHA256-TRAILER', previous, [sha256(canonical.join(''))]);
  return signatureOf(key, text) === trailerSignature;
}

/** The request as if it had been sent whole: the data as body, trailers among the headers. */
export function unchunked(request: WireRequest): WireRequest {
  if (!isChunked(request)) return request;
  const { chunks, trailers } = readChunks(request);
  const { 'content-encoding': encoding, ...headers } = request.headers;
  const kept = (encoding ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  return {
    ...request,
    headers: { ...headers, ...(kept.length > 0 && { 'content-encoding': kept.join(',') }), ...trailers },
    body: Buffer.concat(chunks.map(({ data }) => data)),
  };
}
