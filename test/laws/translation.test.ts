// Laws of the way from objects to a Stack: 1 determinism, 4 order, 5 isolation, 9 quota, 13 JSON, 14 purity.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import { neverFolded } from '../../lib/core/profile/folding.ts';
import { lbc } from '../../lib/core/profile/lbc.ts';
import type { Profile } from '../../lib/core/profile/profile.ts';
import type { Stack } from '../../lib/core/stack/stack.ts';
import { buildStack } from '../../lib/core/translate/build-stack.ts';
import { comparePrecedence, guardPrecedence, hostOrder } from '../../lib/core/translate/rules/rule-precedence.ts';
import type { Precedence } from '../../lib/core/translate/rules/rule-precedence.ts';
import { aGatewayClass, aService, gatewayKey, snapshotOf } from '../support/builders.ts';
import { brokenRouteArbitrary, certificates, gatewayArbitrary, routesArbitrary } from '../support/manifests.ts';
import { facts, translated } from '../support/translation.ts';

const runs = { numRuns: 60 };
const profiles = [alb, lbc];

describe('law 1: the order in which objects are read changes nothing', () => {
  it.each(profiles)('under $name', (profile) => {
    fc.assert(
      fc.property(gatewayArbitrary, routesArbitrary, fc.infiniteStream(fc.nat()), (gateway, routes, keys) => {
        const objects = [aGatewayClass(), aService(), certificates, gateway, ...routes];
        const shuffled = objects
          .map((object) => ({ object, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key);
        const build = (list: typeof objects): unknown =>
          buildStack(buildGraph(snapshotOf(list), gatewayKey, profile), facts, profile);
        expect(build(shuffled.map(({ object }) => object))).toEqual(build(objects));
      }),
      runs,
    );
  });
});

const precedenceArbitrary: fc.Arbitrary<Precedence> = fc.oneof(
  { weight: 9, arbitrary: unitPrecedence() },
  { weight: 1, arbitrary: fc.constantFrom('', 'a.io', '*.io').map(guardPrecedence) },
);

function unitPrecedence(): fc.Arbitrary<Precedence> {
  const small = fc.integer({ min: 0, max: 2 });
  return fc.record({
    section: fc.constantFrom('', 'a.io', '*.io').map(hostOrder),
    isGuard: fc.constant(false),
    host: fc.constantFrom('', 'a.io', 'b.io', '*.io', '*.a.io').map(hostOrder),
    path: fc.record({ rank: small, length: small, secondLength: small }),
    hasMethod: fc.boolean(),
    headers: small,
    queryParams: small,
    creationTimestamp: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'),
    route: fc.constantFrom('a/a', 'a/b'),
    rule: small,
    match: fc.constantFrom(0, 1, Infinity),
    kind: fc.constantFrom('HTTPRoute', 'GRPCRoute'),
  });
}

describe('law 4: precedence is a strict total order', () => {
  const order = (a: Precedence, b: Precedence): number => Math.sign(comparePrecedence(a, b));

  it('that turns around when its arguments do, and ties only with itself', () => {
    fc.assert(
      fc.property(precedenceArbitrary, precedenceArbitrary, (a, b) => {
        expect(order(a, b) + order(b, a)).toBe(0);
        expect(order(a, b) === 0).toBe(JSON.stringify(a) === JSON.stringify(b) && a.match === b.match);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is transitive', () => {
    fc.assert(
      fc.property(precedenceArbitrary, precedenceArbitrary, precedenceArbitrary, (a, b, c) => {
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Without what is there for the named route alone. */
function withoutRoute(stack: Stack | undefined, name: string): Partial<Stack> {
  if (stack === undefined) return {};
  const { rules, targetGroups, targetIngress: _ingress, ...rest } = stack;
  const others = rules.filter(({ serves }) => serves.length > 0 && serves.some((origin) => origin.name !== name));
  const used = JSON.stringify(others);
  return { ...rest, rules: others, targetGroups: targetGroups.filter(({ id }) => used.includes(JSON.stringify(id))) };
}

/** What each match of the other routes gets on each port and host, whichever rule says it. */
function answers({ rules = [], ...rest }: Partial<Stack>, without: string): unknown {
  const each = rules.flatMap(({ port, serves, actions, transforms, tags }) =>
    serves
      .filter(({ name }) => name !== without)
      .map((origin) => JSON.stringify({ origin, port, actions, transforms, tags })),
  );
  return { ...rest, answers: [...new Set(each)].sort() };
}

describe('law 5: an invalid object changes nobody else’s resources', () => {
  const unfolded = { ...alb, listenerRules: { ...alb.listenerRules, folding: neverFolded } };
  const compare = (profile: Profile, view: (stack: Partial<Stack>) => unknown): void =>
    fc.assert(
      fc.property(gatewayArbitrary, routesArbitrary, brokenRouteArbitrary, (gateway, routes, broken) => {
        const before = translated([certificates, gateway, ...routes], { profile });
        const after = translated([certificates, gateway, ...routes, broken], { profile });
        expect(view(withoutRoute(after.stack, 'zz-broken'))).toEqual(view(withoutRoute(before.stack, 'zz-broken')));
      }),
      runs,
    );

  it('rule by rule where nothing is folded', () => {
    compare(unfolded, ({ rules = [], ...rest }) => ({ ...rest, rules: rules.map(({ rank: _rank, ...rule }) => rule) }));
  });

  it('answer by answer under alb, where it may stand between two rules that were one', () => {
    compare(alb, (stack) => answers(stack, 'zz-broken'));
  });
});

describe('law 9: there are never more rules than the load balancer takes', () => {
  it('whatever routes there are', () => {
    fc.assert(
      fc.property(gatewayArbitrary, routesArbitrary, fc.integer({ min: 4, max: 12 }), (gateway, routes, limit) => {
        const profile = { ...alb, quotas: { rulesPerLoadBalancer: limit, targetGroupsPerLoadBalancer: 2 } };
        const { stack } = translated([certificates, gateway, ...routes], { profile });
        expect(stack?.rules.length ?? 0).toBeLessThanOrEqual(limit);
        expect(stack?.targetGroups.length ?? 0).toBeLessThanOrEqual(2);
      }),
      runs,
    );
  });
});

describe('laws 13 and 14: a stack is plain JSON, and making it changes nothing', () => {
  it.each(profiles)('under $name', (profile) => {
    fc.assert(
      fc.property(gatewayArbitrary, routesArbitrary, (gateway, routes) => {
        const graph = buildGraph(
          snapshotOf([aGatewayClass(), aService(), certificates, gateway, ...routes]),
          gatewayKey,
          profile,
        );
        const before = JSON.stringify(graph);
        const built = buildStack(graph, facts, profile);
        expect(JSON.stringify(graph)).toBe(before);
        expect(JSON.parse(JSON.stringify(built))).toEqual(built);
      }),
      runs,
    );
  });
});
