// IAM condition operators (user guide, "IAM JSON policy elements: Condition operators"), with `IfExists` and the
// `ForAllValues:`/`ForAnyValue:` set qualifiers.
import { BlockList, isIPv6 } from 'node:net';
import type { RequestContext } from './authorization.ts';
import { globMatches, substitute } from './glob.ts';

type Test = (actual: string, expected: string) => boolean;

const equalsIgnoringCase: Test = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const like: Test = (actual, expected) => globMatches(expected, actual);

/** The six parts of an ARN are compared one by one, so that a wildcard does not reach across a colon. */
const arnLike: Test = (actual, expected) => {
  const [given, wanted] = [arnParts(actual), arnParts(expected)];
  return wanted.length === given.length && wanted.every((part, index) => globMatches(part, given[index] ?? ''));
};

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, expected) =>
    compare(Number(actual), Number(expected));

/** ISO 8601, or seconds since the epoch. */
const timeOf = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const date =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, expected) =>
    compare(timeOf(actual), timeOf(expected));

function isWithin(address: string, range: string): boolean {
  const [network = '', prefix] = range.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

interface Operator {
  readonly test: Test;
  /** Negated operators hold only if no expected value matches, and hold for an absent key. */
  readonly negated?: boolean;
}

const comparisons = {
  Equals: (a: number, b: number) => a === b,
  LessThan: (a: number, b: number) => a < b,
  LessThanEquals: (a: number, b: number) => a <= b,
  GreaterThan: (a: number, b: number) => a > b,
  GreaterThanEquals: (a: number, b: number) => a >= b,
};

const ordered = (kind: string, make: (compare: (a: number, b: number) => boolean) => Test): [string, Operator][] => [
  ...Object.entries(comparisons).map(([name, compare]): [string, Operator] => [kind + name, { test: make(compare) }]),
  [`${kind}NotEquals`, { test: make(comparisons.Equals), negated: true }],
];

const operators = new Map<string, Operator>([
  ['StringEquals', { test: (actual, expected) => actual === expected }],
  ['StringNotEquals', { test: (actual, expected) => actual === expected, negated: true }],
  ['StringEqualsIgnoreCase', { test: equalsIgnoringCase }],
  ['StringNotEqualsIgnoreCase', { test: equalsIgnoringCase, negated: true }],
  ['StringLike', { test: like }],
  ['StringNotLike', { test: like, negated: true }],
  ['ArnEquals', { test: arnLike }],
  ['ArnLike', { test: arnLike }],
  ['ArnNotEquals', { test: arnLike, negated: true }],
  ['ArnNotLike', { test: arnLike, negated: true }],
  ['Bool', { test: equalsIgnoringCase }],
  ['BinaryEquals', { test: (actual, expected) => actual === expected }],
  ['IpAddress', { test: isWithin }],
  ['NotIpAddress', { test: isWithin, negated: true }],
  ...ordered('Numeric', numeric),
  ...ordered('Date', date),
]);

interface Named {
  readonly qualifier: string | undefined;
  readonly operator: Operator;
  readonly ifExists: boolean;
}

function parse(name: string): Named | undefined {
  const [, qualifier, base = name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const operator = operators.get(base);
  return operator && { qualifier, operator, ifExists: ifExists !== undefined };
}

/** Whether the policy language has this operator. */
export const isOperator = (name: string): boolean => name === 'Null' || parse(name) !== undefined;

/** Whether one `operator: { key: expected }` entry holds. Throws for an operator that the language does not have. */
export function conditionHolds(
  name: string,
  key: string,
  expected: readonly string[],
  context: RequestContext,
): boolean {
  const actual = valuesOf(key, context);
  if (name === 'Null') return expected.includes(String(actual === undefined));
  const named = parse(name);
  if (!named) throw new Error(`there is no IAM condition operator ${name}`);
  const { qualifier, operator, ifExists } = named;
  const { negated = false } = operator;
  if (actual === undefined) return qualifier === 'ForAllValues' || ifExists || (negated && qualifier === undefined);
  const wanted = expected.map((candidate) => substitute(candidate, (variable) => valuesOf(variable, context)?.[0]));
  const holds = (value: string) => wanted.some((candidate) => operator.test(value, candidate)) !== negated;
  return qualifier === 'ForAllValues' ? actual.every(holds) : actual.some(holds);
}

/** Condition keys are case-insensitive, tag keys within them are not distinguished here either. */
export function valuesOf(key: string, context: RequestContext): readonly string[] | undefined {
  const name = Object.keys(context).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  const value = name === undefined ? undefined : context[name];
  return value === undefined ? undefined : [value].flat();
}
