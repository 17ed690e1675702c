// Injected failures.
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { anAws, refusalOf, type Aws } from './aws.ts';
import { aListener, aLoadBalancer, aRule, aTargetGroup } from './balanced.ts';

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

test('a stale write does not know its parent yet', async () => {
  const aws = await anAws();
  const loadBalancer = await aLoadBalancer(aws, 'shop');
  aws.emulator.faults.add({ action: 'CreateRule', kind: 'stale-read', times: 1 });
  const listener = await aListener(aws, loadBalancer, 80);
  expect((await refusalOf(aRule(aws, listener, 1))).code).toBe('ListenerNotFoundException');
  await aRule(aws, listener, 1);
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
