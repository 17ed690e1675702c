// The canonical form of a request and the signature over it (IAM user guide, "Create a signed AWS API request").
import { createHash, createHmac } from 'node:crypto';
import type { WireRequest } from '../../wire.ts';
import { algorithm, type SignedRequest } from './signed-request.ts';

/** Hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** RFC 3986: everything but unreserved characters is escaped. */
const escape = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const unescape = (text: string) => decodeURIComponent(text.replaceAll('+', '%20'));

/** S3 signs the path as it is; every other service signs it normalised and escaped once more. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3')
    return path
      .split('/')
      .map((segment) => escape(decodeURIComponent(segment)))
      .join('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(escape(segment));
  }
  return `/${segments.join('/')}${path.endsWith('/') && segments.length > 0 ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [escape(unescape(name)), escape(unescape(value.join('=')))] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature');
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return pairs
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

/** The text whose digest is signed. Throws `URIError` for escapes that are no UTF-8. */
export function canonicalRequest(request: WireRequest, signed: SignedRequest, payloadHash: string): string {
  const [path = '', ...query] = request.path.split('?');
  const headers = signed.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  );
  return [
    request.method,
    canonicalPath(path, signed.service),
    canonicalQuery(query.join('?')),
    headers.join(''),
    signed.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** `<day>/<region>/<service>/aws4_request`. */
export const scopeText = ({ day, region, service, terminator }: SignedRequest) =>
  [day, region, service, terminator].join('/');

/** What the key signs: algorithm, date, scope and the digest of the canonical request. */
export const stringToSign = (signed: SignedRequest, canonical: string): string =>
  [algorithm, signed.date, scopeText(signed), sha256(canonical)].join('\n');

/** The key derived from a secret for one day, region and service. */
export const signingKey = (secretAccessKey: string, { day, region, service, terminator }: SignedRequest): Buffer =>
  [day, region, service, terminator].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`) as Buffer;

/** Lower-case hexadecimal signature of a text. */
export const signatureOf = (key: Buffer, text: string): string => hmac(key, text).toString('hex');
