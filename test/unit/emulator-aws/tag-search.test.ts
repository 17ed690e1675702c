// Tag search lags: it misses what is new and shows what is gone.
import { AddTagsCommand, DeleteTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type GetResourcesCommandInput,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { expect, test } from 'vitest';
import { anAws, type Aws } from './aws.ts';
import { aTargetGroup } from './balanced.ts';

async function found({ client }: Aws, input: GetResourcesCommandInput = {}) {
  const { ResourceTagMappingList } = await client(ResourceGroupsTaggingAPIClient).send(new GetResourcesCommand(input));
  return ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN);
}

const groups: GetResourcesCommandInput = { ResourceTypeFilters: ['elasticloadbalancing:targetgroup'] };

test('a new resource is found after half a minute, and a deleted one for half a minute', async () => {
  const aws = await anAws();
  const group = await aTargetGroup(aws, 'cart', { Tags: [{ Key: 'team', Value: 'a' }] });
  await aws.clock.advance(29_000);
  expect(await found(aws, groups)).toEqual([]);
  await aws.clock.advance(1000);
  expect(await found(aws, groups)).toEqual([group]);

  await aws.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }));
  await aws.clock.advance(29_000);
  expect(await found(aws, groups)).toEqual([group]);
  await aws.clock.advance(1000);
  expect(await found(aws, groups)).toEqual([]);
});

test('all tag keys must be there, with any of the values', async () => {
  const aws = await anAws({ tagSearchLagSeconds: 0 });
  const tagged = async (name: string, team: string) => {
    const arn = await aTargetGroup(aws, name);
    await aws.elb.send(new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key: 'team', Value: team }] }));
    return arn;
  };
  const [a, b] = [await tagged('cart', 'a'), await tagged('pay', 'b')];
  expect(await found(aws, { TagFilters: [{ Key: 'team' }] })).toEqual([a, b]);
  expect(await found(aws, { TagFilters: [{ Key: 'team', Values: ['b', 'c'] }] })).toEqual([b]);
  expect(await found(aws, { TagFilters: [{ Key: 'team' }, { Key: 'stage' }] })).toEqual([]);
});

test('the initial account is indexed from the start, and pages end with an empty token', async () => {
  const { client, account } = await anAws();
  const tagging = client(ResourceGroupsTaggingAPIClient);
  const subnets = { ResourceTypeFilters: ['ec2:subnet'], ResourcesPerPage: 4 };
  const first = await tagging.send(new GetResourcesCommand(subnets));
  const last = await tagging.send(new GetResourcesCommand({ ...subnets, PaginationToken: first.PaginationToken }));
  const arns = [...(first.ResourceTagMappingList ?? []), ...(last.ResourceTagMappingList ?? [])].map(
    ({ ResourceARN }) => ResourceARN?.split('/')[1],
  );
  expect(arns.sort()).toEqual([...account.publicSubnetIds, ...account.privateSubnetIds].sort());
  expect(last.PaginationToken).toBe('');
});
