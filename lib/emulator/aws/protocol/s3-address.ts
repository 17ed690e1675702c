// Bucket and key of an S3 request: in the path, or the bucket in the host name.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
import type { WireRequest } from '../../wire.ts';

export interface S3Address {
  readonly kind: 'service' | 'bucket' | 'object';
  readonly bucket?: string;
  /** Decoded. Never a path on this machine, whatever it looks like. */
  readonly key?: string;
}

/** `<bucket>.s3.<region>.amazonaws.com`, `<bucket>.s3.localhost:4566`, `<bucket>.localhost:4566`. */
const virtualHost = /^(?<bucket>[a-z0-9][a-z0-9.-]*?)\.(?:s3[.-].*|localhost(?::\d+)?)$/;

/** Whether a host name is S3's. */
export const isS3Host = (host: string): boolean => /(?:^|\.)s3[.-]/.test(host);

/** What a request is about. */
export function locateResource({ path, headers }: Pick<WireRequest, 'path' | 'headers'>): S3Address {
  const raw = (path.split('?')[0] ?? '').replace(/^\//, '');
  const host = (headers['host'] ?? '').toLowerCase();
  const inHost = /^s3[.-]/.test(host) ? undefined : virtualHost.exec(host)?.groups?.['bucket'];
  if (inHost !== undefined && inHost !== 's3') return addressOf(inHost, raw);
  const slash = raw.indexOf('/');
  return slash < 0 ? addressOf(raw, '') : addressOf(raw.slice(0, slash), raw.slice(slash + 1));
}

function addressOf(bucket: string, key: string): S3Address {
  if (bucket === '') return { kind: 'service' };
  const named = decodeURIComponent(bucket);
  return key === ''
    ? { kind: 'bucket', bucket: named }
    : { kind: 'object', bucket: named, key: decodeURIComponent(key) };
}
