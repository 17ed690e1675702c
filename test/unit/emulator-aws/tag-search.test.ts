// Tag search lags: it misses what is new and shows what is gone.
import {
  AddTagsCommand,
  DeleteTargetGroupCommand,
  DescribeTagsCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetResourcesCommand,
  GetTagKeysCommand,
  GetTagValuesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
  UntagResourcesCommand,
  type GetResourcesCommandInput,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createQueues } from '../../../lib/emulator/sqs/queues.ts';
import { createSqsService } from '../../../lib/emulator/sqs/service.ts';
import { anAws, refusalOf, type Aws } from './aws.ts';
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

async function taggedGroups(count: number, tags = 1) {
  const aws = await anAws({ tagSearchLagSeconds: 0 });
  const Tags = Array.from({ length: tags }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));
  const arns: string[] = [];
  for (let index = 0; index < count; index += 1) arns.push(await aTargetGroup(aws, `group-${index}`, { Tags }));
  return { aws, arns, tagging: aws.client(ResourceGroupsTaggingAPIClient) };
}

test('a resource that has lost its last tag is still found, without tags', async () => {
  const { aws, arns } = await taggedGroups(1);
  expect(await found(aws, groups)).toEqual(arns);
  await aws.elb.send(new RemoveTagsCommand({ ResourceArns: arns, TagKeys: ['key-0'] }));
  expect(await found(aws, groups)).toEqual(arns);
  expect(await found(aws, { ...groups, TagFilters: [{ Key: 'key-0' }] })).toEqual([]);
});

test('a page may be bounded by its tags, and holds whole resources', async () => {
  const { tagging, arns } = await taggedGroups(5, 40);
  const input = { ...groups, TagsPerPage: 100 };
  const first = await tagging.send(new GetResourcesCommand(input));
  const second = await tagging.send(new GetResourcesCommand({ ...input, PaginationToken: first.PaginationToken }));
  const third = await tagging.send(new GetResourcesCommand({ ...input, PaginationToken: second.PaginationToken }));
  const pages = [first, second, third].map(({ ResourceTagMappingList = [] }) => ResourceTagMappingList.length);
  expect([pages, third.PaginationToken, arns.length]).toEqual([[2, 2, 1], '', 5]);
});

test('resources may be named, and compliance is told when asked for', async () => {
  const { tagging, arns } = await taggedGroups(2);
  const input = { ResourceARNList: [arns[1] ?? '', `${arns[1]}0`], IncludeComplianceDetails: true };
  const { ResourceTagMappingList } = await tagging.send(new GetResourcesCommand(input));
  expect(ResourceTagMappingList).toMatchObject([
    { ResourceARN: arns[1], ComplianceDetails: { ComplianceStatus: true } },
  ]);
  const excluded = await tagging.send(new GetResourcesCommand({ ...input, ExcludeCompliantResources: true }));
  expect(excluded.ResourceTagMappingList).toEqual([]);
});

test('keys and values in use are listed', async () => {
  const { aws, tagging, arns } = await taggedGroups(2);
  const Tags = [{ Key: 'key-0', Value: 'w' }];
  await aws.elb.send(new AddTagsCommand({ ResourceArns: arns.slice(0, 1), Tags }));
  expect((await tagging.send(new GetTagKeysCommand({}))).TagKeys).toContain('key-0');
  expect((await tagging.send(new GetTagValuesCommand({ Key: 'key-0' }))).TagValues).toEqual(['v', 'w']);
});

test('tags written here are read there, each resource by itself', async () => {
  const { aws, tagging, arns } = await taggedGroups(1);
  aws.emulator.buckets.create('my-notes');
  const missing = `${arns[0]}0`;
  const ResourceARNList = [...arns, 'arn:aws:s3:::my-notes', missing];
  const { FailedResourcesMap } = await tagging.send(new TagResourcesCommand({ ResourceARNList, Tags: { team: 'a' } }));
  expect(FailedResourcesMap).toMatchObject({
    [missing]: { StatusCode: 400, ErrorCode: 'InvalidParameterException' },
  });
  expect(await found(aws, { TagFilters: [{ Key: 'team', Values: ['a'] }] })).toEqual([
    ...arns,
    'arn:aws:s3:::my-notes',
  ]);
  await tagging.send(new UntagResourcesCommand({ ResourceARNList: arns, TagKeys: ['key-0', 'none'] }));
  const { TagDescriptions } = await aws.elb.send(new DescribeTagsCommand({ ResourceArns: arns }));
  expect(TagDescriptions?.[0]?.Tags).toEqual([{ Key: 'team', Value: 'a' }]);
});

test('writing tags needs the permission of the resource’s own service', async () => {
  const { aws, arns } = await taggedGroups(1);
  const Statement = [{ Effect: 'Allow' as const, Action: 'tag:*', Resource: '*' }];
  aws.emulator.setCaller('AKIATAGGER', {
    name: 't',
    arn: 'arn:aws:iam::123456789012:user/t',
    policies: [{ Statement }],
  });
  const tagging = aws.clientOf('AKIATAGGER')(ResourceGroupsTaggingAPIClient);
  const write = new TagResourcesCommand({ ResourceARNList: arns, Tags: { team: 'a' } });
  expect((await refusalOf(tagging.send(write))).message).toContain(
    `elasticloadbalancing:AddTags on resource: ${arns[0]}`,
  );
});

test('queues and web ACLs are found too', async () => {
  const aws = await anAws({ tagSearchLagSeconds: 0 });
  const { clock, emulator, client, account } = aws;
  const place = { region: account.region, accountId: account.accountId };
  emulator.register(createSqsService(createQueues({ clock, random: createRandom(1), ...place })));
  await client(SQSClient).send(new CreateQueueCommand({ QueueName: 'changes', tags: { team: 'a' } }));
  const tag = new TagResourcesCommand({ ResourceARNList: [account.webAclArn], Tags: { team: 'a' } });
  await client(ResourceGroupsTaggingAPIClient).send(tag);
  const ours = (type: string) => found(aws, { TagFilters: [{ Key: 'team' }], ResourceTypeFilters: [type] });
  expect(await ours('sqs:queue')).toEqual(['arn:aws:sqs:us-west-2:123456789012:changes']);
  expect(await ours('wafv2:webacl')).toEqual([account.webAclArn]);
  expect(await ours('wafv2:ipset')).toEqual([]);
});

// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
test.each<[string, GetResourcesCommandInput, string]>([
  ['a page of none', { ResourcesPerPage: 0 }, 'InvalidParameterException'],
  ['a page of 101', { ResourcesPerPage: 101 }, 'InvalidParameterException'],
  ['a page of 99 tags', { TagsPerPage: 99 }, 'InvalidParameterException'],
  [
    'named resources in pages',
    { ResourceARNList: ['arn:aws:s3:::a'], ResourcesPerPage: 10 },
    'InvalidParameterException',
  ],
  ['a filter without key', { TagFilters: [{ Values: ['a'] }] }, 'InvalidParameterException'],
  ['exclusion without details', { ExcludeCompliantResources: true }, 'InvalidParameterException'],
  ['a token nobody issued', { PaginationToken: 'guessed' }, 'PaginationTokenExpiredException'],
])('tag search refuses %s', async (_what, input, code) => {
  expect((await refusalOf(found(await anAws(), input))).code).toBe(code);
});
