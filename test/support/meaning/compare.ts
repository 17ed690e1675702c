// One request, asked of the specification and of the emulated load balancer.
import type { Finding } from '../../../lib/core/base/finding.ts';
import { buildGraph } from '../../../lib/core/graph/build-graph.ts';
import type { Profile } from '../../../lib/core/profile/profile.ts';
import type { Stack } from '../../../lib/core/stack/stack.ts';
import { buildStack } from '../../../lib/core/translate/build-stack.ts';
import type { Readings } from '../../../lib/emulator/data-plane/readings.ts';
import { aGatewayClass, gatewayKey, snapshotOf } from '../builders.ts';
import { facts, ruleTexts } from '../translation.ts';
import { emulate } from './emulated-listeners.ts';
import { objectsOf } from './routing-world.ts';
import type { RoutingWorld } from './routing-world.ts';
import { judge } from './specification.ts';
import type { Candidate, ClientRequest, Outcome, Verdict } from './specification.ts';

/** What a world is translated to. */
export interface Translated {
  readonly stack: Stack;
  readonly findings: readonly Finding[];
}

/** On a load balancer that has room for all. */
export function translate(world: RoutingWorld, dialect: Profile): Translated {
  const profile = { ...dialect, quotas: { rulesPerLoadBalancer: 1000, targetGroupsPerLoadBalancer: 1000 } };
  const graph = buildGraph(snapshotOf([aGatewayClass(), ...objectsOf(world)]), gatewayKey, profile);
  const { stack, findings } = buildStack(graph, facts, profile);
  if (stack === undefined) throw new Error(`no stack: ${findings.map(({ message }) => message).join(' ')}`);
  return { stack, findings: [...graph.findings, ...findings] };
}

export interface Comparison {
  readonly verdict: Verdict;
  /** The match that must answer is one that a Finding refuses: then nothing is promised. */
  readonly isRefused: boolean;
  /** What differs, for a person to read; absent: nothing. */
  readonly difference?: string;
}

/** Asks both about each request. */
export function compare(
  world: RoutingWorld,
  { stack, findings }: Translated,
  requests: readonly ClientRequest[],
  readings: Readings,
): readonly Comparison[] {
  const ask = emulate({ ...stack, names: servicesOf(stack) }, readings);
  return requests.map((request) => {
    const verdict = judge(world, request);
    const isRefused = verdict.winner !== undefined && refuses(findings, verdict.winner);
    if (isRefused) return { verdict, isRefused };
    const actual = ask(request);
    if (isSame(verdict.outcome, actual)) return { verdict, isRefused };
    return { verdict, isRefused, difference: describe(world, stack, request, [verdict, actual]) };
  });
}

/** By id of their target group; `invalid` for the group that never has targets. */
export function servicesOf({ targetGroups }: Stack): ReadonlyMap<string, string> {
  return new Map(targetGroups.map(({ id, binding }) => [id, binding?.service ?? 'invalid']));
}

function refuses(findings: readonly Finding[], { route, rule, match }: Candidate): boolean {
  return findings.some(({ severity, subject, path }) => {
    const at = /^spec\.rules\[(\d+)\](?:\.matches\[(\d+)\])?/.exec(path);
    if (severity !== 'error' || subject.name !== route.name || at === null || Number(at[1]) !== rule) return false;
    const isAboutBackends = path.includes('backendRefs');
    return !isAboutBackends && (at[2] === undefined || Number(at[2]) === match);
  });
}

function isSame(expected: Outcome, actual: ReturnType<ReturnType<typeof emulate>>): boolean {
  if (expected.say !== 'forward' || actual.say !== 'forward')
    return JSON.stringify(expected) === JSON.stringify(actual);
  const who = new Set([...Object.keys(expected.shares), ...Object.keys(actual.shares)]);
  const areEqual = [...who].every((name) => {
    const [wanted, given] = [expected.shares[name] ?? 0, actual.shares[name] ?? 0];
    return wanted > 0 === given > 0 && Math.abs(wanted - given) < 0.002;
  });
  return areEqual && expected.host === actual.host && expected.target === actual.target;
}

function describe(
  world: RoutingWorld,
  stack: Stack,
  request: ClientRequest,
  [{ outcome, winner }, actual]: readonly [Verdict, unknown],
): string {
  const { method, host, port, path, query, headers } = request;
  return [
    '',
    ...world.listeners.map((listener) => `listener ${JSON.stringify(listener)}`),
    ...world.routes.flatMap(({ rules, ...route }) => [
      `route ${JSON.stringify(route)}`,
      ...rules.map((rule, index) => `  rules[${index}] ${JSON.stringify(rule)}`),
    ]),
    `request ${method} ${host} (port ${port}) ${path}${query === '' ? '' : `?${query}`} ${JSON.stringify(headers)}`,
    `specification: ${JSON.stringify(outcome)}${winner === undefined ? '' : ` by ${winner.route.name}.rules[${winner.rule}].matches[${winner.match}] on ${winner.hostname || 'every host'}`}`,
    `load balancer: ${JSON.stringify(actual)}`,
    ...ruleTexts(stack).map((rule, index) => `  ${index + 1}. ${rule.replaceAll(/\[([a-z])[A-Z]\]/g, '$1')}`),
  ].join('\n');
}
