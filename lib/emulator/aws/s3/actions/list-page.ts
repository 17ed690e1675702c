// What the lists of S3 have in common: limits, escaped keys, summaries.
import { AwsError } from '../../aws-error.ts';
import type { ObjectVersion } from '../bucket.ts';
import type { OnBucket } from './buckets.ts';

export interface ListInput extends OnBucket {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly EncodingType?: string;
  readonly MaxKeys?: number;
  readonly Marker?: string;
  readonly ContinuationToken?: string;
  readonly StartAfter?: string;
  readonly FetchOwner?: boolean;
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
}

const maximumKeys = 1000;

/** At most 1,000, whatever is asked for. */
export function maxKeysOf({ MaxKeys = maximumKeys }: ListInput): number {
  if (MaxKeys >= 0) return Math.min(MaxKeys, maximumKeys);
  throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647', 400, {
    ArgumentName: 'maxKeys',
    ArgumentValue: MaxKeys,
  });
}

/** With `encoding-type=url`, keys come escaped, because XML cannot hold every character. */
export const encoder =
  ({ EncodingType }: ListInput) =>
  (text: string): string =>
    EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+') : text;

/** As lists show an object version. */
export const summaryOf = (version: ObjectVersion) => ({
  LastModified: version.lastModified,
  ETag: version.etag,
  Size: version.body.length,
  StorageClass: version.headers['StorageClass'] ?? 'STANDARD',
});
