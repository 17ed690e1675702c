import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../../lib/core/plan/render.ts';
import { AwsWorld } from '../../support/aws-world.ts';
import { alb, apply, nodesGroup, planFor, settle } from '../../support/planned-world.ts';
import { aListener, aRule, aStack, aTargetGroup, forwardTo, gateway, pathIs } from '../../support/stacks.ts';
import type { Stack } from '../../../lib/core/stack/stack.ts';

async function worldWith(stack: Stack): Promise<AwsWorld> {
  const world = new AwsWorld();
  nodesGroup(world);
  await settle(world, stack);
  return world;
}

function withAttributes(attributes: Readonly<Record<string, string>>): Stack {
  const stack = aStack();
  return { ...stack, ...(stack.loadBalancer && { loadBalancer: { ...stack.loadBalancer, attributes } }) };
}

const calls = (plan: ReturnType<typeof planFor>): readonly string[] => plan.steps.map(({ request }) => request.call);

describe('creating a stack', () => {
  it('takes eleven writes for the worked example, the load balancer early', () => {
    const world = new AwsWorld();
    nodesGroup(world);
    expect(calls(planFor(world, aStack()))).toEqual([
      'CreateSecurityGroup',
      'AuthorizeSecurityGroupIngress',
      'CreateSecurityGroup',
      'CreateLoadBalancer',
      'CreateTargetGroup',
      'RegisterTargets',
      'AuthorizeSecurityGroupIngress',
      'CreateListener',
      'CreateListener',
      'CreateRule',
      'CreateRule',
    ]);
  });

  it('is told in words', () => {
    const world = new AwsWorld();
    expect(renderPlan(planFor(world, aStack()))).toMatch(
      /^\+ CreateSecurityGroup ManagedLBSecurityGroup {2}\(desired, absent\)\n[^]*\n8 to create, 3 to modify, 1 to wait for\.\n$/,
    );
  });
});

describe('attributes', () => {
  it('return to their defaults when configuration no longer names them, and are left alone when it never did', async () => {
    const world = await worldWith(withAttributes({ 'idle_timeout.timeout_seconds': '120' }));
    const [balancer] = world.loadBalancers.values();
    if (balancer === undefined) throw new Error('no load balancer');
    balancer.attributes = { ...balancer.attributes, 'access_logs.s3.enabled': 'true' };
    await settle(world, withAttributes({}));
    expect(balancer.attributes).toMatchObject({
      'idle_timeout.timeout_seconds': '60',
      'access_logs.s3.enabled': 'true',
    });
  });

  it('cost no call when they are AWS’s defaults', () => {
    expect(calls(planFor(new AwsWorld(), withAttributes({ 'routing.http2.enabled': 'true' })))).not.toContain(
      'ModifyLoadBalancerAttributes',
    );
  });
});

describe('rules', () => {
  it('read back in AWS’s own words are no difference', async () => {
    const redirect = { type: 'redirect', host: 'other.example', statusCode: 'HTTP_301' } as const;
    const rules = [
      aRule(80, 1, pathIs('/r'), [redirect]),
      aRule(80, 2, pathIs('/b', '/a'), [forwardTo('web')]),
      aRule(
        80,
        3,
        [{ field: 'http-header', name: 'X-Team', values: ['One'] }],
        [{ type: 'fixed-response', statusCode: '404' }],
      ),
    ];
    const world = await worldWith(aStack({ rules }));
    expect(planFor(world, aStack({ rules })).steps).toEqual([]);
  });

  it('are changed in place when only what they do differs', async () => {
    const world = await worldWith(aStack());
    const rules = [80, 443].map((port) =>
      aRule(port, 1, pathIs('/*'), [{ type: 'fixed-response', statusCode: '503' }]),
    );
    expect(calls(planFor(world, aStack({ rules, targetGroups: [] })))).toEqual([
      'ModifyRule',
      'ModifyRule',
      'DeleteTargetGroup',
    ]);
  });

  it('make room first when the load balancer is full', async () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      aRule(80, index + 1, pathIs(`/old-${String(index)}`), [forwardTo('web')]),
    );
    const world = await worldWith(aStack({ rules: many }));
    const changed = many.map((rule, index) =>
      index < 98 ? rule : aRule(80, index + 1, pathIs(`/new-${String(index)}`), [forwardTo('web')]),
    );
    await settle(world, aStack({ rules: changed }));
    expect(world.rules.size).toBe(100);
    expect(planFor(world, aStack({ rules: changed })).steps).toEqual([]);
  });

  it('of somebody else on our listener stay where they are', async () => {
    const world = await worldWith(aStack());
    const [listener] = world.listeners.keys();
    const foreign = {
      arn: 'arn:by-hand',
      listenerArn: listener ?? '',
      priority: 1,
      conditions: pathIs('/hand'),
      actions: [],
      transforms: [],
      tags: {},
    };
    world.rules.set(foreign.arn, structuredClone(foreign));
    await settle(
      world,
      aStack({
        rules: [80, 443].flatMap((port) => [
          aRule(port, 1, pathIs('/new'), [forwardTo('web')]),
          aRule(port, 2, pathIs('/*'), [forwardTo('web')]),
        ]),
      }),
    );
    expect(world.rules.get(foreign.arn)).toEqual(foreign);
  });
});

