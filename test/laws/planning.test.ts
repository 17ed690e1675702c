import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyToObserved } from '../../lib/core/plan/apply-to-observed.ts';
import { takesAway } from '../../lib/core/plan/deletion-guard.ts';
import { planStack } from '../../lib/core/plan/plan-stack.ts';
import { refsIn } from '../../lib/core/plan/resolve-refs.ts';
import type { Known } from '../../lib/core/base/ref.ts';
import type { Step } from '../../lib/core/plan/step.ts';
import type { Stack } from '../../lib/core/stack/stack.ts';
import { AwsWorld, Killed } from '../support/aws-world.ts';
import {
  alb,
  answerOf,
  apply,
  essence,
  nodesGroup,
  observeAll,
  optionsFor,
  planFor,
  settle,
} from '../support/planned-world.ts';
import { changeArbitrary, nothing, requests, stackArbitrary } from '../support/stacks.ts';

const runs = { numRuns: 60 };

async function worldWith(stack: Stack): Promise<AwsWorld> {
  const world = new AwsWorld();
  nodesGroup(world);
  await settle(world, stack);
  return world;
}

describe('law 2: idempotence', () => {
  it('leaves nothing to do once a plan is applied', async () => {
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, async (before, after) => {
        const world = await worldWith(before);
        await settle(world, after);
        expect(planFor(world, after).steps).toEqual([]);
      }),
      runs,
    );
  });

  it('foretells what the world looks like after a plan', async () => {
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, async (before, after) => {
        const world = await worldWith(before);
        const plan = planFor(world, after);
        const foretold = plan.steps.reduce(
          ({ observed, known }, step): { observed: ReturnType<typeof observeAll>; known: Known } => {
            const learnt: Known =
              step.verb === 'create'
                ? { ...known, [step.resource]: { arn: `arn of ${step.resource}`, groupId: `id of ${step.resource}` } }
                : known;
            return { observed: applyToObserved(observed, step, learnt), known: learnt };
          },
          { observed: observeAll(world), known: {} as Known },
        );
        expect(planStack(after, foretold.observed, alb, optionsFor(world, after)).steps).toEqual([]);
      }),
      runs,
    );
  });
});

describe('law 3: interruption', () => {
  it('reaches the same end from wherever a plan was cut', async () => {
    let cuts = 0;
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, fc.nat(), async (before, after, seed) => {
        const straight = await worldWith(before);
        await settle(straight, after);
        const cut = await worldWith(before);
        const { length } = planFor(cut, after).steps;
        if (length === 0) return;
        cuts += 1;
        cut.killAfterWrites = cut.writes + 1 + (seed % length);
        await expect(apply(cut, planFor(cut, after))).rejects.toBeInstanceOf(Killed);
        cut.killAfterWrites = Infinity;
        await settle(cut, after);
        expect(essence(cut)).toEqual(essence(straight));
      }),
      runs,
    );
    expect(cuts).toBeGreaterThan(30);
  });

  it('can be cut after every single step of a change and of a deletion', async () => {
    const [before, after] = fc.sample(stackArbitrary, { numRuns: 2, seed: 11 });
    if (before === undefined || after === undefined) throw new Error('no sample');
    for (const target of [after, nothing]) {
      const reference = await worldWith(before);
      const total = planFor(reference, target).steps.length;
      await settle(reference, target);
      for (let writes = 1; writes <= total; writes += 1) {
        const world = await worldWith(before);
        world.killAfterWrites = world.writes + writes;
        await expect(apply(world, planFor(world, target))).rejects.toBeInstanceOf(Killed);
        world.killAfterWrites = Infinity;
        await settle(world, target);
        expect(essence(world), `after ${String(writes)} of ${String(total)} steps`).toEqual(essence(reference));
      }
    }
  });

  it('takes two runs of different plans at once without harm: conflicts, then the same end', async () => {
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, stackArbitrary, async (before, stale, fresh) => {
        const world = await worldWith(before);
        const plans = [planFor(world, stale), planFor(world, fresh)];
        await Promise.allSettled(plans.map((plan) => apply(world, plan)));
        await settle(world, fresh);
        const straight = await worldWith(before);
        await settle(straight, fresh);
        expect(essence(world)).toEqual(essence(straight));
      }),
      runs,
    );
  });
});

