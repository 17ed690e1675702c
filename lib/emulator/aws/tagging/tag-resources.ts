// TagResources and UntagResources: each resource succeeds or fails by itself.
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
import { AwsError } from '../aws-error.ts';
import type { TagMap } from '../service.ts';
import { findResource, type Tagging } from './tagging.ts';

interface OnResources {
  readonly ResourceARNList: readonly string[];
}

interface Failure {
  readonly StatusCode: number;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const failure = (message: string, StatusCode = 400): Failure => ({
  StatusCode,
  ErrorCode: 'InvalidParameterException',
  ErrorMessage: message,
});

function changeOne(tagging: Tagging, arn: string, change: (tags: TagMap) => TagMap): Failure | undefined {
  if (!arn.startsWith('arn:')) return failure(`${arn} is not a valid ARN`);
  const found = findResource(tagging, arn);
  if (!found) return failure(`Resource ${arn} does not exist`);
  const changed = change(found.tags);
  const limit = tagging.world.limits.tagsPerResource;
  if (Object.keys(changed).length > limit) return failure(`A resource can have at most ${limit} tags`);
  found.taggable.setTags(arn, changed);
  return undefined;
}

function changeAll(tagging: Tagging, arns: readonly string[], change: (tags: TagMap) => TagMap) {
  const failed = arns.flatMap((arn) => {
    const reason = changeOne(tagging, arn, change);
    return reason ? [[arn, reason] as const] : [];
  });
  tagging.world.changed();
  return { FailedResourcesMap: Object.fromEntries(failed) };
}

function refuseReserved(keys: readonly string[]): void {
  const reserved = keys.find((key) => /^aws:/i.test(key));
  if (reserved === undefined) return;
  throw new AwsError('InvalidParameterException', `Tag keys that begin with aws: are reserved: ${reserved}`);
}

/** TagResources: existing keys get the new value. */
export const tagResources = (tagging: Tagging) =>
  function tag({ ResourceARNList, Tags }: OnResources & { readonly Tags: TagMap }) {
    refuseReserved(Object.keys(Tags));
    return changeAll(tagging, ResourceARNList, (tags) => ({ ...tags, ...Tags }));
  };

/** UntagResources: keys that are not there are no failure. */
export const untagResources = (tagging: Tagging) =>
  function untag({ ResourceARNList, TagKeys }: OnResources & { readonly TagKeys: readonly string[] }) {
    refuseReserved(TagKeys);
    return changeAll(tagging, ResourceARNList, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))),
    );
  };
