// IAM condition operators (user guide, "IAM JSON policy elements: Condition operators"), with `IfExists` and the
// `ForAllValues:`/`ForAnyValue:` set qualifiers.
import type { RequestContext } from './authorization.ts';

type Test = (actual: string, expected: string) => boolean;

const equalsIgnoringCase: Test = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const like: Test = (actual, expected) => globMatches(expected, actual);

interface Operator {
  readonly test: Test;
  /** Negated operators hold only if no expected value matches, and hold for an absent key. */
  readonly negated?: boolean;
}

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { test: (actual, expected) => actual === expected },
  StringNotEquals: { test: (actual, expected) => actual === expected, negated: true },
  StringEqualsIgnoreCase: { test: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { test: equalsIgnoringCase, negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: like },
  ArnLike: { test: like },
  ArnNotEquals: { test: like, negated: true },
  ArnNotLike: { test: like, negated: true },
  Bool: { test: equalsIgnoringCase },
  NumericEquals: { test: (actual, expected) => Number(actual) === Number(expected) },
  NumericLessThanEquals: { test: (actual, expected) => Number(actual) <= Number(expected) },
  NumericGreaterThanEquals: { test: (actual, expected) => Number(actual) >= Number(expected) },
};

/** Whether one `operator: { key: expected }` entry holds. Throws for an operator that is not emulated. */
export function conditionHolds(
  name: string,
  key: string,
  expected: readonly string[],
  context: RequestContext,
): boolean {
  const actual = valuesOf(key, context);
  if (name === 'Null') return (actual === undefined) === (expected[0] === 'true');
  const [, qualifier, base = name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const operator = operators[base];
  if (!operator) throw new Error(`the IAM condition operator ${name} is not emulated`);
  if (actual === undefined)
    return qualifier === 'ForAllValues' || ifExists !== undefined || (operator.negated ?? false);
  const holds = (value: string) =>
    expected.some((candidate) => operator.test(value, substitute(candidate, context))) !== (operator.negated ?? false);
  return qualifier === 'ForAllValues' ? actual.every(holds) : actual.some(holds);
}

/** Condition keys are case-insensitive, tag keys within them are not distinguished here either. */
function valuesOf(key: string, context: RequestContext): readonly string[] | undefined {
  const name = Object.keys(context).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  const value = name === undefined ? undefined : context[name];
  return value === undefined ? undefined : [value].flat();
}

/** Policy variables: `${aws:PrincipalTag/team}`; an unknown one matches nothing that exists. */
const substitute = (text: string, context: RequestContext) =>
  text.replace(/\$\{([^}]+)\}/g, (whole, key: string) => valuesOf(key, context)?.[0] ?? whole);

const globs = new Map<string, RegExp>();

/** `*` any run of characters, `?` one character; case-sensitive, whole text. */
export function globMatches(pattern: string, text: string, context: RequestContext = {}): boolean {
  const resolved = pattern.includes('${') ? substitute(pattern, context) : pattern;
  let regex = globs.get(resolved);
  if (!regex) {
    const source = resolved
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    regex = new RegExp(`^${source}$`, 's');
    globs.set(resolved, regex);
  }
  return regex.test(text);
}
