import { describe, expect, it } from 'vitest';
import { applyToObserved } from '../../../lib/core/plan/apply-to-observed.ts';
import type { ObservedStack } from '../../../lib/core/plan/observed.ts';
import type { Plan } from '../../../lib/core/plan/plan.ts';
import { planStack } from '../../../lib/core/plan/plan-stack.ts';
import type { Stack } from '../../../lib/core/stack/stack.ts';
import { AwsWorld } from '../../support/aws-world.ts';
import { alb, nodesGroup, observeAll, optionsFor, settle } from '../../support/planned-world.ts';
import { aStack } from '../../support/stacks.ts';

function withShield(shieldProtected: boolean): Stack {
  const stack = aStack();
  return { ...stack, ...(stack.loadBalancer && { loadBalancer: { ...stack.loadBalancer, shieldProtected } }) };
}

const calls = ({ steps }: Plan): readonly string[] => steps.map(({ request }) => request.call);

/** The stack as a process remembers it that has just had its load balancer protected. */
async function justProtected(): Promise<{ world: AwsWorld; remembered: ObservedStack }> {
  const world = new AwsWorld();
  nodesGroup(world);
  await settle(world, aStack());
  world.advance(600_000);
  const observed = observeAll(world);
  const plan = planStack(withShield(true), observed, alb, optionsFor(world, aStack()));
  expect(calls(plan)).toEqual(['CreateProtection']);
  const known = { LoadBalancer: { arn: observed.loadBalancers[0]?.arn ?? '' } };
  return { world, remembered: plan.steps.reduce((after, step) => applyToObserved(after, step, known), observed) };
}

describe('a Shield protection that this process has just made', () => {
  it('is not made again', async () => {
    const { world, remembered } = await justProtected();
    const plan = planStack(withShield(true), remembered, alb, optionsFor(world, aStack()));
    expect(plan).toEqual({ steps: [], waitsFor: [] });
  });

  it('is not deleted under a name that is not its id, but after AWS has been asked for the id', async () => {
    const { world, remembered } = await justProtected();
    const plan = planStack(withShield(false), remembered, alb, optionsFor(world, aStack()));
    expect(plan.steps).toEqual([]);
    expect(plan.waitsFor).toMatchObject([{ resource: 'LoadBalancer', leavesUndone: true }]);
    const [balancer] = remembered.loadBalancers;
    if (balancer === undefined) throw new Error('no load balancer');
    const read = { ...remembered, loadBalancers: [{ ...balancer, protectionId: 'c0ffee' }] };
    expect(planStack(withShield(false), read, alb, optionsFor(world, aStack())).steps).toMatchObject([
      { request: { call: 'DeleteProtection', protectionId: 'c0ffee' } },
    ]);
  });
});
