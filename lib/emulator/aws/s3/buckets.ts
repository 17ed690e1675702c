// Buckets and objects as the rest of the emulator uses them in process: CA bundles of trust stores, and logs.
import { putObject } from './put-object.ts';
import { logDeliveryPolicy, mayDeliverLogs } from './log-delivery.ts';
import { currentVersion, type Bucket } from './bucket.ts';
import { secondsNow, type S3 } from './s3.ts';

export interface Buckets {
  /** Creates a bucket (writable by load balancing for logs) if it is not there. */
  create(bucket: string): void;
  /** Puts an object, creating its bucket. */
  put(bucket: string, key: string, content: string | Uint8Array): void;
  /** The object's text, or undefined if bucket, key or version do not exist. */
  read(bucket: string, key: string, versionId?: string): string | undefined;
  has(bucket: string): boolean;
  /** Whether load balancing may write logs below a prefix of the bucket. */
  mayDeliverLogs(bucket: string, prefix?: string): boolean;
  reset(): void;
}

/** The buckets of S3. */
export function createBuckets(s3: S3): Buckets {
  const open = (name: string): Bucket => {
    const existing = s3.buckets.get(name);
    if (existing) return existing;
    const policy = JSON.stringify(logDeliveryPolicy(name));
    const created: Bucket = { name, createdAt: secondsNow(s3), policy, tags: [], objects: new Map() };
    s3.buckets.set(name, created);
    return created;
  };
  return {
    create: (name) => void open(name),
    put: (name, key, content) => {
      putObject(s3, open(name), { Key: key, Body: typeof content === 'string' ? Buffer.from(content) : content });
    },
    read: (name, key, versionId) => {
      const bucket = s3.buckets.get(name);
      const found =
        bucket && versionId !== undefined
          ? bucket.objects.get(key)?.find((version) => version.versionId === versionId && !version.isDeleteMarker)
          : bucket && currentVersion(bucket, key);
      return found && Buffer.from(found.body).toString('utf8');
    },
    has: (name) => s3.buckets.has(name),
    mayDeliverLogs: (name, prefix) => mayDeliverLogs(s3, name, prefix),
    reset: () => s3.buckets.clear(),
  };
}
