// Injected failures.
import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { anAws, refusalOf, type Aws } from './aws.ts';
import { aListener, aLoadBalancer, aRule, aTargetGroup, notFound } from './balanced.ts';

const describe = ({ elb }: Aws) => elb.send(new DescribeTargetGroupsCommand({}));
const names = async (aws: Aws) => (await describe(aws)).TargetGroups?.map(({ TargetGroupName }) => TargetGroupName);

test('a throttle strikes as often as it says, and only the calls it names', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ service: 'elasticloadbalancing', action: 'Describe*', kind: 'throttle', times: 2 });
  await aws.client(EC2Client).send(new DescribeVpcsCommand({}));
  expect((await refusalOf(describe(aws))).code).toBe('ThrottlingException');
  expect((await refusalOf(describe(aws))).code).toBe('ThrottlingException');
  expect(await names(aws)).toEqual([]);
});

test('every third call fails', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ kind: 'error-5xx', every: 3 });
  const outcomes = [];
  for (let call = 0; call < 6; call += 1)
    outcomes.push(
      await describe(aws).then(
        () => 'ok',
        (error: Error) => error.name,
      ),
    );
  expect(outcomes).toEqual(['ok', 'ok', 'InternalFailure', 'ok', 'ok', 'InternalFailure']);
});

test('EC2 throttles in its own words', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ service: 'ec2', kind: 'throttle' });
  expect((await refusalOf(aws.client(EC2Client).send(new DescribeVpcsCommand({})))).code).toBe('RequestLimitExceeded');
});

test('a denied call is denied even to an administrator', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ action: 'DescribeTargetGroups', kind: 'deny' });
  expect((await refusalOf(describe(aws))).code).toBe('AccessDenied');
});

test('a lost response hides that the work was done', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ action: 'CreateTargetGroup', kind: 'lost-response', times: 1 });
  expect((await refusalOf(aTargetGroup(aws, 'cart'))).code).toBe('InternalFailure');
  expect(await names(aws)).toEqual(['cart']);
});

test('a stale read answers from before the latest write', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ action: 'DescribeTargetGroups', kind: 'stale-read', times: 1 });
  await aTargetGroup(aws, 'cart');
  expect(await names(aws)).toEqual([]);
  expect(await names(aws)).toEqual(['cart']);
});

const lag: readonly (readonly [string, string, (aws: Aws) => Promise<() => Promise<unknown>>, string])[] = [
  [
    'elasticloadbalancing',
    'CreateRule',
    async (aws) => {
      const listener = await aListener(aws, await aLoadBalancer(aws, 'shop'), 80);
      return () => aRule(aws, listener, 1);
    },
    'ListenerNotFoundException',
  ],
  [
    'elasticloadbalancing',
    'AddListenerCertificates',
    async (aws) => {
      const Certificates = [{ CertificateArn: aws.account.certificateArn }];
      const { elb } = aws;
      const { Listeners } = await elb.send(
        new CreateListenerCommand({
          LoadBalancerArn: await aLoadBalancer(aws, 'shop'),
          Protocol: 'HTTPS',
          Port: 443,
          Certificates,
          DefaultActions: [notFound],
        }),
      );
      const young = Listeners?.[0]?.ListenerArn;
      return () => elb.send(new AddListenerCertificatesCommand({ ListenerArn: young, Certificates }));
    },
    'ListenerNotFoundException',
  ],
  [
    'elasticloadbalancing',
    'DeleteTargetGroup',
    async (aws) => {
      const TargetGroupArn = await aTargetGroup(aws, 'cart');
      const listener = await aListener(aws, await aLoadBalancer(aws, 'shop'), 80);
      const rule = await aRule(aws, listener, 1, { Type: 'forward', TargetGroupArn });
      await aws.elb.send(new DeleteRuleCommand({ RuleArn: rule }));
      return () => aws.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
    },
    'ResourceInUseException',
  ],
  [
    'ec2',
    'DeleteSecurityGroup',
    async (aws) => {
      const ec2 = aws.client(EC2Client);
      const { GroupId = '' } = await ec2.send(
        new CreateSecurityGroupCommand({ GroupName: 'front', Description: 'front', VpcId: aws.account.vpcId }),
      );
      const LoadBalancerArn = await aLoadBalancer(aws, 'shop');
      await aws.elb.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: [GroupId] }));
      await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
      return () => ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    },
    'DependencyViolation',
  ],
];

test.each(lag)('%s:%s lags behind the call before, once', async (service, action, prepare, code) => {
  const aws = await anAws();
  aws.emulator.faults.add({ service, action, kind: 'stale-read', times: 1 });
  const call = await prepare(aws);
  expect((await refusalOf(call())).code).toBe(code);
  await call();
});

test('a stale write that finds nothing wrong is done once', async () => {
  const aws = await anAws();
  const listener = await aListener(aws, await aLoadBalancer(aws, 'shop'), 80);
  aws.emulator.faults.add({ action: 'CreateRule', kind: 'stale-read' });
  await aRule(aws, listener, 1);
  await aRule(aws, listener, 2);
  expect(aws.emulator.loadBalancers.loadBalancers()[0]?.listeners[0]?.rules.map(({ priority }) => priority)).toEqual([
    '1',
    '2',
    'default',
  ]);
});

test('a slow call is answered when its time has come', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ kind: 'slow', delayMs: 5000 });
  let isAnswered = false;
  const call = describe(aws).then(() => {
    isAnswered = true;
  });
  await aws.clock.advance(4999);
  expect(isAnswered).toBe(false);
  while (!isAnswered) await aws.clock.advance(1);
  await call;
});

test('a broken connection is no answer at all', async () => {
  const aws = await anAws();
  aws.emulator.faults.add({ kind: 'rst', times: 1 });
  await expect(describe(aws)).rejects.toThrow(/ECONNRESET/);
  expect(aws.emulator.callLog.entries()[0]).toMatchObject({ status: 0, code: 'ConnectionReset' });
});

test('the same seed strikes the same calls', async () => {
  const outcomes = async () => {
    const aws = await anAws();
    aws.emulator.faults.add({ kind: 'throttle', probability: 0.5, seed: 7 });
    const seen = [];
    for (let call = 0; call < 20; call += 1)
      seen.push(
        await describe(aws).then(
          () => true,
          () => false,
        ),
      );
    return seen;
  };
  const first = await outcomes();
  expect(await outcomes()).toEqual(first);
  expect(new Set(first).size).toBe(2);
});
