// Resource Groups Tagging API behind the endpoint.
import { awsModels } from '../../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { resourceTagsContext } from '../iam/tags-context.ts';
import type { AwsService, Input } from '../service.ts';
import { getResources } from './get-resources.ts';
import { getTagKeys, getTagValues } from './tag-keys.ts';
import { tagResources, untagResources } from './tag-resources.ts';
import { findResource, type Tagging } from './tagging.ts';

/** The tagging API as an endpoint service. */
export const createTaggingService = (tagging: Tagging): AwsService => ({
  signingName: 'tagging',
  model: awsModels.resourcegroupstaggingapi,
  actions: {
    GetResources: getResources(tagging.index),
    GetTagKeys: getTagKeys(tagging.index),
    GetTagValues: getTagValues(tagging.index),
    TagResources: tagResources(tagging),
    UntagResources: untagResources(tagging),
  },
  authorization: (action, input) => checksOf(tagging, action, input),
  reset: () => tagging.index.reset(),
});

/** IAM knows the actions as `tag:…`, without resources; writes need the permission of the resource's service as well. */
function checksOf(tagging: Tagging, action: string, input: Input): readonly AuthorizationCheck[] {
  const own = { action: `tag:${action}`, resource: '*' };
  const kind = action === 'TagResources' ? 'tag' : action === 'UntagResources' ? 'untag' : undefined;
  if (kind === undefined) return [own];
  const arns = (input['ResourceARNList'] ?? []) as readonly string[];
  const keys = Object.keys((input['Tags'] ?? {}) as object).concat((input['TagKeys'] ?? []) as readonly string[]);
  const onResources = arns.flatMap((resource): AuthorizationCheck[] => {
    const found = findResource(tagging, resource);
    if (!found) return [];
    const permission = found.taggable.permission[kind];
    const service = permission.split(':')[0] ?? '';
    const context = { 'aws:TagKeys': keys, ...resourceTagsContext(service, found.tags) };
    return [{ action: permission, resource, context }];
  });
  return [own, ...onResources];
}
