// ListBuckets, CreateBucket, HeadBucket, GetBucketLocation, DeleteBucket.
import { AwsError } from '../../aws-error.ts';
import { pageOf } from '../../page.ts';
import type { Action } from '../../service.ts';
import { requireBucketName } from '../bucket-name.ts';
import { ownerOf } from '../owner.ts';
import { requireBucket, secondsNow, type S3 } from '../s3.ts';

export interface OnBucket {
  readonly Bucket: string;
}

interface CreateInput extends OnBucket {
  readonly CreateBucketConfiguration?: {
    readonly LocationConstraint?: string;
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  };
}

interface ListInput {
  readonly MaxBuckets?: number;
  readonly ContinuationToken?: string;
  readonly Prefix?: string;
  readonly BucketRegion?: string;
}

/** The classic region takes no constraint and answers a repeated creation with success. */
const classicRegion = 'us-east-1';

function refuseLocation(region: string, constraint: string | undefined): void {
  if (constraint === undefined && region === classicRegion) return;
  if (constraint === region && region !== classicRegion) return;
  if (constraint === classicRegion && region === classicRegion) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      LocationConstraint: constraint,
    });
  }
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function createBucket(
  s3: S3,
  { Bucket: name, CreateBucketConfiguration: { LocationConstraint, Tags = [] } = {} }: CreateInput,
) {
  const { region } = s3.world;
  requireBucketName(name);
  refuseLocation(region, LocationConstraint === '' ? undefined : LocationConstraint);
  if (s3.buckets.has(name)) {
    if (region === classicRegion) return { Location: `/${name}` };
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { BucketName: name },
    );
  }
  s3.buckets.set(name, { name, createdAt: secondsNow(s3), tags: Tags, objects: new Map() });
  return { Location: region === classicRegion ? `/${name}` : `http://${name}.s3.amazonaws.com/` };
}

function deleteBucket(s3: S3, name: string): void {
  const { objects, versioning } = requireBucket(s3, name);
  if (objects.size > 0) {
    const hint = versioning === undefined ? '' : '. You must delete all versions in the bucket.';
    throw new AwsError('BucketNotEmpty', `The bucket you tried to delete is not empty${hint}`, 409, {
      BucketName: name,
    });
  }
  s3.buckets.delete(name);
}

/** The five actions. */
export const bucketActions = (s3: S3): Readonly<Record<string, Action>> => ({
  ListBuckets: ({ MaxBuckets = 10_000, ContinuationToken, Prefix = '', BucketRegion }: ListInput) => {
    const { region } = s3.world;
    const named = [...s3.buckets.values()].filter(
      ({ name }) => name.startsWith(Prefix) && (BucketRegion ?? region) === region,
    );
    const sorted = named.sort((a, b) => (a.name < b.name ? -1 : 1));
    const invalid = new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
    const { items, next } = pageOf(sorted, MaxBuckets, ContinuationToken, invalid);
    return {
      Buckets: items.map(({ name, createdAt }) => ({ Name: name, CreationDate: createdAt, BucketRegion: region })),
      Owner: ownerOf(s3.world),
      ...(next !== undefined && { ContinuationToken: next }),
      ...(Prefix !== '' && { Prefix }),
    };
  },
  CreateBucket: (input: CreateInput) => createBucket(s3, input),
  HeadBucket: ({ Bucket }: OnBucket) => {
    requireBucket(s3, Bucket);
    return { BucketRegion: s3.world.region, AccessPointAlias: false };
  },
  GetBucketLocation: ({ Bucket }: OnBucket) => {
    requireBucket(s3, Bucket);
    const { region } = s3.world;
    return region === classicRegion ? {} : { LocationConstraint: region };
  },
  DeleteBucket: ({ Bucket }: OnBucket) => {
    deleteBucket(s3, Bucket);
    return {};
  },
});
