// Law 7 with the rules that routes really become: folds that grow, shrink and fall apart leave no gap in traffic.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takesAway } from '../../lib/core/plan/deletion-guard.ts';
import type { Step } from '../../lib/core/plan/step.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import type { Stack } from '../../lib/core/stack/stack.ts';
import { notFound } from '../../lib/core/translate/not-found.ts';
import { likelyReadings } from '../../lib/emulator/data-plane/readings.ts';
import { AwsWorld } from '../support/aws-world.ts';
import { translate } from '../support/meaning/compare.ts';
import { emulate } from '../support/meaning/emulated-listeners.ts';
import { worlds } from '../support/meaning/random-worlds.ts';
import { aims, requestNear } from '../support/meaning/request-near.ts';
import type { RouteSpec, RoutingWorld, RuleSpec } from '../support/meaning/routing-world.ts';
import type { ClientRequest } from '../support/meaning/specification.ts';
import { apply, nodesGroup, planFor, settle } from '../support/planned-world.ts';

/** A quota of 100 rules is kept out of play: on a full load balancer gaps are allowed. */
const mostRules = 40;

/** Of a world: with and without a match, a rule or a route somewhere. */
function without({ listeners, routes }: RoutingWorld, which: number): RoutingWorld {
  const at = which % routes.length;
  const changed = routes.flatMap((route, index) => {
    if (index !== at) return [route];
    const [first, ...rules] = route.rules;
    if (first === undefined || (rules.length === 0 && first.matches.length < 2)) return [];
    const matches = first.matches.slice(1);
    return [{ ...route, rules: matches.length === 0 ? rules : [{ ...first, matches }, ...rules] }];
  });
  return { listeners, routes: changed };
}

const changes = fc.record({
  world: worlds,
  which: fc.nat(8),
  isAdded: fc.boolean(),
  near: fc.array(aims, { minLength: 10, maxLength: 30 }),
});

/** Answers of the load balancer as it stands, as text; `none` for what no rule takes. */
function answers(world: AwsWorld, requests: readonly ClientRequest[]): readonly string[] {
  const ports = new Map([...world.listeners.values()].map(({ arn, port }) => [arn, port]));
  const ask = emulate(
    {
      listeners: [...world.listeners.values()].map(({ port, protocol }) => ({
        port,
        protocol: protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
        defaultActions: [notFound],
      })),
      rules: [...world.rules.values()].map((rule) => ({
        ...rule,
        id: rule.arn,
        rank: rule.priority,
        port: ports.get(rule.listenerArn) ?? 0,
      })),
      names: new Map([...world.targetGroups.values()].map(({ arn, name }) => [arn, name])),
    },
    likelyReadings,
  );
  return requests.map((request) => {
    const answer = ask(request);
    return answer.say === 'status' && answer.status === 404 ? 'none' : JSON.stringify(answer);
  });
}

type Order = (steps: readonly Step[]) => readonly Step[];

/** Steps that left a request without its old and without its new answer. */
async function gaps(
  {
    before,
    after,
    requests,
  }: { readonly before: Stack; readonly after: Stack; readonly requests: readonly ClientRequest[] },
  seen: { kept: number; creates: number },
  order: Order = (steps) => steps,
): Promise<readonly string[]> {
  const world = new AwsWorld();
  nodesGroup(world);
  await settle(world, before);
  const found: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const old = answers(world, requests);
    const between: { readonly step: string; readonly now: readonly string[] }[] = [];
    const { steps, waitsFor } = planFor(world, after);
    seen.creates += steps.filter(({ request }) => request.call === 'CreateRule').length;
    await apply(
      world,
      { steps: order(steps), waitsFor },
      ({ id }) => void between.push({ step: id, now: answers(world, requests) }),
    );
    const end = answers(world, requests);
    requests.forEach((request, index) => {
      if (old[index] === 'none' || end[index] === 'none') return;
      seen.kept += 1;
      for (const { step, now } of between)
        if (now[index] !== old[index] && now[index] !== end[index])
          found.push(`${step}: ${JSON.stringify(request)} ${now[index] ?? ''}`);
    });
    world.makeHealthy();
  }
  return found;
}

function law(seen: { kept: number; creates: number }, order?: Order): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(changes, async ({ world, which, isAdded, near }) => {
    const [large, small] = [translate(world, alb).stack, translate(without(world, which), alb).stack];
    fc.pre(large.rules.length <= mostRules && small.rules.length <= mostRules);
    const requests = near.map((aim) => requestNear(world, aim));
    const [before, after] = isAdded ? [small, large] : [large, small];
    expect(await gaps({ before, after, requests }, seen, order)).toEqual([]);
  });
}

describe('law 7: no gap when rules fold and unfold', () => {
  it('answers every request, in between, as before or as after', async () => {
    const seen = { kept: 0, creates: 0 };
    await fc.assert(law(seen), { numRuns: 60 });
    expect(seen.kept).toBeGreaterThan(500);
    expect(seen.creates).toBeGreaterThan(20);
  });

  it('is seen to be broken if deletes go first', async () => {
    const deletesFirst: Order = (steps) => [...steps.filter(takesAway), ...steps.filter((step) => !takesAway(step))];
    const { failed } = await fc.check(law({ kept: 0, creates: 0 }, deletesFirst), { numRuns: 200, endOnFailure: true });
    expect(failed).toBe(true);
  });

  it('makes a rule that grows anew and touches no other', async () => {
    const rule = (...paths: readonly string[]): RuleSpec => ({
      matches: paths.map((value) => ({ path: { type: 'Exact', value } })),
      filters: [],
      backendRefs: [{ name: 'one', weight: 1 }],
    });
    const route = (name: string, ...paths: readonly string[]): RouteSpec => ({
      kind: 'HTTPRoute',
      name,
      age: 0,
      hostnames: [`${name}.io`],
      rules: [rule(...paths)],
    });
    const listeners: RoutingWorld['listeners'] = [{ name: 'http', port: 80, protocol: 'HTTP' }];
    const world = new AwsWorld();
    nodesGroup(world);
    await settle(world, translate({ listeners, routes: [route('a', '/x', '/y'), route('b', '/x')] }, alb).stack);
    const grown = translate({ listeners, routes: [route('a', '/x', '/y', '/z'), route('b', '/x')] }, alb).stack;
    expect(planFor(world, grown).steps.map(({ request }) => request.call)).toEqual(['CreateRule', 'DeleteRule']);
  });
});
