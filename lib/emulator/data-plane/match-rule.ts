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
import { normalisePath } from './normalise-path.ts';
import { likelyReadings, type Readings } from './readings.ts';
import { compileWildcard, type Test } from './wildcard.ts';

/** What rule evaluation reads of a request. */
export interface RequestFacts {
  /** The Host header (or `:authority`) as sent, with its port if it has one. */
  readonly host: string;
  /** The path as sent, without the query. */
  readonly path: string;
  /** What follows the first `?`, without it; empty when there is none. */
  readonly query: string;
  readonly method: string;
  /** Header lines in order of arrival; names in any letter case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Address of the TCP peer, never of X-Forwarded-For. */
  readonly sourceIp: string;
}

type Holds = (facts: RequestFacts) => boolean;
type Rule = Pick<RuleView, 'priority' | 'conditions'>;

/** The rule of `rules` (in any order) that an ALB applies to the request; undefined when not even a default is given. */
export function matchRule<R extends Rule>(
  facts: RequestFacts,
  rules: readonly R[],
  readings?: Readings,
): R | undefined {
  return compileRules(rules, readings)(facts);
}

/** As `matchRule`, with the rules prepared once for many requests. */
export function compileRules<R extends Rule>(
  rules: readonly R[],
  readings: Readings = likelyReadings,
): (facts: RequestFacts) => R | undefined {
  const compiled = [...rules]
    .sort((a, b) => rank(a) - rank(b))
    .map((rule) => ({ rule, conditions: rule.conditions.map((condition) => compileCondition(condition, readings)) }));
  return (facts) => compiled.find(({ conditions }) => conditions.every((holds) => holds(facts)))?.rule;
}

const rank = (rule: Rule) => (rule.priority === 'default' ? Infinity : Number(rule.priority));

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
      return compileQuery(condition, readings);
    case 'source-ip':
      return compileSourceIp(condition);
    default:
      return () => false;
  }
}

function compileHost(condition: RuleConditionShape, readings: Readings): Holds {
  const config = condition.HostHeaderConfig;
  const test = anyOf([
    ...(config?.Values ?? (config ? [] : (condition.Values ?? []))).map((value) =>
      compileWildcard(value, { ignoreCase: true, escapes: false }),
    ),
    ...(config?.RegexValues ?? []).map((value) => compileRegex(value, readings.hostRegexCase, readings)),
  ]);
  const subject = readings.hostPort === 'kept' ? (host: string) => host : (host: string) => host.replace(/:\d+$/, '');
  return (facts) => test(visible(subject(facts.host)));
}

function compilePath(condition: RuleConditionShape, readings: Readings): Holds {
  const config = condition.PathPatternConfig;
  const test = anyOf([
    ...(config?.Values ?? (config ? [] : (condition.Values ?? []))).map((value) =>
      compileWildcard(value, { ignoreCase: false, escapes: false }),
    ),
    ...(config?.RegexValues ?? []).map((value) => compileRegex(value, 'sensitive', readings)),
  ]);
  const subject = readings.pathForm === 'raw' ? (path: string) => path : normalisePath;
  return (facts) => test(visible(subject(facts.path)));
}

function compileHeader(condition: RuleConditionShape, readings: Readings): Holds {
  const config = condition.HttpHeaderConfig;
  const name = config?.HttpHeaderName?.toLowerCase();
  const escapes = readings.headerEscape === 'backslash';
  const test = anyOf([
    ...(config?.Values ?? []).map((value) => compileWildcard(value, { ignoreCase: true, escapes })),
    ...(config?.RegexValues ?? []).map((value) => compileRegex(value, readings.headerRegexCase, readings)),
  ]);
  return (facts) => facts.headers.some(([key, value]) => key.toLowerCase() === name && test(visible(value)));
}

function compileMethod(condition: RuleConditionShape): Holds {
  const methods = new Set(condition.HttpRequestMethodConfig?.Values ?? []);
  return (facts) => methods.has(facts.method);
}

function compileQuery(condition: RuleConditionShape, readings: Readings): Holds {
  const wildcard = (value: string) => compileWildcard(value, { ignoreCase: true, escapes: true });
  const pairs = (condition.QueryStringConfig?.Values ?? []).map((pair) => ({
    key: pair.Key === undefined ? undefined : wildcard(pair.Key),
    value: wildcard(pair.Value ?? ''),
  }));
  return (facts) =>
    parameters(facts.query, readings).some((parameter) =>
      pairs.some((pair) =>
        pair.key
          ? pair.key(parameter.key) && pair.value(parameter.value)
          : pair.value(parameter.bare ? parameter.key : parameter.value),
      ),
    );
}

function parameters(query: string, readings: Readings) {
  const read = readings.queryEncoding === 'raw' ? visible : (text: string) => visible(decode(text));
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals < 0) return { key: read(part), value: '', bare: true };
      return { key: read(part.slice(0, equals)), value: read(part.slice(equals + 1)), bare: false };
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function compileSourceIp(condition: RuleConditionShape): Holds {
  const blocks = new BlockList();
  for (const cidr of condition.SourceIpConfig?.Values ?? []) {
    const [network = '', length = ''] = cidr.split('/');
    blocks.addSubnet(network, Number(length), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return (facts) => blocks.check(facts.sourceIp, isIPv6(facts.sourceIp) ? 'ipv6' : 'ipv4');
}

function compileRegex(source: string, letterCase: 'sensitive' | 'insensitive', readings: Readings): Test {
  const inline = source.startsWith('(?i)');
  const pattern = inline ? source.slice('(?i)'.length) : source;
  const anchored = readings.regexAnchoring === 'full' ? `^(?:${pattern})$` : pattern;
  const expression = compileExpression(anchored, inline || letterCase === 'insensitive' ? 'i' : '');
  return expression ? (value) => expression.test(value) : () => false;
}

const anyOf = (tests: readonly Test[]): Test =>
  tests.length === 1 && tests[0] ? tests[0] : (value) => tests.some((test) => test(value));

/** Only visible ASCII of a request takes part in the comparison. */
const visible = (text: string) => (/[^\x20-\x7e]/.test(text) ? text.replace(/[^\x20-\x7e]/g, '') : text);
