// What the data plane sees, what it reports back, and the way back to the initial account.
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import {
  AssociateWebACLCommand,
  DisassociateWebACLCommand,
  GetWebACLForResourceCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import {
  CreateProtectionCommand,
  DescribeProtectionCommand,
  GetSubscriptionStateCommand,
  ShieldClient,
} from '@aws-sdk/client-shield';
import { DescribeTargetHealthCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { anAws, refusalOf } from './aws.ts';
import { aBalancedAccount, aLoadBalancer, aRule } from './balanced.ts';

test('a load balancer is seen with listeners, certificates and rules', async () => {
  const { emulator, https, account } = await aBalancedAccount();
  const [seen] = emulator.loadBalancers.loadBalancers();
  expect(seen).toMatchObject({ name: 'shop', state: 'active', scheme: 'internet-facing' });
  const secure = seen?.listeners.find(({ arn }) => arn === https);
  expect(secure?.certificates.map(({ arn, domainNames }) => [arn, domainNames])).toEqual([
    [account.certificateArn, ['*.example.com', 'example.com']],
  ]);
  const pem = secure?.certificates[0]?.certificatePem ?? '';
  expect(new X509Certificate(pem).checkHost('a.example.com')).toBe('*.example.com');
  const plain = seen?.listeners.find(({ protocol }) => protocol === 'HTTP');
  expect(plain?.rules.map(({ priority }) => priority)).toEqual(['10', 'default']);
});

test('an instance is seen at its private address', async () => {
  const { elb, emulator, instances, account } = await aBalancedAccount();
  const node = account.nodes[0];
  await elb.send(
    new RegisterTargetsCommand({ TargetGroupArn: instances, Targets: [{ Id: node?.instanceId, Port: 30_001 }] }),
  );
  expect(emulator.loadBalancers.targetGroup(instances)?.targets).toMatchObject([
    { id: node?.instanceId, port: 30_001, address: node?.privateIp, state: 'unused' },
  ]);
});

test('reported health is described, but only of groups in use', async () => {
  const { elb, emulator, group, free } = await aBalancedAccount();
  for (const TargetGroupArn of [group, free]) {
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.244.0.7', Port: 8080 }] }));
    emulator.loadBalancers.reportHealth(TargetGroupArn, { id: '10.244.0.7', port: 8080 }, { state: 'healthy' });
  }
  const stateOf = async (TargetGroupArn: string) =>
    (await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))).TargetHealthDescriptions?.[0]?.TargetHealth
      ?.State;
  expect([await stateOf(group), await stateOf(free)]).toEqual(['healthy', 'unused']);
});

test('an address is shown with the zone of its subnet, an instance without one', async () => {
  const { elb, account, free, instances } = await aBalancedAccount();
  const zoneOf = async (TargetGroupArn: string, Id: string) => {
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id, Port: 8080 }] }));
    const { TargetHealthDescriptions } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    return TargetHealthDescriptions?.map(({ Target }) => Target?.AvailabilityZone);
  };
  expect(await zoneOf(free, '10.0.128.77')).toEqual(['us-west-2a']);
  expect(await zoneOf(instances, account.nodes[0]?.instanceId ?? '')).toEqual([undefined]);
});

test('subscribers hear of every change until they leave', async () => {
  const account = await aBalancedAccount();
  let news = 0;
  const leave = account.emulator.loadBalancers.subscribe(() => {
    news += 1;
  });
  await aRule(account, account.http, 30);
  expect(news).toBeGreaterThan(0);
  leave();
  const before = news;
  await aRule(account, account.http, 31);
  expect(news).toBe(before);
});

test('reset brings back the same account with the same ids, without quotas, weather or pending lifecycles', async () => {
  const aws = await anAws({ timeScale: 1 });
  await aLoadBalancer(aws, 'shop');
  aws.emulator.setLimits({ loadBalancers: 0 });
  aws.emulator.faults.add({ kind: 'throttle' });
  aws.emulator.reset();
  expect(aws.emulator.account()).toEqual(aws.account);
  await aws.clock.advance(300_000);
  expect(aws.emulator.loadBalancers.loadBalancers()).toEqual([]);
  await aLoadBalancer(aws, 'shop');
});

test('an announced cluster is described, and survives a reset', async () => {
  const { emulator, client, account } = await anAws();
  const eks = client(EKSClient);
  expect((await refusalOf(eks.send(new DescribeClusterCommand({ name: 'local' })))).code).toBe(
    'ResourceNotFoundException',
  );
  emulator.setCluster({ name: 'local', endpoint: 'https://127.0.0.1:6443', certificateAuthorityData: 'Y2E=' });
  emulator.reset();
  const { cluster } = await eks.send(new DescribeClusterCommand({ name: 'local' }));
  expect(cluster).toMatchObject({
    endpoint: 'https://127.0.0.1:6443',
    certificateAuthority: { data: 'Y2E=' },
    resourcesVpcConfig: { vpcId: account.vpcId },
  });
});

test('a web ACL guards an active load balancer', async () => {
  const aws = await anAws({ timeScale: 1 });
  const ResourceArn = await aLoadBalancer(aws, 'shop');
  const waf = aws.client(WAFV2Client);
  const associate = () => waf.send(new AssociateWebACLCommand({ ResourceArn, WebACLArn: aws.account.webAclArn }));
  const acl = async () => (await waf.send(new GetWebACLForResourceCommand({ ResourceArn }))).WebACL?.ARN;
  expect((await refusalOf(associate())).code).toBe('WAFUnavailableEntityException');
  await aws.clock.advance(120_000);
  expect(await acl()).toBeUndefined();
  await associate();
  expect(await acl()).toBe(aws.account.webAclArn);
  await waf.send(new DisassociateWebACLCommand({ ResourceArn }));
  expect(await acl()).toBeUndefined();
});

test('Shield protects only subscribers', async () => {
  const aws = await anAws();
  const ResourceArn = await aLoadBalancer(aws, 'shop');
  const shield = aws.client(ShieldClient);
  const protect = () => shield.send(new CreateProtectionCommand({ Name: 'shop', ResourceArn }));
  expect((await shield.send(new GetSubscriptionStateCommand({}))).SubscriptionState).toBe('INACTIVE');
  expect((await refusalOf(protect())).code).toBe('InvalidOperationException');
  aws.emulator.subscribeToShield();
  await protect();
  expect((await refusalOf(protect())).code).toBe('ResourceAlreadyExistsException');
  const { Protection } = await shield.send(new DescribeProtectionCommand({ ResourceArn }));
  expect(Protection?.Name).toBe('shop');
});

test('a node of another cluster gets an instance of its own', async () => {
  const { emulator, account } = await anAws();
  const node = emulator.addNode({ privateIp: '10.0.131.7' });
  expect(node).toMatchObject({ privateIp: '10.0.131.7', providerId: `aws:///${account.zones[0]}/${node.instanceId}` });
});
