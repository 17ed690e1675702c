// The rules of one port in order, before they are counted and numbered.
import type { RouteNode } from '../../graph/graph.ts';
import { conditionsText } from '../../stack/conditions-text.ts';
import type { Action, Condition } from '../../stack/listener-rule.ts';
import type { ListenerRule, TargetGroup } from '../../stack/stack.ts';
import { hostUnits, matchPath, originOf } from './host-units.ts';
import type { HostUnit } from './host-units.ts';
import type { ListenerPort } from '../listener-ports.ts';
import { answersOf } from './rule-actions.ts';
import { conditionsOf } from './rule-conditions.ts';
import { comparePrecedence, guardPrecedence, precedenceOf } from './rule-precedence.ts';
import type { Precedence } from './rule-precedence.ts';
import { userTags } from '../tags.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';
import { compacted, withinBudget } from './value-budget.ts';

export interface RuleDraft extends Omit<ListenerRule, 'id' | 'rank'> {
  /** The conditions as text: what the rule is, apart from what it does. */
  readonly text: string;
  /** Absent: a guard between listeners. */
  readonly route?: RouteNode;
  readonly groups: readonly TargetGroup[];
}

/** First match first. */
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
  const drafts = entries.flatMap(({ unit, precedence }) =>
    unit === undefined ? guard(translation, port, precedence.section.hostname) : draftUnit(translation, unit),
  );
  return profile.listenerRules.omitsShadowed ? withoutShadowed(translation, drafts) : drafts;
}

interface Entry {
  readonly precedence: Precedence;
  /** Absent: a guard. */
  readonly unit?: HostUnit;
}

const notFound: Action = { type: 'fixed-response', statusCode: '404', contentType: 'text/plain' };

/** Ends a listener's section: what none of its routes takes does not fall through to a less specific listener. */
function guard(translation: Translation, { port }: ListenerPort, hostname: string): readonly RuleDraft[] {
  const host = translation.profile.matching.hostname(hostname);
  if (host.say !== 'values' && host.say !== 'regex') return [];
  const texts = host.say === 'values' ? { values: host.values } : { regexValues: host.regexValues };
  const conditions: readonly Condition[] = [{ field: 'host-header', ...texts }];
  const tags = userTags(translation, undefined);
  return [
    {
      port,
      conditions,
      text: conditionsText(conditions),
      actions: [notFound],
      transforms: [],
      tags,
      serves: [],
      groups: [],
    },
  ];
}

function draftUnit(translation: Translation, unit: HostUnit): readonly RuleDraft[] {
  const { port, rule, route } = unit;
  const tags = userTags(translation, rule.ruleConfiguration?.tags);
  const serves = [originOf(unit)];
  return answersOf(translation, unit).flatMap(({ path, actions, transforms, groups }) =>
    fitting(translation, unit, conditionsOf(translation, unit, path)).map((conditions) => ({
      port: port.port,
      conditions,
      text: conditionsText(conditions),
      actions,
      transforms,
      tags,
      serves,
      route,
      groups,
    })),
  );
}

/** Condition lists that ALB takes; none if the match cannot be said. */
function fitting(
  translation: Translation,
  unit: HostUnit,
  conditions: readonly Condition[] | undefined,
): readonly (readonly Condition[])[] {
  const { splitsOverBudget, compactPath } = translation.profile.listenerRules;
  if (conditions === undefined) return [];
  if (!splitsOverBudget) return [conditions];
  const rules = withinBudget(compacted(conditions, compactPath));
  if (rules !== undefined) return rules;
  reportRoute(translation, 'value-budget', unit.route, {
    path: matchPath(unit),
    message:
      'the match needs more than the 5 condition values that an ALB rule holds, and the match is not served. Ask for fewer headers and parameters at once',
  });
  return [];
}

/** LIM-13: of rules with equal conditions only the first is ever reached. */
function withoutShadowed(translation: Translation, drafts: readonly RuleDraft[]): readonly RuleDraft[] {
  const seen = new Map<string, RuleDraft>();
  for (const draft of drafts) {
    const first = seen.get(draft.text);
    if (first === undefined) seen.set(draft.text, draft);
    else reportShadowed(translation, draft, first);
  }
  return [...seen.values()];
}

function reportShadowed(translation: Translation, draft: RuleDraft, first: RuleDraft): void {
  const [origin] = draft.serves;
  const [other] = first.serves;
  if (draft.route === undefined || origin === undefined || other === undefined) return;
  reportRoute(translation, 'shadowed', draft.route, {
    path: `spec.rules[${origin.rule}]`,
    severity: 'note',
    message: `${origin.match < 0 ? 'the rule' : `match ${origin.match}`} is never reached: rule ${other.rule} of ${other.kind} ${other.namespace}/${other.name} matches the same requests before it`,
  });
}
