// What S3 works on.
import { AwsError } from '../aws-error.ts';
import type { PolicyDocument } from '../iam/policy.ts';
import type { World } from '../world.ts';
import type { Bucket } from './bucket.ts';

export interface S3 {
  readonly world: World;
  readonly buckets: Map<string, Bucket>;
}

/** S3 without buckets. */
export const createS3 = (world: World): S3 => ({ world, buckets: new Map() });

/** The bucket of that name. */
export function requireBucket({ buckets }: S3, name: string): Bucket {
  const bucket = buckets.get(name);
  if (!bucket) {
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  }
  return bucket;
}

/** The policy of a bucket, parsed. */
export function policyOf(bucket: Bucket | undefined): PolicyDocument | undefined {
  return bucket?.policy === undefined ? undefined : (JSON.parse(bucket.policy) as PolicyDocument);
}

/** S3 keeps times in whole seconds. */
export const secondsNow = ({ world }: S3): number => Math.floor(world.clock.now() / 1000) * 1000;
