// What one bucket holds.

/** One version of an object, or the marker that it was deleted. */
export interface ObjectVersion {
  /** `null` for versions made while versioning was off. */
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly body: Uint8Array;
  /** MD5 in hexadecimal, quoted. */
  readonly etag: string;
  /** Milliseconds since the epoch, whole seconds. */
  readonly lastModified: number;
  readonly contentType: string;
  /** `x-amz-meta-…` without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Other headers that come back as they were sent, under their model names: `CacheControl`, `ContentEncoding` … */
  readonly headers: Readonly<Record<string, string>>;
  /** Checksums by model name (`ChecksumCRC32`), base64. */
  readonly checksums: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  readonly createdAt: number;
  /** JSON text, as it was put. */
  policy?: string;
  /** Absent: never enabled. */
  versioning?: 'Enabled' | 'Suspended';
  tags: readonly { readonly Key: string; readonly Value: string }[];
  /** By key; versions from old to new. */
  readonly objects: Map<string, readonly ObjectVersion[]>;
}

/** The version a plain request sees: the newest, unless it is a delete marker. */
export function currentVersion({ objects }: Bucket, key: string): ObjectVersion | undefined {
  const newest = objects.get(key)?.at(-1);
  return newest?.isDeleteMarker === false ? newest : undefined;
}

/** Adds a version; without versioning it takes the place of the `null` version. */
export function addVersion(bucket: Bucket, key: string, version: ObjectVersion): void {
  const earlier = (bucket.objects.get(key) ?? []).filter(({ versionId }) => versionId !== version.versionId);
  bucket.objects.set(key, [...earlier, version]);
}

/** Takes one version away; the key goes with its last one. */
export function removeVersion({ objects }: Bucket, key: string, versionId: string): ObjectVersion | undefined {
  const versions = objects.get(key) ?? [];
  const found = versions.find((version) => version.versionId === versionId);
  const kept = versions.filter((version) => version !== found);
  if (kept.length > 0) objects.set(key, kept);
  else objects.delete(key);
  return found;
}
