// What rules of HTTPRoutes and GRPCRoutes have in common: filters, the rule's configuration, backends, and the fields that
// no load balancer of ours can honour.
import type { Finding } from '../base/finding.ts';
import type { ObjectKey } from '../base/ids.ts';
import type { RouteBackendRef, RouteFilter, ValueMatch } from '../snapshot/objects.ts';
import { type BackendWorld, resolveBackends } from './backend-refs.ts';
import { type FilterPlace, readFilters } from './filters.ts';
import type { RouteRuleNode } from './graph.ts';
import { type Judged, problem, unsupportedValue } from './judged.ts';
import type { Match, NamedMatch } from './route-rule.ts';
import { failsRule, resolveRuleConfiguration } from './rule-configuration.ts';

/** A rule as either kind writes it. */
export interface WrittenRule {
  readonly name?: string;
  readonly filters: readonly RouteFilter[];
  readonly backendRefs: readonly RouteBackendRef[];
}

/** Fields of a rule by name, for those that are refused as a whole. */
export type RefusedFields = Readonly<Record<string, unknown>>;

export interface RuleParts {
  readonly rule: WrittenRule;
  readonly matches: Judged<readonly Match[]>;
  readonly refused: RefusedFields;
}

/** `valid` is false if anything but a backend is wrong: the rule then answers 500 instead of doing half of what it says. */
export function judgeRule(
  world: BackendWorld,
  route: ObjectKey,
  index: number,
  { rule, matches, refused }: RuleParts,
): Judged<RouteRuleNode> {
  const path = `spec.rules[${index}]`;
  const place: FilterPlace = { route, path: `${path}.filters` };
  const filters = readFilters(place, rule.filters);
  const configuration = resolveRuleConfiguration(world, place, filters.value);
  const backends = resolveBackends(world, route, `${path}.backendRefs`, rule.backendRefs);
  const strict =
    world.reading.unsupportedRuleParts === 'refuse' ? [...filters.findings, ...refusals(route, path, refused)] : [];
  const own = [...strict, ...matches.findings, ...configuration.findings];
  const value: RouteRuleNode = {
    index,
    ...(rule.name !== undefined && { name: rule.name }),
    matches: matches.value,
    filters: filters.value,
    backends: backends.value,
    ...(configuration.value && { ruleConfiguration: configuration.value }),
    valid: !failsRule(own),
  };
  return { value, findings: [...own, ...backends.findings] };
}

function refusals(route: ObjectKey, path: string, refused: RefusedFields): readonly Finding[] {
  const set = Object.entries(refused).filter(([, value]) => value !== undefined);
  return set.map(([name]) =>
    problem(
      route,
      `${path}.${name}`,
      unsupportedValue,
      `an Application Load Balancer cannot do ${name} for a rule; the rule answers 500. Remove the field.`,
    ),
  );
}

/** Of several matches on one name only the first counts; header names differ in nothing but case. */
export function namedMatches(
  written: readonly ValueMatch[],
  sameName: (name: string) => string,
): readonly NamedMatch[] {
  const firsts = written.filter(
    ({ name }, index) => written.findIndex((other) => sameName(other.name) === sameName(name)) === index,
  );
  return firsts.map(({ type, name, value }) => ({ type: valueType(type), name, value }));
}

/** Types that no match knows, for findings beside the matches. */
export function unknownTypes(
  route: ObjectKey,
  path: string,
  types: readonly string[],
  known: readonly string[],
): readonly Finding[] {
  const unknown = types.filter((type) => !known.includes(type));
  return unknown.map((type) =>
    problem(route, path, unsupportedValue, `match type "${type}" is not known. Use one of ${known.join(', ')}.`),
  );
}

export const valueTypes = ['Exact', 'RegularExpression'] as const;

/** Anything but `RegularExpression` counts as exact; see `unknownTypes` for what is said about it. */
export function valueType(type: string): 'Exact' | 'RegularExpression' {
  return type === 'RegularExpression' ? 'RegularExpression' : 'Exact';
}
