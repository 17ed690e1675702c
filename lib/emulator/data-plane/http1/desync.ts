// How dangerous an HTTP/1 request is to whoever reads the same connection behind the load balancer: the classes of AWS's
// "HTTP Desync Guardian" (github.com/aws/http-desync-guardian) by which an ALB classifies. Elastic Load Balancing user
// guide, "Desync mitigation mode" and "Access logs", classification reasons.
//
//  class       defensive                             strictest  monitor
//  Compliant   passes                                passes     passes
//  Acceptable  passes                                400        passes
//  Ambiguous   passes, both connections then end     400        passes
//  Severe      400                                   400        passes where it has a meaning at all
import type { HeaderName } from './header-name.ts';

export type DesyncTier = 'Compliant' | 'Acceptable' | 'Ambiguous' | 'Severe';

/** The class of a request and the reason that put it there, in the words of the access log. */
export interface DesyncClass {
  readonly tier: DesyncTier;
  readonly reason?: string;
}

/** What is classified: the parts of a request as they were on the wire. */
export interface WireParts {
  readonly method: string;
  readonly target: string;
  /** Empty for HTTP/0.9, else the last word of the request line as it came. */
  readonly version: string;
  /** Names in their order; `lines` has the value of the n-th at 2n + 1. */
  readonly names: readonly HeaderName[];
  readonly lines: readonly string[];
}

export const compliant: DesyncClass = { tier: 'Compliant' };

const ranks: Readonly<Record<DesyncTier, number>> = { Compliant: 0, Acceptable: 1, Ambiguous: 2, Severe: 3 };

/** The first finding of the highest class. Versions from HTTP/2 on are not judged: they are no HTTP/1 at all. */
export function classify(parts: WireParts): DesyncClass {
  if (/^[ \t]*HTTP\/[2-9]/.test(parts.version)) return compliant;
  let worst: DesyncClass = compliant;
  const find = (tier: DesyncTier, reason: string) => {
    if (ranks[tier] > ranks[worst.tier]) worst = { tier, reason };
  };
  judgeHeaders(parts, find);
  judgeFraming(parts, find);
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]*$/.test(parts.method)) find('Severe', 'BadMethod');
  judgeVersion(parts.version, find);
  judgeTarget(parts.target, find);
  return worst;
}

type Find = (tier: DesyncTier, reason: string) => void;

function judgeHeaders({ names, lines }: WireParts, find: Find): void {
  names.forEach(({ fault }, index) => {
    const value = lines[2 * index + 1] ?? '';
    if (fault === 'bad' || /[\0\r\n]/.test(value)) find('Severe', 'BadHeader');
    else if (fault === 'empty') find('Ambiguous', 'EmptyHeader');
    else if (fault?.startsWith('resembles')) find('Ambiguous', 'SuspiciousHeader');

    if (fault === 'no-token' || /[\x01-\x08\x0b-\x1f\x7f]/.test(value)) find('Acceptable', 'NonCompliantHeader');
  });
}

/** Values of a framing header and of those that resemble it. */
const valuesOf = ({ names, lines }: WireParts, wanted: string) =>
  names.flatMap(({ name, fault }, index) =>
    name === wanted || fault === `resembles-${wanted}` ? [lines[2 * index + 1] ?? ''] : [],
  );

const codings = new Set(['chunked', 'compress', 'deflate', 'gzip', 'identity']);

function judgeFraming(parts: WireParts, find: Find): void {
  const encodings = valuesOf(parts, 'transfer-encoding');
  const lengths = valuesOf(parts, 'content-length');
  const version = parts.version.trim() || 'HTTP/0.9';
  if (version <= 'HTTP/1.0' && encodings.length > 0) return find('Ambiguous', 'UndefinedTransferEncodingSemantics');
  if (version < 'HTTP/1.0' && lengths.length > 0) return find('Ambiguous', 'UndefinedContentLengthSemantics');
  judgeEncodings(encodings, find);
  const length = judgeLengths(lengths, find);
  if (parts.method === 'GET' || parts.method === 'HEAD') judgeNeedlessBody(encodings, length, find);
  if (length !== undefined && encodings.length > 0) find('Ambiguous', 'BothTeClPresent');
}

/** A body has no meaning in GET and HEAD (RFC 9110 §9.3). */
function judgeNeedlessBody(encodings: readonly string[], length: bigint | undefined, find: Find): void {
  if (encodings.length > 0) find('Ambiguous', 'UndefinedTransferEncodingSemantics');
  if (length === 0n) find('Acceptable', 'GetHeadZeroContentLength');
  else if (length !== undefined) find('Ambiguous', 'UndefinedContentLengthSemantics');
}

function judgeEncodings(values: readonly string[], find: Find): void {
  let chunked = false;
  for (const item of values.flatMap((value) => value.split(','))) {
    const coding = (item.split(';')[0] ?? '').replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase();
    if (!codings.has(coding)) find('Severe', 'BadTransferEncoding');
    if (coding === 'chunked' && chunked) find('Severe', 'MultipleTransferEncodingChunked');
    chunked = coding === 'chunked';
  }
}

/** The first length that is a number of at most 64 bits. */
function judgeLengths(values: readonly string[], find: Find): bigint | undefined {
  let first: bigint | undefined;
  for (const value of values) {
    const digits = value.replace(/^[ \t]+|[ \t]+$/g, '');
    const length = /^\d*$/.test(digits) ? BigInt(digits || '0') : undefined;
    if (length === undefined || length >= 2n ** 64n) find('Severe', 'BadContentLength');
    else if (first === undefined) first = length;
    else if (first === length) find('Ambiguous', 'DuplicateContentLength');
    else find('Severe', 'MultipleContentLength');
  }
  return first;
}

function judgeVersion(version: string, find: Find): void {
  const trimmed = version.replace(/^[ \t]+|[ \t]+$/g, '');
  if (trimmed === '' || trimmed === 'HTTP/0.9') return find('Acceptable', 'NonCompliantVersion');
  if (!/^HTTP\/1\.\d$/.test(trimmed)) return find('Severe', 'BadVersion');
  if (trimmed !== version || trimmed > 'HTTP/1.1') find('Acceptable', 'NonCompliantVersion');
}

function judgeTarget(target: string, find: Find): void {
  if (/[\0\r\n]/.test(target)) find('Severe', 'BadUri');
  else if (/[\x01-\x1f\x7f]/.test(target)) find('Ambiguous', 'AmbiguousUri');
  else if (target === '') find('Ambiguous', 'MissingUri');
  else if (target.includes(' ')) find('Acceptable', 'SpaceInUri');
}