describe('law 6: ownership', () => {
  it('touches nothing that lacks the tags of the stack', async () => {
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, fc.boolean(), async (before, after, deleted) => {
        const world = await worldWith(before);
        const foreign = disown(world);
        await apply(world, planFor(world, deleted ? nothing : after)).catch(() => undefined);
        for (const [arn, was] of foreign) {
          if (was.listenerArn !== undefined && !world.listeners.has(was.listenerArn)) continue; // gone with our own listener
          expect(world.rules.get(arn) ?? world.targetGroups.get(arn) ?? world.securityGroups.get(arn), arn).toEqual(
            was,
          );
        }
      }),
      runs,
    );
  });

  it('never takes over a load balancer, a group or a port that somebody else holds', async () => {
    const world = await worldWith(fc.sample(stackArbitrary, { numRuns: 1, seed: 5 })[0] ?? nothing);
    for (const balancer of world.loadBalancers.values()) balancer.tags = {};
    const plan = planFor(world, fc.sample(stackArbitrary, { numRuns: 1, seed: 6 })[0] ?? nothing);
    expect(
      plan.steps.filter(({ request }) => request.call === 'CreateLoadBalancer' || request.call.startsWith('Delete')),
    ).toEqual([]);
    expect(plan.waitsFor.map(({ why }) => why).join()).toContain('is taken by one that is not');
  });
});

/** Takes our tags off every other resource, as if somebody had made it by hand; answers what they look like. */
function disown(world: AwsWorld): ReadonlyMap<string, Tagged> {
  const owners: readonly (readonly [string, Tagged])[] = [
    ...world.rules,
    ...world.targetGroups,
    ...world.securityGroups,
  ];
  const chosen = owners.filter(([id], index) => index % 2 === 0 && id !== 'sg-nodes');
  for (const [, owner] of chosen) owner.tags = { team: 'other' };
  return new Map(chosen.map(([id, owner]) => [id, structuredClone(owner)]));
}

interface Tagged {
  tags: Readonly<Record<string, string>>;
  listenerArn?: string;
}

describe('law 7: no gap', () => {
  it('answers every request, in between, as before or as after', async () => {
    const seen = { both: 0, changed: 0, steps: 0 };
    await fc.assert(
      fc.asyncProperty(changeArbitrary, async ([before, after]) => {
        const world = await worldWith(before);
        for (let round = 0; round < 4; round += 1) {
          const gaps = await gapsOf(world, planFor(world, after).steps, seen);
          expect(gaps).toEqual([]);
          world.makeHealthy();
        }
      }),
      { numRuns: 100 },
    );
    // How much the random worlds overlap: requests answered both before and after, and those whose answer changes.
    expect(seen.both).toBeGreaterThan(1_000);
    expect(seen.changed).toBeGreaterThan(200);
  });

  it('is seen to be broken when steps run in another order', async () => {
    const disorders: readonly (readonly [string, (steps: readonly Step[]) => readonly Step[]])[] = [
      ['deletes first', (steps) => [...steps.filter(takesAway), ...steps.filter((step) => !takesAway(step))]],
      ['reorder before creates', reorderFirst],
      [
        'changes before creates',
        (steps) => [
          ...steps.filter(({ request }) => request.call === 'ModifyRule'),
          ...steps.filter(({ request }) => request.call !== 'ModifyRule'),
        ],
      ],
      ['creates from the bottom up', (steps) => upsideDown(steps, 'CreateRule')],
      ['deletes from the top down', (steps) => upsideDown(steps, 'DeleteRule')],
      [
        'changes after the reorder',
        (steps) => [
          ...steps.filter(({ request }) => request.call !== 'ModifyRule'),
          ...steps.filter(({ request }) => request.call === 'ModifyRule'),
        ],
      ],
    ];
    const caught: Record<string, boolean> = {};
    for (const [name, disorder] of disorders) {
      caught[name] = false;
      for (const [before, after] of fc.sample(changeArbitrary, { numRuns: 150, seed: 7 })) {
        const orderly = await worldWith(before);
        await apply(orderly, planFor(orderly, after));
        const final = requests.map((request) => answerOf(orderly, request));
        const world = await worldWith(before);
        const gaps = await gapsOf(
          world,
          disorder(planFor(world, after).steps),
          { both: 0, changed: 0, steps: 0 },
          final,
        );
        if (gaps.length > 0) caught[name] = true;
        if (caught[name]) break;
      }
    }
    expect(caught).toEqual(Object.fromEntries(disorders.map(([name]) => [name, true])));
  });
});

