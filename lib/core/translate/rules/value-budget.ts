// A rule holds five condition values. What needs more is said in fewer, or becomes several rules with one outcome, if an OR
// can be divided.
import type { Room } from '../../profile/matching/condition-text.ts';
import type { RequestSet } from '../../profile/matching/request-set.ts';
import type { Profile } from '../../profile/profile.ts';
import type { Condition } from '../../stack/listener-rule.ts';
import { conditionValuesPerRule } from '../../stack/limits.ts';
import { conditionsIn, sayHosts, sayOthers, sayPaths, sayRequests } from './rule-conditions.ts';

/** How hosts and paths are said; each saves more than the one before. */
const tightening: readonly (readonly [hosts: Room, paths: Room])[] = [
  ['ample', 'ample'],
  ['ample', 'tight'],
  ['tight', 'tight'],
];

/** The requests as one rule, as legible as it fits. Undefined: one rule cannot hold them. */
export function asOneRule(profile: Profile, requests: RequestSet): readonly Condition[] | undefined {
  const others = sayOthers(profile, requests);
  for (const [hosts, paths] of tightening) {
    if (hosts === 'ample' && requests.hosts.length > conditionValuesPerRule) continue;
    const parts = [sayHosts(profile, requests, hosts), sayPaths(profile, requests, paths), ...others];
    const conditions = conditionsIn(parts);
    if (conditions === undefined || valueCount(conditions) <= conditionValuesPerRule) return conditions;
  }
  return undefined;
}

/**
 * The requests as one rule or as several of at most five values. Undefined: more parts must hold at once than a rule has
 * room for, or one of them cannot be said.
 */
export function asRules(profile: Profile, requests: RequestSet): readonly (readonly Condition[])[] | undefined {
  const one = asOneRule(profile, requests);
  if (one !== undefined) return [one];
  const ample = conditionsIn(sayRequests(profile, requests));
  const paths = sayPaths(profile, requests, 'tight');
  const tight = conditionsIn([sayHosts(profile, requests, 'tight'), paths, ...sayOthers(profile, requests)]);
  if (ample === undefined || tight === undefined) return undefined;
  return divided(valueCount(tight) < valueCount(ample) ? tight : ample);
}

/** LIM-11: a dialect that does not divide does not count either. */
export function isWithinBudget({ listenerRules }: Profile, conditions: readonly Condition[]): boolean {
  return !listenerRules.splitsOverBudget || valueCount(conditions) <= conditionValuesPerRule;
}

/** Values and expressions of all conditions together. */
function valueCount(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, condition) => sum + alternatives(condition).length, 0);
}

/** The same meaning in rules of at most five values. */
function divided(conditions: readonly Condition[]): readonly (readonly Condition[])[] | undefined {
  if (valueCount(conditions) <= conditionValuesPerRule) return [conditions];
  const widest = conditions.reduce((a, b) => (alternatives(b).length > alternatives(a).length ? b : a));
  const room = conditionValuesPerRule - (valueCount(conditions) - alternatives(widest).length);
  const size = Math.max(1, Math.min(room, alternatives(widest).length - 1));
  if (alternatives(widest).length === 1) return undefined;
  const rules = chunks(widest, size).map((chunk) =>
    divided(conditions.map((condition) => (condition === widest ? chunk : condition))),
  );
  return rules.every((rule) => rule !== undefined) ? rules.flat() : undefined;
}

function alternatives(condition: Condition): readonly unknown[] {
  return ('regexValues' in condition ? condition.regexValues : condition.values) ?? [];
}

function chunks(condition: Condition, size: number): readonly Condition[] {
  const count = Math.ceil(alternatives(condition).length / size);
  return Array.from({ length: count }, (_, index) => slice(condition, index * size, (index + 1) * size));
}

function slice(condition: Condition, from: number, to: number): Condition {
  if ('regexValues' in condition && condition.regexValues !== undefined)
    return { ...condition, regexValues: condition.regexValues.slice(from, to) };
  return { ...condition, values: condition.values?.slice(from, to) } as Condition;
}
