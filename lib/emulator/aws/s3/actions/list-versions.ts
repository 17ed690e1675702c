// ListObjectVersions: versions and delete markers of all keys, newest first within a key.
import { AwsError } from '../../aws-error.ts';
import type { Bucket, ObjectVersion } from '../bucket.ts';
import { listKeys } from '../list-keys.ts';
import { ownerOf } from '../owner.ts';
import { requireBucket, type S3 } from '../s3.ts';
import { encoder, maxKeysOf, summaryOf, type ListInput } from './list-page.ts';

type Entry =
  | { readonly kind: 'version'; readonly key: string; readonly version: ObjectVersion; readonly isLatest: boolean }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** Everything after the markers, in order. */
function entriesAfter(bucket: Bucket, input: ListInput): readonly Entry[] {
  const { KeyMarker = '', VersionIdMarker, Prefix: prefix = '', Delimiter: delimiter = '' } = input;
  const all = listKeys(bucket.objects.keys(), { prefix, delimiter, after: '', max: Infinity });
  const versionsOf = (key: string): Entry[] =>
    [...(bucket.objects.get(key) ?? [])]
      .reverse()
      .map((version, index) => ({ kind: 'version', key, version, isLatest: index === 0 }));
  const prefixes = new Set(all.commonPrefixes);
  const names = [...all.keys, ...all.commonPrefixes].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return names.flatMap((name): Entry[] => {
    const order = Buffer.compare(Buffer.from(name), Buffer.from(KeyMarker));
    if (KeyMarker !== '' && order < 0) return [];
    if (prefixes.has(name)) return order === 0 ? [] : [{ kind: 'prefix', prefix: name }];
    const versions = versionsOf(name);
    if (order !== 0) return versions;
    const at = versions.findIndex((entry) => entry.kind === 'version' && entry.version.versionId === VersionIdMarker);
    return at < 0 ? [] : versions.slice(at + 1);
  });
}

type VersionEntry = Extract<Entry, { kind: 'version' }>;

const viewOf = (s3: S3, { key, version, isLatest }: VersionEntry, encode: (text: string) => string) => ({
  Key: encode(key),
  VersionId: version.versionId,
  IsLatest: isLatest,
  LastModified: version.lastModified,
  Owner: ownerOf(s3.world),
  ...(!version.isDeleteMarker && summaryOf(version)),
});

/** Where the next page begins, if there is one. */
function nextMarkers(last: Entry | undefined, encode: (text: string) => string) {
  if (!last) return {};
  return last.kind === 'version'
    ? { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.version.versionId }
    : { NextKeyMarker: encode(last.prefix) };
}

/** The action. */
export const listObjectVersions = (s3: S3) =>
  function list(input: ListInput) {
    const bucket = requireBucket(s3, input.Bucket);
    if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined) {
      throw new AwsError('InvalidArgument', 'A version-id marker cannot be specified without a key marker.');
    }
    const encode = encoder(input);
    const entries = entriesAfter(bucket, input);
    const shown = entries.slice(0, maxKeysOf(input));
    const isTruncated = entries.length > shown.length;
    const versions = shown.filter((entry) => entry.kind === 'version');
    const of = (isDeleteMarker: boolean) =>
      versions
        .filter(({ version }) => version.isDeleteMarker === isDeleteMarker)
        .map((entry) => viewOf(s3, entry, encode));
    const prefixes = shown.flatMap((entry) => (entry.kind === 'prefix' ? [{ Prefix: encode(entry.prefix) }] : []));
    return {
      Name: bucket.name,
      Prefix: encode(input.Prefix ?? ''),
      KeyMarker: encode(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
      MaxKeys: maxKeysOf(input),
      IsTruncated: isTruncated,
      ...nextMarkers(isTruncated ? shown.at(-1) : undefined, encode),
      ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
      Versions: of(false),
      DeleteMarkers: of(true),
      ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
    };
  };
