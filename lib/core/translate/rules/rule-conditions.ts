// A unit's match in ALB's words: host, path, headers, query parameters, method, source addresses, in LBC's order.
import type { Condition } from '../../stack/listener-rule.ts';
import type { ConditionText } from '../../profile/matching/condition-text.ts';
import { isRefusal } from '../../profile/refusal.ts';
import type { Refusal } from '../../profile/refusal.ts';
import { methodLength } from '../../stack/limits.ts';
import { matchPath } from './host-units.ts';
import type { HostUnit } from './host-units.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';

/** Undefined if a part cannot be said; the Finding names it, and the match is not served. */
export function conditionsOf(
  translation: Translation,
  unit: HostUnit,
  path: ConditionText = pathText(translation, unit),
): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  let isComplete = true;
  for (const [field, part] of partsOf(translation, unit, path)) {
    if (isRefusal(part)) {
      isComplete = false;
      reportRoute(translation, part.code, unit.route, { path: field, message: part.why });
    } else conditions.push(...part);
  }
  if (!isComplete) return undefined;
  return conditions.length > 0 ? conditions : [{ field: 'path-pattern', values: ['/*'] }];
}

type Part = readonly [field: string, conditions: readonly Condition[] | Refusal];

function partsOf(translation: Translation, unit: HostUnit, path: ConditionText): readonly Part[] {
  const { matching } = translation.profile;
  const at = matchPath(unit);
  return [
    ['spec.hostnames', textCondition(matching.hostname(unit.hostname), (text) => ({ field: 'host-header', ...text }))],
    [
      `${at}.${unit.match.kind === 'http' ? 'path' : 'method'}`,
      textCondition(path, (text) => ({ field: 'path-pattern', ...text })),
    ],
    ...headerParts(translation, unit, at),
    ...(unit.match.kind === 'http' ? queryParts(translation, unit.match.queryParams, at) : []),
    ...(unit.match.kind === 'http' && unit.match.method !== undefined ? [methodPart(unit.match.method, at)] : []),
    sourcePart(translation, unit),
  ];
}

/** What the dialect says for the unit's own path or gRPC method. */
export function pathText({ profile: { matching } }: Translation, { match }: HostUnit): ConditionText {
  if (match.kind === 'http')
    return match.path === undefined ? { say: 'nothing' } : matching.path(match.path.type, match.path.value);
  const { type, service, method } = match;
  return matching.grpcMethod({
    type,
    ...(service === undefined ? {} : { service }),
    ...(method === undefined ? {} : { method }),
  });
}

type Texts = { readonly values: readonly string[] } | { readonly regexValues: readonly string[] };

function textCondition(text: ConditionText, condition: (texts: Texts) => Condition): readonly Condition[] | Refusal {
  switch (text.say) {
    case 'values':
      return [condition({ values: text.values })];
    case 'regex':
      return [condition({ regexValues: text.regexValues })];
    case 'nothing':
      return [];
    case 'refused':
      return text;
  }
}

function headerParts({ profile }: Translation, { match, route }: HostUnit, at: string): readonly Part[] {
  const isLiteral = route.annotations[profile.annotationKeys.headerValues] === 'literal';
  const say = match.kind === 'http' ? profile.matching.header : profile.matching.grpcHeader;
  return match.headers.map((header, index) => [
    `${at}.headers[${index}]`,
    textCondition(say(header, isLiteral), (texts) => ({ field: 'http-header', name: header.name, ...texts })),
  ]);
}

function queryParts(
  { profile }: Translation,
  queryParams: readonly {
    readonly type: 'Exact' | 'RegularExpression';
    readonly name: string;
    readonly value: string;
  }[],
  at: string,
): readonly Part[] {
  return queryParams.map((parameter, index) => {
    const pair = profile.matching.queryParam(parameter);
    return [
      `${at}.queryParams[${index}]`,
      isRefusal(pair) ? pair : [{ field: 'query-string', values: [{ key: pair.key, value: pair.value }] }],
    ];
  });
}

function methodPart(method: string, at: string): Part {
  const fits = method.length <= methodLength && /^[A-Z_-]+$/.test(method);
  return [
    `${at}.method`,
    fits
      ? [{ field: 'http-request-method', values: [method] }]
      : {
          say: 'refused',
          code: 'condition-refused',
          why: `ALB cannot match the method "${method}". Use upper-case letters, - and _`,
        },
  ];
}

/** From the rule's ListenerRuleConfiguration; an empty `matchIndexes` applies to no match, an absent one to all. */
function sourcePart({ profile }: Translation, { rule, match }: HostUnit): Part {
  const lists = (rule.ruleConfiguration?.conditions ?? []).flatMap(({ matchIndexes, sourceIPConfig }) => {
    const times = matchIndexes === undefined ? 1 : matchIndexes.filter((index) => index === match.index).length;
    return Array.from({ length: times }, () => sourceIPConfig?.values ?? []);
  });
  const answer = lists.length === 0 ? { say: 'lists' as const, lists } : profile.matching.sourceAddresses(lists);
  return [
    `spec.rules[${rule.index}].filters`,
    isRefusal(answer) ? answer : answer.lists.map((values) => ({ field: 'source-ip', values })),
  ];
}
