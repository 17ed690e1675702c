// Policy, versioning and tags of a bucket.
import { AwsError } from '../../aws-error.ts';
import { parsePolicy } from '../../iam/policy-grammar.ts';
import { toList } from '../../iam/policy.ts';
import type { Action } from '../../service.ts';
import { requireBucket, type S3 } from '../s3.ts';
import type { OnBucket } from './buckets.ts';

const maximumPolicyBytes = 20 * 1024;
const maximumTags = 50;

const malformed = (message: string) => new AwsError('MalformedPolicy', message);

/** Text of a policy that may hang on this bucket. */
function checkedPolicy(bucket: string, text: string): string {
  if (Buffer.byteLength(text) > maximumPolicyBytes) {
    throw new AwsError('PolicyTooLarge', 'Policy exceeds the maximum allowed document size.', 400, {
      MaxSizeAllowed: maximumPolicyBytes,
    });
  }
  const parsed = parsePolicy(text, 'resource');
  if ('problem' in parsed) throw malformed(parsed.problem);
  const own = new RegExp(`^arn:[\\w-]+:s3:::${bucket.replaceAll('.', '\\.')}(/.*)?$`);
  const isForeign = toList(parsed.policy.Statement).some(({ Resource, NotResource }) =>
    toList(Resource ?? NotResource).some((resource) => !own.test(resource)),
  );
  if (isForeign) throw malformed('Policy has invalid resource');
  return text;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

function checkedTags(tags: readonly Tag[]): readonly Tag[] {
  const keys = tags.map(({ Key }) => Key);
  if (new Set(keys).size !== keys.length)
    throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key');
  if (keys.some((key) => key.startsWith('aws:'))) {
    throw new AwsError('InvalidTag', 'System tags cannot be added/updated by requester');
  }
  if (tags.length > maximumTags)
    throw new AwsError('BadRequest', `Bucket tag count cannot be greater than ${maximumTags}`);
  return tags;
}

/** Putting, getting and deleting. */
export const bucketSettingActions = (s3: S3): Readonly<Record<string, Action>> => ({
  GetBucketPolicy: ({ Bucket }: OnBucket) => {
    const { policy } = requireBucket(s3, Bucket);
    if (policy === undefined) {
      throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: Bucket });
    }
    return { Policy: policy };
  },
  PutBucketPolicy: ({ Bucket, Policy }: OnBucket & { readonly Policy: string }) => {
    requireBucket(s3, Bucket).policy = checkedPolicy(Bucket, Policy);
    return {};
  },
  DeleteBucketPolicy: ({ Bucket }: OnBucket) => {
    delete requireBucket(s3, Bucket).policy;
    return {};
  },
  GetBucketVersioning: ({ Bucket }: OnBucket) => {
    const { versioning } = requireBucket(s3, Bucket);
    return versioning === undefined ? {} : { Status: versioning };
  },
  PutBucketVersioning: (
    input: OnBucket & { readonly VersioningConfiguration: { readonly Status?: 'Enabled' | 'Suspended' } },
  ) => {
    const bucket = requireBucket(s3, input.Bucket);
    const { Status } = input.VersioningConfiguration;
    if (Status === undefined) {
      throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
    }
    bucket.versioning = Status;
    return {};
  },
  GetBucketTagging: ({ Bucket }: OnBucket) => {
    const { tags } = requireBucket(s3, Bucket);
    if (tags.length === 0) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: Bucket });
    return { TagSet: tags };
  },
  PutBucketTagging: (input: OnBucket & { readonly Tagging: { readonly TagSet: readonly Tag[] } }) => {
    requireBucket(s3, input.Bucket).tags = checkedTags(input.Tagging.TagSet);
    s3.world.changed();
    return {};
  },
  DeleteBucketTagging: ({ Bucket }: OnBucket) => {
    requireBucket(s3, Bucket).tags = [];
    s3.world.changed();
    return {};
  },
});
