// S3 behind the endpoint.
import { awsModels, type AwsModel } from '../../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { isS3Host } from '../protocol/s3-address.ts';
import type { AwsService, Input } from '../service.ts';
import { queryOf } from '../signature/signed-request.ts';
import { bucketActions } from './actions/buckets.ts';
import { bucketSettingActions } from './actions/bucket-settings.ts';
import { deleteObjectActions } from './actions/delete-objects.ts';
import { listObjectActions } from './actions/list-objects.ts';
import { copySource, objectActions } from './actions/objects.ts';
import { policyOf, type S3 } from './s3.ts';

/** Permissions that are not named like their action (Service Authorization Reference, "Amazon S3"). */
const permissions: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  HeadObject: 'GetObject',
  DeleteBucketTagging: 'PutBucketTagging',
};

const bucketArn = (bucket: unknown) => `arn:aws:s3:::${String(bucket)}`;

function checksOf(action: string, input: Input): readonly AuthorizationCheck[] {
  const { Bucket, Key, VersionId, Prefix, Delimiter, MaxKeys } = input;
  const name = permissions[action] ?? action;
  if (Bucket === undefined) return [{ action: `s3:${name}`, resource: '*' }];
  // Judged object by object, by the action itself.
  if (action === 'DeleteObjects') return [];
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  const context = { 's3:prefix': text(Prefix), 's3:delimiter': text(Delimiter), 's3:max-keys': text(MaxKeys) };
  if (Key === undefined) return [{ action: `s3:${name}`, resource: bucketArn(Bucket), context }];
  if (action === 'CopyObject') {
    const from = copySource(String(input['CopySource']));
    return [
      { action: 's3:PutObject', resource: `${bucketArn(Bucket)}/${String(Key)}` },
      { action: 's3:GetObject', resource: `${bucketArn(from.Bucket)}/${from.Key}` },
    ];
  }
  const version = VersionId === undefined ? '' : 'Version';
  return [{ action: `s3:${name}${version}`, resource: `${bucketArn(Bucket)}/${String(Key)}`, context }];
}

const { PutBucketPolicy } = awsModels.s3.operations;

/** S3 judges the location itself, and answers a new policy without content, as its API reference shows. */
const s3Model: AwsModel = {
  ...awsModels.s3,
  operations: {
    ...awsModels.s3.operations,
    ...(PutBucketPolicy && {
      PutBucketPolicy: { ...PutBucketPolicy, http: { ...PutBucketPolicy.http, responseCode: 204 } },
    }),
  },
  shapes: { ...awsModels.s3.shapes, BucketLocationConstraint: { type: 'string' } },
};

const bucketOfArn = (arn: string) => arn.replace(/^arn:aws:s3:::/, '').split('/')[0] ?? '';

/** S3 as an endpoint service. */
export const createS3Service = (s3: S3): AwsService => ({
  signingName: 's3',
  model: s3Model,
  actions: {
    ...bucketActions(s3),
    ...bucketSettingActions(s3),
    ...objectActions(s3),
    ...deleteObjectActions(s3),
    ...listObjectActions(s3),
  },
  // Presigned URLs of signature version 2 are S3's too, and paths that begin with a bucket's name.
  claims: (request) =>
    isS3Host(request.headers['host'] ?? '') ||
    queryOf(request).has('AWSAccessKeyId') ||
    s3.buckets.has(request.path.split(/[/?]/)[1] ?? ''),
  // Anybody may ask; bucket policies decide.
  allowsUnsigned: () => true,
  authorization: checksOf,
  resourcePolicy: ({ resource }) => policyOf(s3.buckets.get(bucketOfArn(resource))),
  reset: () => s3.buckets.clear(),
});
