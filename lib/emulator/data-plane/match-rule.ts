// Which listener rule an ALB applies to a request: ascending priority, the first rule whose conditions all hold, the
// default rule last; the values of one condition are alternatives. Elastic Load Balancing user guide, "Listener rules"
// and "Condition types for listener rules". Pure, so that it can judge what others compiled.
//
//  field                 compared with            case         wildcards   regex
//  host-header           Host, port included      insensitive  yes         yes
//  path-pattern          path without query       sensitive    yes         yes
//  http-header           each line of the header  insensitive  value only  yes
//  http-request-method   method                   sensitive    no          no
//  query-string          each parameter           insensitive  both        no
//  source-ip             TCP peer                 -            CIDR        no
import { BlockList, isIPv6 } from 'node:net';
import type { RuleConditionShape } from '../aws/elbv2/shapes.ts';
import type { RuleView } from './load-balancer-source.ts';
import { compileExpression } from './expression.ts';
import { likelyReadings, type Readings } from './readings.ts';
import { createMatchSubject, type MatchSubject } from './match-subject.ts';
import type { RequestFacts } from './request-facts.ts';
import { compileWildcard, type Test } from './wildcard.ts';

export type { RequestFacts } from './request-facts.ts';

type Holds = (subject: MatchSubject) => boolean;
type Rule = Pick<RuleView, 'priority' | 'conditions'>;

/** The rule of `rules` (in any order) that an ALB applies to the request; undefined when not even a default is given. */
export function matchRule<R extends Rule>(
  facts: RequestFacts,
  rules: readonly R[],
  readings?: Readings,
): R | undefined {
  return compileRules(rules, readings)(facts);
}

interface CompiledRule<R> {
  readonly rule: R;
  readonly conditions: readonly Holds[];
}

/**
 * As `matchRule`, with the rules prepared once for many requests: a rule whose hosts are all plain names is looked at
 * only for requests to one of them.
 */
export function compileRules<R extends Rule>(
  rules: readonly R[],
  readings: Readings = likelyReadings,
): (facts: RequestFacts) => R | undefined {
  const sorted = [...rules].sort((a, b) => rank(a) - rank(b));
  const compiled: CompiledRule<R>[] = [];
  /** Positions in `compiled`, ascending. */
  const byHost = new Map<string, number[]>();
  const forAnyHost: number[] = [];
  sorted.forEach((rule, position) => {
    const hosts = plainHosts(rule.conditions);
    const rest = hosts ? rule.conditions.filter(({ Field }) => Field !== 'host-header') : rule.conditions;
    const ordered = [...rest].sort((a, b) => costs.indexOf(a.Field ?? '') - costs.indexOf(b.Field ?? ''));
    compiled.push({ rule, conditions: ordered.map((condition) => compileCondition(condition, readings)) });
    if (!hosts) forAnyHost.push(position);
    else for (const host of hosts) byHost.set(host, [...(byHost.get(host) ?? []), position]);
  });
  return (facts) => {
    const subject = createMatchSubject(facts, readings);
    return firstThatHolds(compiled, subject, byHost.get(subject.host) ?? none, forAnyHost)?.rule;
  };
}

const none: readonly number[] = [];
const rank = (rule: Rule) => (rule.priority === 'default' ? Infinity : Number(rule.priority));

/** All conditions must hold, so those that cost least are asked first. */
const costs = ['http-request-method', 'host-header', 'path-pattern', 'source-ip', 'http-header', 'query-string'];

/** Lower-case host names of a rule that asks for plain ones; undefined when it asks for none or for patterns. */
function plainHosts(conditions: Rule['conditions']): ReadonlySet<string> | undefined {
  const asked = conditions.filter(({ Field }) => Field === 'host-header');
  const [condition] = asked;
  if (!condition || asked.length > 1 || (condition.HostHeaderConfig?.RegexValues ?? []).length > 0) return undefined;
  const values = valuesOf(condition, condition.HostHeaderConfig);
  return values.some((value) => /[*?]/.test(value)) ? undefined : new Set(values.map((value) => value.toLowerCase()));
}

/** The first rule, in order of position, of two ascending lists of positions whose conditions all hold. */
function firstThatHolds<R>(
  rules: readonly CompiledRule<R>[],
  subject: MatchSubject,
  some: readonly number[],
  others: readonly number[],
): CompiledRule<R> | undefined {
  let [a, b] = [0, 0];
  while (a < some.length || b < others.length) {
    const [one = Infinity, other = Infinity] = [some[a], others[b]];
    if (one < other) a += 1;
    else b += 1;
    const rule = rules[Math.min(one, other)];
    if (rule && holdsFor(rule.conditions, subject)) return rule;
  }
  return undefined;
}

