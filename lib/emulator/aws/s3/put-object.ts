// Storing an object, over the wire or in process.
import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { addVersion, currentVersion, type Bucket, type ObjectVersion } from './bucket.ts';
import { checksumsOf, requireContentMd5 } from './checksum.ts';
import { requireWritable } from './preconditions.ts';
import { secondsNow, type S3 } from './s3.ts';

export interface PutInput {
  readonly Key: string;
  readonly Body?: Uint8Array;
  readonly ContentType?: string;
  readonly ContentMD5?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

const keptHeaders = [
  ...['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'StorageClass'],
  ...['WebsiteRedirectLocation'],
];

const maximumKeyBytes = 1024;
const maximumMetadataBytes = 2048;

function refuseSizes({ Key, Metadata = {} }: PutInput): void {
  const length = Buffer.byteLength(Key);
  if (length > maximumKeyBytes) {
    throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
      Size: length,
      MaxSizeAllowed: maximumKeyBytes,
    });
  }
  const metadata = Object.entries(Metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (metadata > maximumMetadataBytes) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      Size: metadata,
      MaxSizeAllowed: maximumMetadataBytes,
    });
  }
}

/** The headers of an input that come back with the object. */
const headersOf = (input: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(input).filter(([name, value]) => keptHeaders.includes(name) && value !== 'STANDARD'),
  ) as Record<string, string>;

/** A new version's id: random while versioning is on, else `null`. */
export const newVersionId = ({ world }: S3, { versioning }: Bucket): string =>
  versioning === 'Enabled' ? Buffer.from(world.random.hex(48), 'hex').toString('base64url') : 'null';

/** Stores the object and returns its new version. */
export function putObject(s3: S3, bucket: Bucket, input: PutInput): ObjectVersion {
  const { Key, Body = new Uint8Array(), ContentType = 'binary/octet-stream', Metadata = {} } = input;
  refuseSizes(input);
  requireContentMd5(input.ContentMD5, Body);
  const checksums = checksumsOf(input as unknown as Readonly<Record<string, unknown>>, Body);
  requireWritable(currentVersion(bucket, Key), input);
  const version: ObjectVersion = {
    versionId: newVersionId(s3, bucket),
    isDeleteMarker: false,
    body: Body,
    etag: `"${createHash('md5').update(Body).digest('hex')}"`,
    lastModified: secondsNow(s3),
    contentType: ContentType,
    metadata: Metadata,
    headers: headersOf(input),
    checksums,
  };
  addVersion(bucket, Key, version);
  return version;
}
