// What is left after something was taken away, and the calls that only look.
import {
  CreateListenerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeleteTrustStoreCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTrustStoresCommand,
  GetResourcePolicyCommand,
  GetTrustStoreCaCertificatesBundleCommand,
  GetTrustStoreRevocationContentCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { aLoadBalancer, aListener, aRule, aTargetGroup, notFound } from '../balanced.ts';
import { api } from '../refusals/pages.ts';
import { aTrustStore, revoke } from '../trust-store.ts';
import { fresh, shown, type ReadBack } from './read-back.ts';

/** Path and signature parameters of a location. */
function locationOf(location = '') {
  const { pathname, searchParams } = new URL(location);
  const [, bucket, store, , file] = pathname.split('/');
  return {
    bucket,
    store,
    file,
    expires: searchParams.get('X-Amz-Expires'),
    signs: searchParams.get('X-Amz-SignedHeaders'),
  };
}

const copies = 'elbv2-trust-stores-us-west-2-123456789012';

export const removalReadBacks: readonly ReadBack[] = [
  shown(
    'a rule deleted',
    async (account) => {
      const { elb, http: ListenerArn } = account;
      await elb.send(new DeleteRuleCommand({ RuleArn: await aRule(account, ListenerArn, 7) }));
      const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
      return Rules?.filter(({ Priority }) => Priority === '7');
    },
    [],
    api('DeleteRule'),
  ),
  shown(
    'a listener deleted, and its port free again',
    async (account) => {
      const { elb, loadBalancer: LoadBalancerArn } = account;
      await elb.send(new DeleteListenerCommand({ ListenerArn: await aListener(account, LoadBalancerArn, 6001) }));
      const { Listeners } = await elb.send(
        new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 6001, DefaultActions: [notFound] }),
      );
      return Listeners?.[0]?.Port;
    },
    6001,
    api('DeleteListener'),
  ),
  shown(
    'a load balancer deleted, its listeners with it and its name free again',
    async (account) => {
      const { elb } = account;
      const LoadBalancerArn = await aLoadBalancer(account, 'gone');
      const ListenerArn = await aListener(account, LoadBalancerArn, 80);
      await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
      const listeners = await elb.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn] })).then(
        () => 'there',
        (error: Error) => error.name,
      );
      const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
      const names = LoadBalancers.map(({ LoadBalancerName }) => LoadBalancerName);
      return { listeners, names, isAnother: (await aLoadBalancer(account, 'gone')) !== LoadBalancerArn };
    },
    { listeners: 'ListenerNotFoundException', names: ['shop'], isAnother: true },
    api('DeleteLoadBalancer'),
  ),
  shown(
    'a group deleted twice',
    async (account) => {
      const { elb } = account;
      const TargetGroupArn = await aTargetGroup(account, 'gone');
      await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
      await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
      const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
      return TargetGroups.filter(({ TargetGroupName }) => TargetGroupName === 'gone');
    },
    [],
    api('DeleteTargetGroup'),
  ),
  shown(
    'a trust store deleted, and its name free again',
    async (account) => {
      const { elb } = account;
      const TrustStoreArn = await aTrustStore(account, 'gone');
      await elb.send(new DeleteTrustStoreCommand({ TrustStoreArn }));
      const again = await aTrustStore(account, 'gone');
      const { TrustStores } = await elb.send(new DescribeTrustStoresCommand({ Names: ['gone'] }));
      return TrustStores?.map((store) => store.TrustStoreArn === again && again !== TrustStoreArn);
    },
    [true],
    api('DeleteTrustStore'),
  ),
  shown(
    'priorities exchanged',
    async (account) => {
      const { elb, https } = account;
      const [first, second] = [await aRule(account, https, 1), await aRule(account, https, 2)];
      const { Rules } = await elb.send(
        new SetRulePrioritiesCommand({
          RulePriorities: [
            { RuleArn: first, Priority: 2 },
            { RuleArn: second, Priority: 1 },
          ],
        }),
      );
      return Rules?.map(({ RuleArn, Priority }) => [RuleArn === first ? 'first' : 'second', Priority]);
    },
    [
      ['first', '2'],
      ['second', '1'],
    ],
    api('SetRulePriorities'),
  ),
  shown(
    'where a bundle is',
    async (account) => {
      const TrustStoreArn = await aTrustStore(account, 'located');
      const input = { TrustStoreArn };
      return locationOf((await account.elb.send(new GetTrustStoreCaCertificatesBundleCommand(input))).Location);
    },
    { bucket: copies, store: 'located', file: 'ca-certificates-bundle.pem', expires: '600', signs: 'host' },
    api('GetTrustStoreCaCertificatesBundle'),
  ),
  shown(
    'where a revocation list is',
    async (account) => {
      const TrustStoreArn = await aTrustStore(account, `revoked-${fresh()}`);
      await revoke(account, TrustStoreArn, '01');
      const input = { TrustStoreArn, RevocationId: 1 };
      const { bucket, expires } = locationOf(
        (await account.elb.send(new GetTrustStoreRevocationContentCommand(input))).Location,
      );
      return { bucket, expires };
    },
    { bucket: copies, expires: '600' },
    api('GetTrustStoreRevocationContent'),
  ),
  shown(
    'the policy of a store that is not shared',
    async (account) => {
      const ResourceArn = await aTrustStore(account, 'unshared');
      return (await account.elb.send(new GetResourcePolicyCommand({ ResourceArn }))).Policy;
    },
    undefined,
    api('GetResourcePolicy'),
  ),
];
