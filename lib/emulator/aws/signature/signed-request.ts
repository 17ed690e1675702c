// What a SigV4 request says about its signature: in the Authorization header, or in the query of a presigned URL.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
import type { WireRequest } from '../../wire.ts';

/** The claims of a signature, as sent and unchecked; empty text where one is missing. */
export interface SignedRequest {
  readonly place: 'header' | 'query';
  readonly accessKeyId: string;
  /** `yyyymmdd` of the credential scope. */
  readonly day: string;
  readonly region: string;
  /** Signing name of the service. */
  readonly service: string;
  /** Last part of the credential scope; `aws4_request` in a valid one. */
  readonly terminator: string;
  /** Lower-case names, in the order sent. */
  readonly signedHeaders: readonly string[];
  /** Lower-case hexadecimal. */
  readonly signature: string;
  /** `X-Amz-Date` (or the Date header), as sent. */
  readonly date: string;
  /** `X-Amz-Expires` of a presigned request, as sent. */
  readonly expires: string;
  /** `X-Amz-Security-Token` of temporary credentials. */
  readonly sessionToken: string;
}

export const algorithm = 'AWS4-HMAC-SHA256';

/** Query parameters of a request; repeated ones keep their first value. */
export const queryOf = (request: Pick<WireRequest, 'path'>): URLSearchParams => {
  const mark = request.path.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : request.path.slice(mark + 1));
};

/** The claims, or undefined for a request that is not signed in SigV4 or whose scope names no key and service. */
export function readSignature(request: WireRequest): SignedRequest | undefined {
  const header = request.headers['authorization'];
  const signed = header?.startsWith(algorithm) ? fromHeader(request, header) : fromQuery(queryOf(request));
  return signed && signed.accessKeyId !== '' && signed.service !== '' ? signed : undefined;
}

function fromHeader({ headers }: WireRequest, authorization: string): SignedRequest {
  const part = (name: string) => new RegExp(`[\\s,]${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  return {
    place: 'header',
    ...scopeOf(part('Credential')),
    signedHeaders: headerNames(part('SignedHeaders')),
    signature: part('Signature'),
    date: headers['x-amz-date'] ?? headers['date'] ?? '',
    expires: '',
    sessionToken: headers['x-amz-security-token'] ?? '',
  };
}

function fromQuery(query: URLSearchParams): SignedRequest | undefined {
  const credential = query.get('X-Amz-Credential');
  if (credential === null) return undefined;
  return {
    place: 'query',
    ...scopeOf(credential),
    signedHeaders: headerNames(query.get('X-Amz-SignedHeaders') ?? ''),
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    expires: query.get('X-Amz-Expires') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? '',
  };
}

function scopeOf(credential: string) {
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = credential.split('/');
  return { accessKeyId, day, region, service, terminator };
}

const headerNames = (text: string) => text.toLowerCase().split(';').filter(Boolean);
