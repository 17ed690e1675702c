// Conditional requests. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
import { AwsError } from '../aws-error.ts';
import { RestError } from '../protocol/rest-error.ts';
import type { ObjectVersion } from './bucket.ts';

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  /** Milliseconds since the epoch. */
  readonly IfModifiedSince?: number;
  readonly IfUnmodifiedSince?: number;
}

const bare = (etag: string) => etag.replace(/^W\//, '').replaceAll('"', '');
const matches = (wanted: string, { etag }: ObjectVersion) =>
  wanted.split(',').some((item) => item.trim() === '*' || bare(item.trim()) === bare(etag));

const failed = (Condition: string) =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition,
  });

/** Throws 412 or 304. An entity tag that is given makes its date irrelevant (RFC 9110, 13.2.2). */
export function requireReadable(version: ObjectVersion, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined && !matches(IfMatch, version)) throw failed('If-Match');
  if (IfMatch === undefined && IfUnmodifiedSince !== undefined && version.lastModified > IfUnmodifiedSince) {
    throw failed('If-Unmodified-Since');
  }
  const isUnchanged =
    IfNoneMatch === undefined
      ? IfModifiedSince !== undefined && version.lastModified <= IfModifiedSince
      : matches(IfNoneMatch, version);
  if (isUnchanged) throw new RestError(new AwsError('NotModified', 'Not Modified', 304), { etag: version.etag });
}

/** Throws 412 for a copy whose condition on its source does not hold. */
export function requireCopyable(version: ObjectVersion, { IfMatch, IfNoneMatch }: ReadConditions): void {
  if (IfMatch !== undefined && !matches(IfMatch, version)) throw failed('x-amz-copy-source-If-Match');
  if (IfNoneMatch !== undefined && matches(IfNoneMatch, version)) throw failed('x-amz-copy-source-If-None-Match');
}

/** Throws for a write whose condition does not hold for what is there. */
export function requireWritable(
  current: ObjectVersion | undefined,
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') {
      throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);
    }
    if (current) throw failed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!current) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (!matches(IfMatch, current)) throw failed('If-Match');
}
