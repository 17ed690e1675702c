// Matches with Gateway API meaning: what ALB's wildcard patterns cannot say exactly is said as an anchored expression.
import { conditionValueLength, headerNameLength } from '../../stack/limits.ts';
import { hosts } from './alb-host.ts';
import { paths } from './alb-path.ts';
import type { ConditionText, Matching } from './condition-text.ts';
import { splitLiteralHeaderValues } from './header-values.ts';
import { escapeExpression, expressionCondition, packedExpressions } from './regular-expression.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { HeaderSet, NamedValue } from './request-set.ts';

export const albMatching: Matching = { hosts, paths, header, queryParam, sourceAddresses };

/** LIM-09: a value is literal and has case; only the documented list syntax (comma: or) is kept. */
function header({ type, name, values: asked, isLiteral }: HeaderSet): ConditionText {
  const refusal = headerNameRefusal(name);
  if (refusal !== undefined) return refusal;
  if (type === 'RegularExpression') return expressionCondition(asked[0] ?? '');
  const values = isLiteral ? asked : asked.flatMap(splitLiteralHeaderValues).filter((value) => value !== '');
  if (values.length === 0) return refuse(`header ${name} has no value to compare with. Name one`);
  const regexValues = packedExpressions(values.map((value) => ({ head: escapeExpression(value), tail: '' })));
  return regexValues === undefined
    ? refuse(
        `the value of header ${name} does not fit the ${conditionValueLength} characters of an ALB condition. Shorten it`,
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
