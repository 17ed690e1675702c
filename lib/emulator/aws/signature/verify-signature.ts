// Whether a signature was made with the secret of its access key, over this request, now.
import { timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../../wire.ts';
import { areChunksSigned } from './aws-chunked.ts';
import { canonicalRequest, signatureOf, signingKey, stringToSign } from './canonical-request.ts';
import type { Objection } from './objection.ts';
import { payloadHashOf } from './payload-hash.ts';
import type { SignedRequest } from './signed-request.ts';
import { dateObjection, type Times } from './signing-date.ts';

/** What the emulator knows of an access key. */
export interface Secret {
  readonly secretAccessKey: string;
  /** Temporary credentials: the token that must come with them, and when they end (milliseconds). */
  readonly sessionToken?: string;
  readonly expiresAt?: number;
}

/** The first objection to a signature, in the order AWS finds them; undefined for a good one. */
export function signatureObjection(
  request: WireRequest,
  signed: SignedRequest,
  secret: Secret | undefined,
  times: Times,
): Objection | undefined {
  return (
    incompleteness(request, signed) ??
    keyObjection(signed, secret, times) ??
    scopeObjection(signed) ??
    dateObjection(signed, times) ??
    (secret && matchObjection(request, signed, secret))
  );
}

function incompleteness({ headers }: WireRequest, signed: SignedRequest): Objection | undefined {
  const isQuery = signed.place === 'query';
  const parameter = (name: string) =>
    isQuery
      ? `AWS query-string parameters must include 'X-Amz-${name}'.`
      : `Authorization header requires '${name}' parameter.`;
  const missing = [
    ...(signed.signature === '' ? [parameter('Signature')] : []),
    ...(signed.signedHeaders.length === 0 ? [parameter('SignedHeaders')] : []),
    ...(signed.date === ''
      ? [
          isQuery
            ? parameter('Date')
            : "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        ]
      : []),
    ...(isQuery && signed.expires === '' && signed.service === 's3' ? [parameter('Expires')] : []),
  ];
  if (missing.length > 0) {
    const shown = isQuery ? '' : ` Authorization=${headers['authorization'] ?? ''}`;
    return { kind: 'incomplete', message: missing.join(' ') + shown };
  }
  if (signed.signedHeaders.includes('host')) return undefined;
  return { kind: 'incomplete', message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization." };
}

function keyObjection(
  { sessionToken }: SignedRequest,
  secret: Secret | undefined,
  times: Times,
): Objection | undefined {
  const invalid = 'The security token included in the request is invalid.';
  if (!secret) return { kind: 'unknown-key', message: invalid };
  if ((secret.sessionToken ?? '') !== sessionToken) return { kind: 'wrong-token', message: invalid };
  if (secret.expiresAt === undefined || secret.expiresAt > times.now) return undefined;
  return { kind: 'expired-token', message: 'The security token included in the request is expired' };
}

function scopeObjection({ terminator, day, date }: SignedRequest): Objection | undefined {
  if (terminator !== 'aws4_request') {
    return {
      kind: 'wrong-scope',
      message: `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    };
  }
  if (date.startsWith(day) || !/^\d{8}T/.test(date)) return undefined;
  return {
    kind: 'wrong-scope',
    message: `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`,
  };
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function matchObjection(request: WireRequest, signed: SignedRequest, secret: Secret): Objection | undefined {
  const payload = payloadHashOf(request, signed);
  const text = stringToSign(signed, canonicalRequest(request, signed, payload.signed));
  const expected = signatureOf(signingKey(secret.secretAccessKey, signed), text);
  if (!isEqual(expected, signed.signature)) {
    return { kind: 'mismatch', message: mismatch };
  }
  if (!areChunksSigned(request, signed, secret.secretAccessKey)) return { kind: 'mismatch', message: mismatch };
  if (payload.isTrue) return undefined;
  return {
    kind: 'wrong-payload',
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
  };
}

function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
