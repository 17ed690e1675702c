// Buckets and their text objects, as far as other services read them: CA bundles of trust stores, and log buckets.

export interface Buckets {
  /** Creates a bucket (writable by load balancing for logs) if it is not there. */
  create(bucket: string): void;
  /** Puts an object, creating its bucket. */
  put(bucket: string, key: string, text: string): void;
  /** The object's text, or undefined. */
  read(bucket: string, key: string): string | undefined;
  has(bucket: string): boolean;
  reset(): void;
}

/** No buckets. */
export function createBuckets(): Buckets {
  const buckets = new Map<string, Map<string, string>>();
  const open = (bucket: string) => {
    const objects = buckets.get(bucket) ?? new Map<string, string>();
    buckets.set(bucket, objects);
    return objects;
  };
  return {
    create: (bucket) => void open(bucket),
    put: (bucket, key, text) => void open(bucket).set(key, text),
    read: (bucket, key) => buckets.get(bucket)?.get(key),
    has: (bucket) => buckets.has(bucket),
    reset: () => buckets.clear(),
  };
}
