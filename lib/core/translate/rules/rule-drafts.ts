// What the rules of one port are made from, in order of precedence: one draft for each unit and answer, and the guards
// between listeners.
import { anyHost } from '../../base/hostname.ts';
import type { RouteNode } from '../../graph/graph.ts';
import { partsOf } from '../../profile/folding.ts';
import { allRequestsTo } from '../../profile/matching/request-set.ts';
import type { RequestSet } from '../../profile/matching/request-set.ts';
import { isRefusal } from '../../profile/refusal.ts';
import type { Action, Condition, Transform } from '../../stack/listener-rule.ts';
import type { RuleOrigin, Tags, TargetGroup } from '../../stack/stack.ts';
import type { ListenerPort } from '../listener-ports.ts';
import { notFound } from '../not-found.ts';
import { userTags } from '../tags.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';
import { hostUnits, matchPath, originOf } from './host-units.ts';
import type { HostUnit } from './host-units.ts';
import { answersOf } from './rule-actions.ts';
import { conditionsIn, sayRequests } from './rule-conditions.ts';
import type { Said } from './rule-conditions.ts';
import { comparePrecedence, guardPrecedence, precedenceOf } from './rule-precedence.ts';
import type { Precedence } from './rule-precedence.ts';
import { requestsOf } from './unit-requests.ts';
import { asRules, isWithinBudget } from './value-budget.ts';

export interface RuleDraft {
  readonly port: number;
  readonly requests: RequestSet;
  readonly actions: readonly Action[];
  readonly transforms: readonly Transform[];
  readonly tags: Tags;
  readonly serves: readonly RuleOrigin[];
  /** Of `serves`, each once. Empty: a guard between listeners. */
  readonly routes: readonly RouteNode[];
  readonly groups: readonly TargetGroup[];
  /** The requests in ALB's words, at their most legible. Absent: a rule has no room for that. */
  readonly conditions?: readonly Condition[];
  /** What is asked for, part by part. */
  readonly parts: readonly string[];
  /** Equal for drafts that answer alike. */
  readonly outcome: string;
}

/** First match first. What cannot be said is reported and left out. */
export function draftRules(translation: Translation, port: ListenerPort): readonly RuleDraft[] {
  const { profile } = translation;
  const entries: Entry[] = hostUnits(translation, port).map((unit) => ({
    precedence: precedenceOf(unit, profile),
    unit,
  }));
  const used = new Set(entries.map(({ precedence }) => precedence.section.hostname));
  for (const section of profile.isolation.guards(port.hostnames, [...used]))
    entries.push({ precedence: guardPrecedence(section) });
  entries.sort((a, b) => comparePrecedence(a.precedence, b.precedence));
  return entries.flatMap(({ unit, precedence }) =>
    unit === undefined ? guard(translation, port, precedence.section.hostname) : draftUnit(translation, unit),
  );
}

interface Entry {
  readonly precedence: Precedence;
  /** Absent: a guard. */
  readonly unit?: HostUnit;
}

/** Ends a listener's section: what none of its routes takes does not fall through to a less specific listener. */
function guard(translation: Translation, { port }: ListenerPort, hostname: string): readonly RuleDraft[] {
  const requests = allRequestsTo([hostname]);
  const conditions = conditionsIn(sayRequests(translation.profile, requests));
  if (hostname === anyHost || conditions === undefined) return [];
  const answer = { actions: [notFound], transforms: [], groups: [], tags: userTags(translation, undefined) };
  const texts = { parts: partsOf(requests), outcome: outcomeOf(answer) };
  return [{ port, requests, conditions, ...answer, serves: [], routes: [], ...texts }];
}

function draftUnit(translation: Translation, unit: HostUnit): readonly RuleDraft[] {
  const { profile } = translation;
  const { port, rule, route } = unit;
  const tags = userTags(translation, rule.ruleConfiguration?.tags);
  const serves = [originOf(unit)];
  return answersOf(translation, unit).flatMap(({ path, actions, transforms, groups }) => {
    const requests = requestsOf(unit, profile, path);
    const conditions = sayableConditions(translation, unit, requests);
    if (conditions === undefined) return [];
    const answer = { actions, transforms, groups, tags };
    return {
      port: port.port,
      requests,
      ...(isWithinBudget(profile, conditions) ? { conditions } : {}),
      ...answer,
      serves,
      routes: [route],
      parts: partsOf(requests),
      outcome: outcomeOf(answer),
    };
  });
}

function outcomeOf({ actions, transforms, tags }: Pick<RuleDraft, 'actions' | 'transforms' | 'tags'>): string {
  return JSON.stringify([actions, transforms, tags]);
}

/** At their most legible. Undefined if ALB cannot take them: the Finding names the part, and the match is not served. */
function sayableConditions(
  translation: Translation,
  unit: HostUnit,
  requests: RequestSet,
): readonly Condition[] | undefined {
  const { profile } = translation;
  const parts = sayRequests(profile, requests);
  const conditions = conditionsIn(parts);
  if (conditions === undefined) {
    parts.forEach((part) => reportRefusal(translation, unit, part));
    return undefined;
  }
  if (isWithinBudget(profile, conditions) || asRules(profile, requests) !== undefined) return conditions;
  reportRoute(translation, 'value-budget', unit.route, {
    path: matchPath(unit),
    message:
      'the match needs more than the 5 condition values that an ALB rule holds, and the match is not served. Ask for fewer headers and parameters at once',
  });
  return undefined;
}

function reportRefusal(translation: Translation, unit: HostUnit, { part, index, conditions }: Said): void {
  if (!isRefusal(conditions)) return;
  const at = matchPath(unit);
  const path = {
    hosts: 'spec.hostnames',
    paths: `${at}.${unit.match.kind === 'http' ? 'path' : 'method'}`,
    headers: `${at}.headers[${index}]`,
    queryParams: `${at}.queryParams[${index}]`,
    methods: `${at}.method`,
    sources: `spec.rules[${unit.rule.index}].filters`,
  }[part];
  reportRoute(translation, conditions.code, unit.route, { path, message: conditions.why });
}