function holdsFor(conditions: readonly Holds[], subject: MatchSubject): boolean {
  for (const holds of conditions) if (!holds(subject)) return false;
  return true;
}

function compileCondition(condition: RuleConditionShape, readings: Readings): Holds {
  switch (condition.Field) {
    case 'host-header':
      return compileHost(condition, readings);
    case 'path-pattern':
      return compilePath(condition, readings);
    case 'http-header':
      return compileHeader(condition, readings);
    case 'http-request-method':
      return compileMethod(condition);
    case 'query-string':
      return compileQuery(condition);
    case 'source-ip':
      return compileSourceIp(condition);
    default:
      return () => false;
  }
}

const valuesOf = (condition: RuleConditionShape, config: { readonly Values?: readonly string[] } | undefined) =>
  config?.Values ?? (config ? [] : (condition.Values ?? []));

function compileHost(condition: RuleConditionShape, readings: Readings): Holds {
  const config = condition.HostHeaderConfig;
  const values = anyOf(
    valuesOf(condition, config).map((value) => compileWildcard(value, { ignoreCase: true, escapes: false })),
  );
  const expressions = anyOf(
    (config?.RegexValues ?? []).map((value) => compileRegex(value, readings.hostRegexCase, readings)),
  );
  return ({ host, spelledHost }) => values(host) || expressions(spelledHost);
}

function compilePath(condition: RuleConditionShape, readings: Readings): Holds {
  const config = condition.PathPatternConfig;
  const test = anyOf([
    ...valuesOf(condition, config).map((value) => compileWildcard(value, { ignoreCase: false, escapes: false })),
    ...(config?.RegexValues ?? []).map((value) => compileRegex(value, 'sensitive', readings)),
  ]);
  return ({ path }) => test(path);
}

function compileHeader(condition: RuleConditionShape, readings: Readings): Holds {
  const config = condition.HttpHeaderConfig;
  const name = config?.HttpHeaderName?.toLowerCase() ?? '';
  const escapes = readings.headerEscape === 'backslash';
  const values = anyOf((config?.Values ?? []).map((value) => compileWildcard(value, { ignoreCase: true, escapes })));
  const expressions = anyOf(
    (config?.RegexValues ?? []).map((value) => compileRegex(value, readings.headerRegexCase, readings)),
  );
  const test: Test = (value) => values(value.toLowerCase()) || expressions(value);
  if (readings.headerLists === 'whole') return (subject) => subject.header(name).some(test);
  const parts = (line: string) => line.split(',').map((part) => part.trim());
  return (subject) => subject.header(name).flatMap(parts).some(test);
}

function compileMethod(condition: RuleConditionShape): Holds {
  const methods = new Set(condition.HttpRequestMethodConfig?.Values ?? []);
  return ({ method }) => methods.has(method);
}

function compileQuery(condition: RuleConditionShape): Holds {
  const wildcard = (value: string) => compileWildcard(value, { ignoreCase: true, escapes: true });
  const pairs = (condition.QueryStringConfig?.Values ?? []).map((pair) => ({
    key: pair.Key === undefined ? undefined : wildcard(pair.Key),
    value: wildcard(pair.Value ?? ''),
  }));
  return (subject) =>
    subject
      .parameters()
      .some((parameter) =>
        pairs.some((pair) =>
          pair.key
            ? pair.key(parameter.key) && pair.value(parameter.value)
            : pair.value(parameter.bare ? parameter.key : parameter.value),
        ),
      );
}

function compileSourceIp(condition: RuleConditionShape): Holds {
  const blocks = new BlockList();
  for (const cidr of condition.SourceIpConfig?.Values ?? []) {
    const [network = '', length = ''] = cidr.split('/');
    blocks.addSubnet(network, Number(length), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return ({ sourceIp }) => blocks.check(sourceIp, isIPv6(sourceIp) ? 'ipv6' : 'ipv4');
}

function compileRegex(source: string, letterCase: 'sensitive' | 'insensitive', readings: Readings): Test {
  const inline = source.startsWith('(?i)');
  const pattern = inline ? source.slice('(?i)'.length) : source;
  const anchored = readings.regexAnchoring === 'full' ? `^(?:${pattern})$` : pattern;
  const expression = compileExpression(anchored, { ignoreCase: inline || letterCase === 'insensitive' });
  return expression ? (value) => expression.test(value) : () => false;
}

const anyOf = (tests: readonly Test[]): Test =>
  tests.length === 1 && tests[0] ? tests[0] : (value) => tests.some((test) => test(value));