describe('listeners', () => {
  it('that cannot be decided now keep serving, with their rules and groups', async () => {
    const world = await worldWith(aStack());
    const held = aStack({
      listeners: [aListener(80)],
      rules: [aRule(80, 1, pathIs('/*'), [{ type: 'fixed-response', statusCode: '200' }])],
      targetGroups: [],
      heldPorts: [443],
    });
    await settle(world, held);
    expect([...world.listeners.values()].map(({ port }) => port).sort()).toEqual([443, 80]);
    expect(world.targetGroups.size).toBe(1);
    await settle(world, { ...held, heldPorts: [] });
    expect(world.targetGroups.size).toBe(0);
  });

  it('get their further certificates added before surplus ones are removed', async () => {
    const tls = (...certificates: readonly string[]): Stack =>
      aStack({ listeners: [aListener(80), aListener(443, { certificates })] });
    const world = await worldWith(tls('arn:a', 'arn:b'));
    const plan = planFor(world, tls('arn:a', 'arn:c'));
    expect(calls(plan)).toEqual(['AddListenerCertificates', 'RemoveListenerCertificates']);
    await apply(world, plan);
    expect([...world.listeners.values()].find(({ port }) => port === 443)?.certificates).toEqual(['arn:a', 'arn:c']);
  });
});

describe('target groups', () => {
  it('that must be replaced serve until the new one is healthy', async () => {
    const stack = (protocolVersion: 'HTTP1' | 'HTTP2'): Stack =>
      aStack({ targetGroups: [aTargetGroup('web', { protocolVersion, name: `k8s-${protocolVersion}` })] });
    const world = await worldWith(stack('HTTP1'));
    await apply(world, planFor(world, stack('HTTP2')));
    expect(planFor(world, stack('HTTP2'))).toMatchObject({
      steps: [],
      waitsFor: [{ why: 'new targets are becoming healthy' }, {}],
    });
    world.makeHealthy();
    await settle(world, stack('HTTP2'));
    expect([...world.targetGroups.values()].map(({ name }) => name)).toEqual(['k8s-HTTP2']);
    expect(world.rules.size).toBe(2);
  });

  it('that never become healthy serve when the patience is over', async () => {
    const stack = (protocolVersion: 'HTTP1' | 'HTTP2'): Stack =>
      aStack({ targetGroups: [aTargetGroup('web', { protocolVersion, name: `k8s-${protocolVersion}` })] });
    const world = await worldWith(stack('HTTP1'));
    await apply(world, planFor(world, stack('HTTP2')));
    world.advance(121_000);
    expect(calls(planFor(world, stack('HTTP2')))).toContain('ModifyRule');
  });

  it('carry the binding by which target synchronisation finds them', async () => {
    const world = await worldWith(aStack());
    const [group] = world.targetGroups.values();
    expect(group?.tags[alb.tagKeys.binding]).toBe('shop/web:80');
  });
});

describe('the scheme of a load balancer', () => {
  it('is not changed in place, and the plan says why', async () => {
    const world = await worldWith(aStack());
    const { loadBalancer } = aStack();
    const plan = planFor(
      world,
      aStack({ ...(loadBalancer && { loadBalancer: { ...loadBalancer, scheme: 'internal' } }) }),
    );
    expect(plan.steps).toEqual([]);
    expect(plan.waitsFor[0]?.why).toContain('AWS cannot make it internal in place');
  });
});

describe('security groups', () => {
  it('of the cluster only get what is missing, and only if they carry its mark', async () => {
    const world = await worldWith(aStack());
    const nodes = world.securityGroups.get('sg-nodes');
    if (nodes === undefined) throw new Error('no group');
    const shared = [...world.securityGroups.values()].find(({ name }) => name === 'k8s-traffic-prod')?.id ?? '';
    nodes.ingress = [{ protocol: 'tcp', fromPort: 8000, toPort: 9000, source: { securityGroup: shared } }];
    expect(planFor(world, aStack()).steps).toEqual([]);
    nodes.ingress = [];
    expect(calls(planFor(world, aStack()))).toEqual(['AuthorizeSecurityGroupIngress']);
    nodes.tags = {};
    const plan = planFor(world, aStack());
    expect(plan.steps).toEqual([]);
    expect(plan.waitsFor[0]?.why).toContain(`kubernetes.io/cluster/${gateway.cluster}`);
  });

  it('that another group’s permission of ours names are forgotten there before they are deleted', async () => {
    const world = await worldWith(aStack());
    const nodes = world.securityGroups.get('sg-nodes');
    const front = [...world.securityGroups.values()].find(({ name }) => name === aStack().securityGroups[0]?.name);
    if (nodes === undefined || front === undefined) throw new Error('no group');
    const source = { securityGroup: front.id };
    const ours = {
      protocol: 'tcp',
      fromPort: 80,
      toPort: 80,
      source,
      description: alb.descriptions.targetIngress,
    } as const;
    const theirs = { ...ours, fromPort: 81, toPort: 81, description: 'by hand' };
    nodes.ingress = [ours, theirs];
    const { loadBalancer: _, ...rest } = aStack();
    const { steps } = planFor(world, { ...rest, securityGroups: [], targetIngress: [] });
    const revoke = steps.find(({ resource }) => resource === 'sg-nodes');
    expect(revoke?.request).toEqual({ call: 'RevokeSecurityGroupIngress', groupId: 'sg-nodes', rules: [ours] });
    expect(steps.find(({ id }) => id === `delete ${front.id}`)?.after).toContain(revoke?.id);
  });
});
