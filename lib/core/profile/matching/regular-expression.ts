// Regular expressions for ALB conditions and rewrites. AWS does not say whether an expression must match the whole value or
// a part of it, so everything written here is anchored at both ends and means the same either way.
import { conditionValueLength } from '../../stack/limits.ts';
import type { ConditionText } from './condition-text.ts';
import { refuse } from '../refusal.ts';

/** The text as an expression that matches just it. */
export function escapeExpression(text: string): string {
  return special.test(text) ? text.replaceAll(everySpecial, '\\$&') : text;
}

const special = /[\\^$.*+?()[\]{}|]/;
const everySpecial = /[\\^$.*+?()[\]{}|]/g;

/** An expression that a user wrote, matching the whole value as most Gateway API implementations read it. */
export function wholeValue(expression: string): string {
  const from = expression.startsWith('^') ? 1 : 0;
  const to = /(^|[^\\])(\\\\)*\$$/.test(expression) ? -1 : expression.length;
  const inner = expression.slice(from, to);
  return inner.includes('|') ? `^(${inner})$` : `^${inner}$`;
}

/** Features that ALB's engine has not. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
const unsupported = /\(\?(?:[=!<>|R&P0-9+-]|#)|\\[1-9k]|\\p\{|\\P\{|[*+?}]\+/;

/** Why ALB would not take the expression, or undefined. */
export function expressionProblem(expression: string): string | undefined {
  if (expression.length > conditionValueLength)
    return `"${expression}" is longer than the ${conditionValueLength} characters ALB takes`;
  if (unsupported.test(expression))
    return `"${expression}" uses look-around, a back-reference or another feature that ALB's expressions lack`;
  return compiles(expression) ? undefined : `"${expression}" is not a regular expression`;
}

/** A condition on one expression that a user wrote. */
export function expressionCondition(expression: string): ConditionText {
  const text = wholeValue(expression);
  const problem = compiles(expression) ? expressionProblem(text) : `"${expression}" is not a regular expression`;
  return problem === undefined ? { say: 'regex', regexValues: [text] } : refuse(`${problem}. Shorten or simplify it`);
}

/** A text to match, as an expression without anchors, cut where others may have the same end. */
export interface Piece {
  readonly head: string;
  readonly tail: string;
}

/**
 * Anchored expressions that together match exactly the given pieces, each followed by `end`: as few as 128 characters
 * each allow, because each counts against the five values of a rule. Undefined if a single piece does not fit.
 */
export function packedExpressions(pieces: readonly Piece[], end = ''): readonly string[] | undefined {
  const together = alternation(pieces, end);
  if (together.length <= conditionValueLength) return [together];
  const expressions: string[] = [];
  let open: Piece[] = [];
  for (const piece of pieces) {
    if (alternation([piece], end).length > conditionValueLength) return undefined;
    if (alternation([...open, piece], end).length > conditionValueLength) {
      expressions.push(alternation(open, end));
      open = [];
    }
    open.push(piece);
  }
  return [...expressions, alternation(open, end)];
}

function alternation(pieces: readonly Piece[], end: string): string {
  const byTail = new Map<string, string[]>();
  for (const { head, tail } of pieces) {
    const heads = byTail.get(tail);
    if (heads === undefined) byTail.set(tail, [head]);
    else heads.push(head);
  }
  return `^${oneOf([...byTail].map(([tail, heads]) => `${oneOf(heads)}${tail}`))}${end}$`;
}

function oneOf(alternatives: readonly string[]): string {
  return alternatives.length === 1 ? alternatives.join('') : `(${alternatives.join('|')})`;
}

function compiles(expression: string): boolean {
  try {
    return new RegExp(expression) instanceof RegExp;
  } catch {
    return false;
  }
}
