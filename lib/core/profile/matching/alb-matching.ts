// Matches with Gateway API meaning: what ALB's wildcard patterns cannot say exactly is said as an anchored expression.
import { conditionValueLength, headerNameLength } from '../../stack/limits.ts';
import type { ConditionText, GrpcMethod, Matching, NamedValue } from './condition-text.ts';
import { exactPath, literalExpression, path, patternPath } from './alb-path.ts';
import { splitLiteralHeaderValues } from './header-values.ts';
import { escapeExpression, expressionCondition, expressionsFor } from './regular-expression.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';

export const albMatching: Matching = {
  hostname,
  path,
  grpcMethod,
  header,
  grpcHeader: header,
  queryParam,
  sourceAddresses,
};

/**
 * A host with or without a port (LIM-14: ALB compares the Host header as sent). Letters are written as `[aA]`, because host
 * names have no case and AWS does not say whether its expressions have one. A host too long for that is a plain pattern,
 * which is case-insensitive for sure but takes no port.
 */
function hostname(host: string): ConditionText {
  if (host === '') return { say: 'nothing' };
  const labels = host.startsWith('*.') ? `.+${foldCase(host.slice(1))}` : foldCase(host);
  const expression = `^${labels}(:[0-9]+)?$`;
  return expression.length <= conditionValueLength
    ? { say: 'regex', regexValues: [expression] }
    : { say: 'values', values: [host] };
}

function foldCase(text: string): string {
  return escapeExpression(text).replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** LIM-08: a gRPC request's path is `/<service>/<method>`; a missing part matches anything within its segment. */
function grpcMethod({ type, service, method }: GrpcMethod): ConditionText {
  if (service === undefined && method === undefined) return { say: 'nothing' };
  if (type === 'RegularExpression') return expressionCondition(`/${group(service)}/${group(method)}`);
  if (service !== undefined && method !== undefined) return exactPath(`/${service}/${method}`);
  if (service === undefined) return literalExpression(`^/[^/]+/${escapeExpression(method ?? '')}$`, method ?? '');
  const pattern = `/${service}/*`;
  return patternPath.test(service) && pattern.length <= conditionValueLength
    ? { say: 'values', values: [pattern] }
    : literalExpression(`^/${escapeExpression(service)}/.*$`, service);
}

function group(expression: string | undefined): string {
  if (expression === undefined) return '[^/]+';
  return expression.includes('|') ? `(${expression})` : expression;
}

/** LIM-09: a value is literal and has case; only the documented list syntax (comma: or) is kept. */
function header(match: NamedValue, isLiteral: boolean): ConditionText {
  const refusal = headerNameRefusal(match.name);
  if (refusal !== undefined) return refusal;
  if (match.type === 'RegularExpression') return expressionCondition(match.value);
  const values = isLiteral ? [match.value] : splitLiteralHeaderValues(match.value).filter((value) => value !== '');
  if (values.length === 0) return refuse(`header ${match.name} has no value to compare with. Name one`);
  const regexValues = expressionsFor(values);
  return regexValues === undefined
    ? refuse(
        `the value of header ${match.name} does not fit the ${conditionValueLength} characters of an ALB condition. Shorten it`,
      )
    : { say: 'regex', regexValues };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#http-header-conditions */
function headerNameRefusal(name: string): Refusal | undefined {
  if (name.toLowerCase() === 'host') return refuse('ALB does not match the Host header as a header. Use hostnames');
  if (name.length > headerNameLength)
    return refuse(`header name "${name}" is longer than the ${headerNameLength} characters ALB takes`);
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
    ? undefined
    : refuse(`"${name}" is no header name that ALB can match`);
}

/** LIM-07: ALB has no expressions here; wildcards in exact values are escaped. Comparison ignores case: ALB knows no other. */
function queryParam({ type, name, value }: NamedValue): { say: 'pair'; key: string; value: string } | Refusal {
  if (type === 'RegularExpression')
    return refuse(`query parameter ${name}: ALB has no regular expressions for query parameters. Use Exact`);
  const pair = { say: 'pair', key: escapePattern(name), value: escapePattern(value) } as const;
  return pair.key.length > conditionValueLength || pair.value.length > conditionValueLength
    ? refuse(
        `query parameter ${name} does not fit the ${conditionValueLength} characters of an ALB condition. Shorten it`,
      )
    : pair;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[*?\\]/g, (character) => `\\${character}`);
}

/** LIM-12: ALB takes one source condition per rule. */
function sourceAddresses(
  lists: readonly (readonly string[])[],
): { say: 'lists'; lists: readonly (readonly string[])[] } | Refusal {
  if (lists.length > 1)
    return refuse(
      'ALB takes one source-ip condition per rule; list all addresses in one condition, or limit each with matchIndexes',
    );
  const wrong = lists.flat().find((cidr) => !cidr.includes('/'));
  return wrong === undefined ? { say: 'lists', lists } : refuse(`"${wrong}" is not a CIDR block. Write ${wrong}/32`);
}
