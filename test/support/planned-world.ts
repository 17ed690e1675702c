// Plan and apply against the model of AWS, step by step: what the laws quantify over.
import { profileNamed } from '../../lib/core/profile/profiles.ts';
import type { Known } from '../../lib/core/base/ref.ts';
import { actionsText } from '../../lib/core/plan/canonical-rule.ts';
import type { ObservedStack } from '../../lib/core/plan/observed.ts';
import type { Plan } from '../../lib/core/plan/plan.ts';
import { planStack, type PlanOptions } from '../../lib/core/plan/plan-stack.ts';
import type { Stack } from '../../lib/core/stack/stack.ts';
import type { AwsWorld } from './aws-world.ts';
import { gateway, type Request } from './stacks.ts';

export const alb = profileNamed('alb');

export function optionsFor(world: AwsWorld, stack: Stack, more: Partial<PlanOptions> = {}): PlanOptions {
  const bound = stack.targetGroups.filter(({ binding }) => binding !== undefined);
  const targets = Object.fromEntries(bound.map(({ id }) => [id, [{ id: '10.0.0.1', port: 8080 }]]));
  return { complete: true, now: world.now, targets, ...more };
}

/** Everything the model holds, as a perfect reader would report it. */
export function observeAll(world: AwsWorld): ObservedStack {
  const targetGroups = [...world.targetGroups.values()].map((group) => {
    const states = [...world.groupTargets(group.arn).values()];
    return {
      ...group,
      loadBalancerArns: world.attachedTo(group.arn),
      health: { registered: states.length, healthy: states.filter(({ state }) => state === 'healthy').length },
    };
  });
  return structuredClone({
    loadBalancers: [...world.loadBalancers.values()].map(({ activeAt, ...rest }) => ({
      ...rest,
      state: world.stateOf({ activeAt }),
    })),
    listeners: [...world.listeners.values()],
    rules: [...world.rules.values()],
    targetGroups,
    securityGroups: [...world.securityGroups.values()],
    complete: true,
  });
}

export function planFor(world: AwsWorld, stack: Stack, more: Partial<PlanOptions> = {}): Plan {
  return planStack(stack, observeAll(world), alb, optionsFor(world, stack, more));
}

/** Applies a plan in order; `each` sees the world after every step. */
export async function apply(
  world: AwsWorld,
  plan: Plan,
  each: (step: Plan['steps'][number]) => void = () => undefined,
): Promise<void> {
  let known: Known = {};
  for (const step of plan.steps) {
    known = { ...known, ...(await world.writer.perform(step, known, () => Promise.resolve({}))) };
    each(step);
  }
}

/** Plans and applies until nothing is left to do; new targets become healthy meanwhile. */
export async function settle(
  world: AwsWorld,
  stack: Stack,
  each: (step: Plan['steps'][number]) => void = () => undefined,
): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    const plan = planFor(world, stack);
    if (plan.steps.length === 0 && !plan.waitsFor.some(({ why }) => why.includes('healthy'))) return;
    await apply(world, plan, each);
    world.makeHealthy();
    world.advance(5_000);
  }
  throw new Error(`does not settle: ${JSON.stringify(planFor(world, stack), undefined, 1)}`);
}

/** What answers a request: the action of the first rule that matches, or `none` (default action, or no listener). */
export function answerOf(world: AwsWorld, request: Request): string {
  const listener = [...world.listeners.values()].find(({ port }) => port === request.port);
  const rules = [...world.rules.values()]
    .filter(({ listenerArn }) => listenerArn === listener?.arn)
    .sort((a, b) => a.priority - b.priority);
  const winner = rules.find(({ conditions }) =>
    conditions.every((condition) => {
      if (condition.field === 'host-header') return condition.values?.includes(request.host) === true;
      if (condition.field !== 'path-pattern') return false;
      return (
        condition.values?.some((pattern) =>
          pattern.endsWith('*') ? request.path.startsWith(pattern.slice(0, -1)) : request.path === pattern,
        ) === true
      );
    }),
  );
  if (winner === undefined) return 'none';
  const named = winner.actions.map((action) =>
    action.type === 'forward'
      ? {
          ...action,
          targetGroups: action.targetGroups.map(({ arn, weight }) => ({
            arn: world.targetGroups.get(String(arn))?.name ?? 'gone',
            weight,
          })),
        }
      : action,
  );
  return actionsText(named);
}

/** The world without what differs between two histories of the same end: ARNs, serial numbers, absolute priorities. */
export function essence(world: AwsWorld): unknown {
  const groupName = (arn: unknown): string => world.targetGroups.get(String(arn))?.name ?? String(arn);
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'string' && member.includes(':targetgroup/') ? groupName(member) : member,
    );
  return {
    loadBalancers: [...world.loadBalancers.values()].map(({ name, scheme, tags, attributes, subnetIds }) =>
      text([
        name,
        scheme,
        subnetIds,
        Object.entries(attributes ?? {}).sort(),
        Object.entries(tags).filter(isNotMemory).sort(),
      ]),
    ),
    listeners: [...world.listeners.values()]
      .sort((a, b) => a.port - b.port)
      .map(({ arn, port, protocol, certificates, tags }) => ({
        port,
        protocol,
        certificates,
        tags: text(Object.entries(tags).sort()),
        rules: [...world.rules.values()]
          .filter(({ listenerArn }) => listenerArn === arn)
          .sort((a, b) => a.priority - b.priority)
          .map(({ conditions, actions, transforms, tags: ruleTags }) =>
            text({ conditions, actions, transforms, tags: Object.entries(ruleTags).sort() }),
          ),
      })),
    targetGroups: [...world.targetGroups.values()]
      .map(({ name, protocolVersion, tags }) => text({ name, protocolVersion, tags: Object.entries(tags).sort() }))
      .sort(),
    securityGroups: [...world.securityGroups.values()]
      .map(({ name, ingress, tags }) => ({
        name,
        tags: text(Object.entries(tags).sort()),
        ingress: ingress.map(text).sort(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The memory of attributes never forgets, so it differs between histories. */
function isNotMemory([key]: readonly [string, string]): boolean {
  return key !== alb.tagKeys.attributes;
}

/** The security group in front of the nodes, as EKS tags it. */
export function nodesGroup(world: AwsWorld): void {
  world.securityGroups.set('sg-nodes', {
    id: 'sg-nodes',
    name: 'eks-nodes',
    vpcId: 'vpc-1',
    ingress: [],
    tags: { [`kubernetes.io/cluster/${gateway.cluster}`]: 'owned' },
  });
}
