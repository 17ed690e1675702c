// Byte ranges (RFC 9110, section 14). S3 answers one range; several, or one it cannot parse, get the whole object.
import { AwsError } from '../aws-error.ts';

export interface ByteRange {
  /** First and last byte, both included. */
  readonly start: number;
  readonly end: number;
}

/** The range of a header, undefined for the whole. Throws 416 for a range outside. */
export function rangeOf(header: string | undefined, length: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  const range = first === '' ? lastBytes(last, length) : bytesFrom(Number(first), last, length);
  if (!range || (range.start < length && range.start <= range.end)) return range;
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: header,
    ActualObjectSize: length,
  });
}

/** `-3`: the last three. */
const lastBytes = (count: string, length: number): ByteRange | undefined =>
  count === '' ? undefined : { start: Math.max(length - Number(count), 0), end: length - 1 };

/** `2-` and `2-4`; an end before its start is no range at all. */
function bytesFrom(start: number, last: string, length: number): ByteRange | undefined {
  if (last === '') return { start, end: length - 1 };
  return Number(last) < start ? undefined : { start, end: Math.min(Number(last), length - 1) };
}
