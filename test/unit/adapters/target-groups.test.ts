import { describe, expect, it } from 'vitest';
import { targetGroupFromSdk } from '../../../lib/adapters/aws/target-group-shapes.ts';
import { createTargetRegistry } from '../../../lib/adapters/aws/target-registry.ts';
import type { HealthCheck } from '../../../lib/core/stack/stack.ts';
import { anAccount, faultOf, ours, performerOf } from './aws-account.ts';
import { aListener, aTargetGroup, createdListener, createdLoadBalancer, createdTargetGroup } from './aws-stack.ts';

const grpcCheck: HealthCheck = {
  port: '9090',
  protocol: 'HTTP',
  path: '/AWS.ALB/healthcheck',
  matcher: { grpcCode: '0-12' },
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThresholdCount: 5,
  unhealthyThresholdCount: 2,
};

describe('a target group that a step creates', () => {
  it.each([
    ['of addresses that speak HTTP', {}],
    ['of instances', { targetType: 'instance' as const }],
    ['of gRPC servers', { protocolVersion: 'GRPC' as const, healthCheck: grpcCheck }],
    ['of IPv6 addresses', { ipAddressType: 'ipv6' as const }],
    ['of servers that speak TLS', { protocol: 'HTTPS' as const, protocolVersion: 'HTTP2' as const }],
  ])('%s is read back as asked for', async (_what, changes) => {
    const account = await anAccount({ as: 'reconcile' });
    const arn = await createdTargetGroup(account, 'cart', changes);
    const asked = aTargetGroup(account, 'cart', changes);
    const { id: _id, nameIsFixed: _fixed, attributes: _attributes, tags: _tags, ...observable } = asked;
    expect(await account.reader.targetGroups({ names: ['cart'] })).toEqual([
      { ...observable, arn, loadBalancerArns: [] },
    ]);
    expect(await account.reader.tags([arn])).toEqual({ [arn]: ours });
  });

  it('is found by the load balancer that uses it', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const group = await createdTargetGroup(account, 'cart');
    await createdTargetGroup(account, 'unused');
    const loadBalancerArn = await createdLoadBalancer(account);
    expect(await account.reader.targetGroups({ loadBalancerArn })).toEqual([]);
    const forward = { type: 'forward' as const, targetGroups: [{ arn: group, weight: 1 }] };
    await createdListener(account, loadBalancerArn, aListener(80, { defaultActions: [forward] }));
    const found = await account.reader.targetGroups({ loadBalancerArn });
    expect(found.map(({ arn, loadBalancerArns }) => [arn, loadBalancerArns])).toEqual([[group, [loadBalancerArn]]]);
    expect((await faultOf(account.perform({ call: 'DeleteTargetGroup', targetGroup: group }))).kind).toBe('in-use');
  });
});

describe('a target group that a step modifies', () => {
  it('has the new health check and attributes', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const targetGroup = await createdTargetGroup(account, 'grpc', { protocolVersion: 'GRPC', healthCheck: grpcCheck });
    const healthCheck: HealthCheck = {
      ...grpcCheck,
      matcher: { grpcCode: '0' },
      intervalSeconds: 60,
      port: 'traffic-port',
    };
    const attributes = { 'deregistration_delay.timeout_seconds': '30', 'stickiness.enabled': 'true' };
    await account.perform({ call: 'ModifyTargetGroup', targetGroup, healthCheck });
    await account.perform({ call: 'ModifyTargetGroupAttributes', targetGroup, attributes });
    expect((await account.reader.targetGroups({ arns: [targetGroup] }))[0]?.healthCheck).toEqual(healthCheck);
    expect(await account.reader.targetGroupAttributes(targetGroup)).toMatchObject(attributes);
  });

  it('goes', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const targetGroup = await createdTargetGroup(account, 'cart');
    await account.perform({ call: 'DeleteTargetGroup', targetGroup }, { verb: 'delete' });
    expect(await account.reader.targetGroups({ arns: [targetGroup] })).toEqual([]);
  });
});

describe('a health check over TCP, which another controller made', () => {
  it('is not mistaken for one over HTTP', () => {
    expect(targetGroupFromSdk({ HealthCheckProtocol: 'TCP', HealthCheckPort: '8080' }).healthCheck.protocol).toBe(
      'TCP',
    );
  });
});

describe('targets', () => {
  const many = Array.from({ length: 250 }, (_, index) => ({ id: `10.0.130.${index}`, port: 8080 }));

  it('are registered by the step that fills a new group, more than one call takes', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const group = await createdTargetGroup(account, 'cart');
    account.calls();
    const known = { cart: { arn: group } };
    const targetGroup = { ref: 'cart', attribute: 'arn' as const };
    await account.perform({ call: 'RegisterTargets', targetGroup, targets: many }, { known });
    expect(account.calls()).toEqual(['RegisterTargets', 'RegisterTargets']);
    expect(await createTargetRegistry(account.clients).health(group)).toHaveLength(250);
  });

  it('come and go, and their state is told with its reason', async () => {
    const account = await anAccount({ as: 'targets' });
    const group = await createdTargetGroup({ ...account, perform: performerOf(account.admin) }, 'cart');
    const registry = createTargetRegistry(account.clients);
    await registry.register(group, many);
    expect((await registry.health(group)).slice(0, 1)).toEqual([
      { id: '10.0.130.0', port: 8080, availabilityZone: 'us-west-2a', state: 'unused', reason: 'Target.NotInUse' },
    ]);
    await registry.deregister(group, many.slice(1));
    expect((await registry.health(group)).map(({ id }) => id)).toEqual(['10.0.130.0']);
    await registry.deregister(group, many.slice(1));
    await registry.register(group, []);
  });

  it('outside the VPC are registered for all zones', async () => {
    const account = await anAccount();
    const group = await createdTargetGroup(account, 'cart');
    const registry = createTargetRegistry(account.clients);
    await registry.register(group, [{ id: '192.168.7.1', port: 80, availabilityZone: 'all' }]);
    expect(await registry.health(group)).toMatchObject([{ id: '192.168.7.1', availabilityZone: 'all' }]);
    const outside = registry.register(group, [{ id: '192.168.7.2', port: 80 }]);
    expect((await faultOf(outside)).kind).toBe('rejected');
  });
});
