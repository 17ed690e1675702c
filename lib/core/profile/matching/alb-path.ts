// Path conditions with Gateway API meaning: patterns where they say it exactly, anchored expressions elsewhere.
import { conditionValueLength } from '../../stack/limits.ts';
import type { ConditionText, PathType } from './condition-text.ts';
import { refuse } from '../refusal.ts';
import { escapeExpression, expressionCondition } from './regular-expression.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions */
export const patternPath = /^[A-Za-z0-9_\-.$/~"'@:+&]*$/;

/**
 * A PathPrefix is cut at whole segments (`/a` takes `/a/b`, not `/ab`), and `/` needs no condition. Refused if ALB
 * has no room for it.
 */
export function path(type: PathType, value: string): ConditionText {
  if (type === 'RegularExpression') return expressionCondition(value);
  return type === 'Exact' ? exactPath(value) : prefixPath(trimPrefix(value));
}

/** A prefix with and without a final slash is the same prefix. */
export function trimPrefix(value: string): string {
  return value.replace(/\/+$/, '');
}

/** LIM-10: `*` and `?` in an exact path are characters. */
export function exactPath(value: string): ConditionText {
  if (patternPath.test(value) && value.length <= conditionValueLength) return { say: 'values', values: [value] };
  return literalExpression(`^${escapeExpression(value)}$`, value);
}

function prefixPath(prefix: string): ConditionText {
  if (prefix === '') return { say: 'nothing' };
  if (patternPath.test(prefix) && prefix.length + 2 <= conditionValueLength)
    return { say: 'values', values: [prefix, `${prefix}/*`] };
  return literalExpression(`^${escapeExpression(prefix)}(/.*)?$`, prefix);
}

/** The two patterns of a prefix as one expression, if it is short enough. */
export function compactPrefix(patterns: readonly string[]): string | undefined {
  const [prefix = '', below] = patterns;
  const expression = `^${escapeExpression(prefix)}(/.*)?$`;
  return patterns.length === 2 && below === `${prefix}/*` && expression.length <= conditionValueLength
    ? expression
    : undefined;
}

/** What lies below a (trimmed, not empty) prefix, itself not included. */
export function belowPrefix(prefix: string): ConditionText {
  if (patternPath.test(prefix) && prefix.length + 2 <= conditionValueLength)
    return { say: 'values', values: [`${prefix}/*`] };
  return literalExpression(`^${escapeExpression(prefix)}/.*$`, prefix);
}

/** `expression` is sent as it is, its literals already escaped; `value` is what the refusal names if it is too long. */
export function literalExpression(expression: string, value: string): ConditionText {
  return expression.length <= conditionValueLength
    ? { say: 'regex', regexValues: [expression] }
    : refuse(`path "${value}" does not fit the ${conditionValueLength} characters of an ALB condition. Shorten it`);
}
