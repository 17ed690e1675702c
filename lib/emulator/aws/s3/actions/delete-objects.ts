// DeleteObject and DeleteObjects. Without a version id, a bucket with versioning gets a delete marker.
import { AwsError } from '../../aws-error.ts';
import { denialOf } from '../../iam/authorize-call.ts';
import { deniedSentence } from '../../iam/denied.ts';
import { principalContext } from '../../iam/principal-context.ts';
import type { Action, Call } from '../../service.ts';
import { addVersion, currentVersion, removeVersion, type Bucket } from '../bucket.ts';
import { requireWritable } from '../preconditions.ts';
import { newVersionId } from '../put-object.ts';
import { policyOf, requireBucket, secondsNow, type S3 } from '../s3.ts';
import type { OnBucket } from './buckets.ts';
import type { OnObject } from './objects.ts';

type Named = Pick<OnObject, 'Key' | 'VersionId'>;

interface Deleted {
  readonly VersionId?: string;
  readonly DeleteMarker?: boolean;
  readonly markerId?: string;
}

/** What is not there is deleted already. */
function deleteOne(s3: S3, bucket: Bucket, { Key, VersionId }: Named): Deleted {
  if (VersionId !== undefined) {
    const removed = removeVersion(bucket, Key, VersionId);
    return { VersionId, ...(removed?.isDeleteMarker && { DeleteMarker: true, markerId: VersionId }) };
  }
  if (bucket.versioning === undefined) {
    bucket.objects.delete(Key);
    return {};
  }
  const versionId = newVersionId(s3, bucket);
  const none = { body: new Uint8Array(), etag: '', contentType: '', metadata: {}, headers: {}, checksums: {} };
  addVersion(bucket, Key, { ...none, versionId, isDeleteMarker: true, lastModified: secondsNow(s3) });
  return { VersionId: versionId, DeleteMarker: true, markerId: versionId };
}

interface DeleteManyInput extends OnBucket {
  readonly Delete: { readonly Objects?: readonly Named[]; readonly Quiet?: boolean };
}

const maximumKeys = 1000;

/** Why the caller may not delete this object; undefined if it may. */
function objection(s3: S3, bucket: Bucket, { Key, VersionId }: Named, { caller, region, accountId }: Call) {
  const check = {
    action: VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
    resource: `arn:aws:s3:::${bucket.name}/${Key}`,
    context: principalContext(caller, { now: s3.world.clock.now(), region }),
  };
  const denial = denialOf(caller, check, policyOf(bucket), accountId);
  return denial && deniedSentence(caller, check, denial);
}

/** Each object is judged, and deleted, by itself. */
function deleteMany(s3: S3, { Bucket: name, Delete: { Objects = [], Quiet = false } }: DeleteManyInput, call: Call) {
  const bucket = requireBucket(s3, name);
  if (Objects.length === 0 || Objects.length > maximumKeys) {
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const outcomes = Objects.map((named) => {
    const { Key, VersionId } = named;
    const asked = { Key, ...(VersionId !== undefined && { VersionId }) };
    const Message = objection(s3, bucket, named, call);
    if (Message !== undefined) return { error: { ...asked, Code: 'AccessDenied', Message } };
    const { DeleteMarker, markerId } = deleteOne(s3, bucket, named);
    return { deleted: { ...asked, ...(DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: markerId }) } };
  });
  return {
    ...(!Quiet && { Deleted: outcomes.flatMap(({ deleted }) => deleted ?? []) }),
    Errors: outcomes.flatMap(({ error }) => error ?? []),
  };
}

/** The two actions. */
export const deleteObjectActions = (s3: S3): Readonly<Record<string, Action>> => ({
  DeleteObject: (input: OnObject & { readonly IfMatch?: string }) => {
    const bucket = requireBucket(s3, input.Bucket);
    if (input.IfMatch !== undefined) requireWritable(currentVersion(bucket, input.Key), { IfMatch: input.IfMatch });
    const { markerId: _marker, ...members } = deleteOne(s3, bucket, input);
    return members;
  },
  DeleteObjects: (input: DeleteManyInput, call: Call) => deleteMany(s3, input, call),
});
