// Resource Groups Tagging API behind the endpoint: search only.
import { awsModels } from '../../../generated/aws/model.ts';
import type { AwsService } from '../service.ts';
import { getResources } from './get-resources.ts';
import type { TagIndex } from './tag-index.ts';

/** The tagging API as an endpoint service; IAM knows its action as `tag:GetResources`, without resources. */
export const createTaggingService = (index: TagIndex): AwsService => ({
  signingName: 'tagging',
  model: awsModels.resourcegroupstaggingapi,
  actions: { GetResources: getResources(index) },
  authorization: (action) => [{ action: `tag:${action}`, resource: '*' }],
  reset: () => index.reset(),
});
