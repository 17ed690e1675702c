// PutObject, GetObject, HeadObject, CopyObject.
import { AwsError } from '../../aws-error.ts';
import { RestError } from '../../protocol/rest-error.ts';
import type { Action } from '../../service.ts';
import { currentVersion, type Bucket, type ObjectVersion } from '../bucket.ts';
import { checksumNamed } from '../checksum.ts';
import { requireCopyable, requireReadable, type ReadConditions } from '../preconditions.ts';
import { putObject, type PutInput } from '../put-object.ts';
import { rangeOf } from '../range.ts';
import { requireBucket, type S3 } from '../s3.ts';
import type { OnBucket } from './buckets.ts';

export interface OnObject extends OnBucket {
  readonly Key: string;
  readonly VersionId?: string;
}

interface GetInput extends OnObject, ReadConditions {
  readonly Range?: string;
  readonly ChecksumMode?: string;
}

/** `x-amz-version-id` is only there once versioning has been. */
export const versionIdOf = ({ versioning }: Bucket, { versionId }: ObjectVersion) =>
  versioning === undefined ? {} : { VersionId: versionId };

/** The version a request asks for. */
export function requireVersion(bucket: Bucket, { Key, VersionId }: Pick<OnObject, 'Key' | 'VersionId'>): ObjectVersion {
  if (VersionId === undefined) {
    const current = currentVersion(bucket, Key);
    if (current) return current;
    const missing = new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key });
    const marker = bucket.objects.get(Key)?.at(-1);
    throw marker ? new RestError(missing, markerHeaders(marker)) : missing;
  }
  if (!isVersionId(VersionId)) {
    throw new AwsError('InvalidArgument', 'Invalid version id specified', 400, {
      ArgumentName: 'versionId',
      ArgumentValue: VersionId,
    });
  }
  const found = bucket.objects.get(Key)?.find(({ versionId }) => versionId === VersionId);
  if (!found) throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, { Key, VersionId });
  if (!found.isDeleteMarker) return found;
  const refused = new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  throw new RestError(refused, { ...markerHeaders(found), allow: 'DELETE' });
}

const isVersionId = (text: string) => text === 'null' || /^[\w.-]{32}$/.test(text);

const markerHeaders = ({ versionId }: ObjectVersion) => ({
  'x-amz-delete-marker': 'true',
  'x-amz-version-id': versionId,
});

const encryption = { ServerSideEncryption: 'AES256' };

/** Query parameters that replace headers of the answer. */
const overrides: readonly (readonly [string, string])[] = [
  ['ResponseCacheControl', 'CacheControl'],
  ['ResponseContentDisposition', 'ContentDisposition'],
  ['ResponseContentEncoding', 'ContentEncoding'],
  ['ResponseContentLanguage', 'ContentLanguage'],
  ['ResponseContentType', 'ContentType'],
];

function describe(bucket: Bucket, version: ObjectVersion, input: GetInput) {
  const given = input as unknown as Readonly<Record<string, unknown>>;
  const replaced = overrides.flatMap(([parameter, header]) =>
    given[parameter] === undefined ? [] : [[header, given[parameter]]],
  );
  return {
    AcceptRanges: 'bytes',
    LastModified: version.lastModified,
    ETag: version.etag,
    ContentType: version.contentType,
    ...encryption,
    Metadata: version.metadata,
    ...version.headers,
    ...versionIdOf(bucket, version),
    ...(input.ChecksumMode === 'ENABLED' &&
      input.Range === undefined && { ...version.checksums, ChecksumType: 'FULL_OBJECT' }),
    ...(Object.fromEntries(replaced) as object),
  };
}

function getObject(s3: S3, input: GetInput, withBody: boolean) {
  const bucket = requireBucket(s3, input.Bucket);
  const version = requireVersion(bucket, input);
  requireReadable(version, input);
  const { length } = version.body;
  const range = rangeOf(input.Range, length);
  const body = range ? version.body.subarray(range.start, range.end + 1) : version.body;
  return {
    ...describe(bucket, version, input),
    ContentLength: body.length,
    ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${length}` }),
    ...(withBody && { Body: body }),
  };
}

interface CopyInput extends OnObject, PutInput {
  readonly CopySource: string;
  readonly MetadataDirective?: 'COPY' | 'REPLACE';
  readonly StorageClass?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly ServerSideEncryption?: string;
  readonly ChecksumAlgorithm?: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
}

/** `/bucket/key?versionId=…`, escaped. */
export function copySource(text: string): OnObject {
  const [path = '', query = ''] = text.split('?');
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/.exec(safely(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new AwsError(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      400,
      { ArgumentName: 'x-amz-copy-source', ArgumentValue: text },
    );
  }
  const versionId = new URLSearchParams(query).get('versionId');
  return { Bucket: bucket, Key: key, ...(versionId !== null && { VersionId: versionId }) };
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Settings that make a copy differ from its source even if they name what it has already. */
const changesItself = ({ StorageClass, WebsiteRedirectLocation, ServerSideEncryption }: CopyInput) =>
  (StorageClass ?? WebsiteRedirectLocation ?? ServerSideEncryption) !== undefined;

function copyObject(s3: S3, input: CopyInput) {
  const from = copySource(input.CopySource);
  const source = requireBucket(s3, from.Bucket);
  const version = requireVersion(source, from);
  const { CopySourceIfMatch: IfMatch, CopySourceIfNoneMatch: IfNoneMatch } = input;
  requireCopyable(version, {
    ...(IfMatch !== undefined && { IfMatch }),
    ...(IfNoneMatch !== undefined && { IfNoneMatch }),
  });
  const isReplaced = input.MetadataDirective === 'REPLACE';
  const isItself = from.Bucket === input.Bucket && from.Key === input.Key && from.VersionId === undefined;
  if (isItself && !isReplaced && !changesItself(input)) {
    throw new AwsError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const bucket = requireBucket(s3, input.Bucket);
  const { StorageClass: _class, ...headers } = version.headers;
  const kept = { ContentType: version.contentType, Metadata: version.metadata, ...headers };
  const { StorageClass, ChecksumAlgorithm } = input;
  const checksums =
    ChecksumAlgorithm === undefined ? version.checksums : checksumNamed(ChecksumAlgorithm, version.body);
  const copied = putObject(s3, bucket, {
    ...(isReplaced ? input : kept),
    ...(StorageClass !== undefined && { StorageClass }),
    ...checksums,
    Key: input.Key,
    Body: version.body,
  });
  return {
    CopyObjectResult: { ETag: copied.etag, LastModified: copied.lastModified, ...copied.checksums },
    ...encryption,
    ...versionIdOf(bucket, copied),
    ...(from.VersionId !== undefined && { CopySourceVersionId: from.VersionId }),
  };
}

/** The four actions. */
export const objectActions = (s3: S3): Readonly<Record<string, Action>> => ({
  PutObject: (input: OnObject & PutInput) => {
    const bucket = requireBucket(s3, input.Bucket);
    const version = putObject(s3, bucket, input);
    return {
      ETag: version.etag,
      ...encryption,
      ...version.checksums,
      ChecksumType: 'FULL_OBJECT',
      ...versionIdOf(bucket, version),
    };
  },
  GetObject: (input: GetInput) => getObject(s3, input, true),
  HeadObject: (input: GetInput) => getObject(s3, input, false),
  CopyObject: (input: CopyInput) => copyObject(s3, input),
});
