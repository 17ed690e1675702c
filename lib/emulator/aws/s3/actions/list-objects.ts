// ListObjects, ListObjectsV2, ListObjectVersions.
import { AwsError } from '../../aws-error.ts';
import type { Action } from '../../service.ts';
import { currentVersion, type Bucket } from '../bucket.ts';
import { listKeys, type KeyPage } from '../list-keys.ts';
import { ownerOf } from '../owner.ts';
import { requireBucket, type S3 } from '../s3.ts';
import { encoder, maxKeysOf, summaryOf, type ListInput } from './list-page.ts';
import { listObjectVersions } from './list-versions.ts';

const tokenOf = (key: string) => Buffer.from(key).toString('base64url');

function keyOf(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (tokenOf(key) === token && token !== '') return key;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', 400, {
    ArgumentName: 'continuation-token',
  });
}

function listPage(bucket: Bucket, input: ListInput, after: string): KeyPage {
  const { Prefix: prefix = '', Delimiter: delimiter = '' } = input;
  const keys = [...bucket.objects.keys()].filter((key) => currentVersion(bucket, key));
  return listKeys(keys, { prefix, delimiter, after, max: maxKeysOf(input) });
}

function common(s3: S3, bucket: Bucket, input: ListInput, page: KeyPage) {
  const encode = encoder(input);
  const withOwner = input.FetchOwner === true ? { Owner: ownerOf(s3.world) } : {};
  const contents = page.keys.flatMap((key) => {
    const version = currentVersion(bucket, key);
    return version ? [{ Key: encode(key), ...summaryOf(version), ...withOwner }] : [];
  });
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ''),
    ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
    MaxKeys: maxKeysOf(input),
    IsTruncated: page.next !== undefined,
    ...(contents.length > 0 && { Contents: contents }),
    ...(page.commonPrefixes.length > 0 && {
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    }),
  };
}

/** The three actions. */
export const listObjectActions = (s3: S3): Readonly<Record<string, Action>> => ({
  ListObjects: (input: ListInput) => {
    const bucket = requireBucket(s3, input.Bucket);
    const page = listPage(bucket, input, input.Marker ?? '');
    const encode = encoder(input);
    // Without a delimiter, the last key of the page is the marker of the next.
    const marker = page.next !== undefined && input.Delimiter !== undefined ? { NextMarker: encode(page.next) } : {};
    return {
      ...common(s3, bucket, { ...input, FetchOwner: true }, page),
      Marker: encode(input.Marker ?? ''),
      ...marker,
    };
  },
  ListObjectsV2: (input: ListInput) => {
    const bucket = requireBucket(s3, input.Bucket);
    const { ContinuationToken, StartAfter } = input;
    const after = ContinuationToken === undefined ? (StartAfter ?? '') : keyOf(ContinuationToken);
    const page = listPage(bucket, input, after);
    return {
      ...common(s3, bucket, input, page),
      KeyCount: page.keys.length + page.commonPrefixes.length,
      ...(ContinuationToken !== undefined && { ContinuationToken }),
      ...(page.next !== undefined && { NextContinuationToken: tokenOf(page.next) }),
      ...(StartAfter !== undefined && ContinuationToken === undefined && { StartAfter: encoder(input)(StartAfter) }),
    };
  },
  ListObjectVersions: listObjectVersions(s3),
});
