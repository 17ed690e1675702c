import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeAccountLimitsCommand,
  DescribeSSLPoliciesCommand,
  DescribeTagsCommand,
  RemoveTagsCommand,
  type Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { api, guide } from '../refusals/pages.ts';
import { fresh, shown, type ReadBack } from './read-back.ts';

const Tags: Tag[] = [
  { Key: 'team', Value: 'shop' },
  { Key: 'empty', Value: '' },
];

async function tagsOf({ elb }: FrontDoor, arn: string | undefined) {
  const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns: [arn ?? ''] }));
  return TagDescriptions?.[0]?.Tags;
}

const atBirth: readonly ReadBack[] = [
  shown(
    'tags of a new load balancer',
    async (account) => {
      const Subnets = [...account.account.publicSubnetIds];
      const { LoadBalancers } = await account.elb.send(
        new CreateLoadBalancerCommand({ Name: `tags-${fresh()}`, Subnets, Tags }),
      );
      return tagsOf(account, LoadBalancers?.[0]?.LoadBalancerArn);
    },
    Tags,
    api('CreateLoadBalancer'),
  ),
  shown(
    'tags of a new target group',
    async (account) => {
      const { TargetGroups } = await account.elb.send(
        new CreateTargetGroupCommand({
          Name: `tags-${fresh()}`,
          Protocol: 'HTTP',
          Port: 80,
          VpcId: account.account.vpcId,
          Tags,
        }),
      );
      return tagsOf(account, TargetGroups?.[0]?.TargetGroupArn);
    },
    Tags,
    api('CreateTargetGroup'),
  ),
  shown(
    'tags of a new listener',
    async (account) => {
      const { Listeners } = await account.elb.send(
        new CreateListenerCommand({
          LoadBalancerArn: account.loadBalancer,
          Protocol: 'HTTP',
          Port: 20_000 + fresh(),
          DefaultActions: [notFound],
          Tags,
        }),
      );
      return tagsOf(account, Listeners?.[0]?.ListenerArn);
    },
    Tags,
    api('CreateListener'),
  ),
  shown(
    'tags of a new rule',
    async (account) => {
      const { Rules } = await account.elb.send(
        new CreateRuleCommand({
          ListenerArn: account.http,
          Priority: 20_000 + fresh(),
          Conditions: [{ Field: 'path-pattern', Values: ['/tags'] }],
          Actions: [notFound],
          Tags,
        }),
      );
      return tagsOf(account, Rules?.[0]?.RuleArn);
    },
    Tags,
    api('CreateRule'),
  ),
];

const rest: readonly ReadBack[] = [
  shown('no tags', (account) => tagsOf(account, account.tcp), [], api('DescribeTags')),
  shown(
    'a tag replaced',
    async (account) => {
      const ResourceArns = [account.free];
      await account.elb.send(new AddTagsCommand({ ResourceArns, Tags: [{ Key: 'stage', Value: 'a' }] }));
      await account.elb.send(new AddTagsCommand({ ResourceArns, Tags: [{ Key: 'stage', Value: 'b' }] }));
      return tagsOf(account, account.free);
    },
    [{ Key: 'stage', Value: 'b' }],
    api('AddTags'),
  ),
  shown(
    'a tag taken away, and one that never was there',
    async (account) => {
      const ResourceArns = [account.grpc];
      await account.elb.send(new AddTagsCommand({ ResourceArns, Tags }));
      await account.elb.send(new RemoveTagsCommand({ ResourceArns, TagKeys: ['team', 'never'] }));
      return tagsOf(account, account.grpc);
    },
    [{ Key: 'empty', Value: '' }],
    api('RemoveTags'),
  ),
  shown(
    'tags of several kinds of resources',
    async ({ elb, loadBalancer, https, rule }) => {
      const { TagDescriptions } = await elb.send(
        new DescribeTagsCommand({ ResourceArns: [rule, loadBalancer, https] }),
      );
      return TagDescriptions?.map(({ ResourceArn }) => ResourceArn);
    },
    ({ loadBalancer, https, rule }: FrontDoor) => [rule, loadBalancer, https],
    api('DescribeTags'),
  ),
  shown(
    'quotas of the account',
    async ({ elb }) => {
      const { Limits = [] } = await elb.send(new DescribeAccountLimitsCommand({}));
      const wanted = ['application-load-balancers', 'targets-per-application-load-balancer', 'network-load-balancers'];
      return Limits.filter(({ Name = '' }) => wanted.includes(Name))
        .map(({ Name, Max }) => `${Name} ${Max}`)
        .sort();
    },
    ['application-load-balancers 50', 'network-load-balancers 50', 'targets-per-application-load-balancer 1000'],
    guide('load-balancer-limits'),
  ),
  shown(
    'how many quotas there are',
    async ({ elb }) => (await elb.send(new DescribeAccountLimitsCommand({}))).Limits?.length,
    23,
    api('Limit'),
  ),
  shown(
    'a security policy',
    async ({ elb }) => {
      const Names = ['ELBSecurityPolicy-TLS13-1-2-2021-06', 'ELBSecurityPolicy-TLS13-1-2-2021-06'];
      const { SslPolicies = [] } = await elb.send(new DescribeSSLPoliciesCommand({ Names }));
      return SslPolicies.map(({ SslProtocols, Ciphers, SupportedLoadBalancerTypes }) => ({
        SslProtocols,
        first: Ciphers?.[0],
        SupportedLoadBalancerTypes,
      }));
    },
    [
      {
        SslProtocols: ['TLSv1.2', 'TLSv1.3'],
        first: { Name: 'TLS_AES_128_GCM_SHA256', Priority: 1 },
        SupportedLoadBalancerTypes: ['application', 'network'],
      },
    ],
    guide('describe-ssl-policies'),
  ),
];

export const tagReadBacks: readonly ReadBack[] = [...atBirth, ...rest];