/** Only what exists can be moved before the creates. */
function reorderFirst(steps: readonly Step[]): readonly Step[] {
  const early = steps.flatMap((step): readonly Step[] => {
    if (step.request.call !== 'SetRulePriorities') return [];
    const priorities = step.request.priorities.filter(({ rule }) => typeof rule === 'string');
    return [{ ...step, request: { ...step.request, priorities } }];
  });
  return [...early, ...steps.filter(({ verb }) => verb !== 'reorder')];
}

function upsideDown(steps: readonly Step[], call: Step['request']['call']): readonly Step[] {
  const turned = steps.filter(({ request }) => request.call === call).reverse();
  return steps.map((step) => (step.request.call === call ? (turned.shift() ?? step) : step));
}

/** Requests that some step left without their old or new answer; `final` where the steps may not come to their end. */
async function gapsOf(
  world: AwsWorld,
  steps: readonly Step[],
  seen: { both: number; changed: number; steps: number },
  final?: readonly string[],
): Promise<readonly string[]> {
  const before = requests.map((request) => answerOf(world, request));
  const between: (readonly string[])[] = [];
  const applied = apply(
    world,
    { steps, waitsFor: [] },
    () => void between.push(requests.map((request) => answerOf(world, request))),
  );
  await (final === undefined ? applied : applied.catch(() => undefined));
  const after = final ?? requests.map((request) => answerOf(world, request));
  seen.steps += steps.length;
  return requests.flatMap((request, index) => {
    const [old, end] = [before[index], after[index]];
    if (old === 'none' || end === 'none') return [];
    seen.both += 1;
    if (old !== end) seen.changed += 1;
    return between.flatMap((answers, step) => {
      const answer = answers[index] ?? '';
      return answer === old || answer === end ? [] : [`${steps[step]?.id ?? ''}: ${JSON.stringify(request)} ${answer}`];
    });
  });
}

describe('law 11: absence is not deletion', () => {
  it('takes nothing away while the cluster or AWS was not read whole', async () => {
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, fc.boolean(), async (before, after, clusterRead) => {
        const world = await worldWith(before);
        const observed = { ...observeAll(world), complete: clusterRead };
        const answers = requests.map((request) => answerOf(world, request));
        const plan = planStack(after, observed, alb, optionsFor(world, after, { complete: !clusterRead }));
        expect(plan.steps.filter(takesAway)).toEqual([]);
        const existed = { rules: [...world.rules.keys()], groups: [...world.targetGroups.keys()] };
        await apply(world, plan);
        expect([...world.rules.keys()]).toEqual(expect.arrayContaining(existed.rules));
        expect([...world.targetGroups.keys()]).toEqual(expect.arrayContaining(existed.groups));
        requests.forEach((request, index) =>
          expect(answers[index] === 'none' || answerOf(world, request) !== 'none', JSON.stringify(request)).toBe(true),
        );
      }),
      runs,
    );
  });
});

describe('a plan', () => {
  it('survives JSON, has unique ids, and names only steps before it', async () => {
    await fc.assert(
      fc.asyncProperty(stackArbitrary, stackArbitrary, async (before, after) => {
        const world = await worldWith(before);
        const { steps } = planFor(world, after);
        expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
        expect([...new Set(steps.map(({ id }) => id))]).toEqual(steps.map(({ id }) => id));
        steps.forEach(({ after: earlier, request, resource, verb }, index) => {
          const previous = steps.slice(0, index);
          expect(earlier.every((id) => previous.some((step) => step.id === id))).toBe(true);
          const created = new Set(previous.filter((step) => step.verb === 'create').map((step) => step.resource));
          expect(refsIn(request).every(({ ref }) => created.has(ref) || (verb === 'create' && ref === resource))).toBe(
            true,
          );
        });
      }),
      runs,
    );
  });
});
