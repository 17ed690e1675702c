// Attributes of any kind: a table of keys with defaults and allowed values, and what a Modify call may do with it.
import { AwsError } from '../../aws-error.ts';
import type { Attributes } from '../tables.ts';

export interface AttributeRule {
  readonly default: string;
  /** The refusal for a value, or undefined if it is allowed. */
  readonly refuse: (value: string, key: string) => AwsError | undefined;
}

export type AttributeTable = Readonly<Record<string, AttributeRule>>;

export interface KeyValue {
  readonly Key?: string;
  readonly Value?: string;
}

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Any text. */
export const text = (defaultValue = ''): AttributeRule => ({ default: defaultValue, refuse: () => undefined });

/** One of a few words; AWS words each such refusal in its own way. */
export const oneOf = (
  words: readonly string[],
  defaultValue: string,
  refusal: (value: string, key: string) => string,
): AttributeRule => ({
  default: defaultValue,
  refuse: (value, key) => (words.includes(value) ? undefined : invalid(refusal(value, key))),
});

/** `true` or `false` in lower case; every other spelling is refused. */
export const flag = (defaultValue: boolean): AttributeRule =>
  oneOf(
    ['true', 'false'],
    String(defaultValue),
    (value, key) => `The value of '${key}' must be 'true' or 'false', but was '${value}'`,
  );

/** A whole number within bounds, or one of a few words. */
export const wholeNumber = (
  min: number,
  max: number,
  defaultValue: string,
  {
    words = [],
    refusal = (value, key) => `'${key}' value '${value}' must be between '${min}-${max}' inclusive`,
  }: { readonly words?: readonly string[]; readonly refusal?: (value: string, key: string) => string } = {},
): AttributeRule => ({
  default: defaultValue,
  refuse: (value, key) => {
    const isNumber = /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;
    return isNumber || words.includes(value) ? undefined : invalid(refusal(value, key));
  },
});

/** All attributes as they are now, in the order of the table. */
export const completeAttributes = (table: AttributeTable, set: Attributes): Attributes =>
  Object.fromEntries(Object.entries(table).map(([key, rule]) => [key, set[key] ?? rule.default]));

/** What a reply lists. */
export const toKeyValues = (attributes: Attributes): KeyValue[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** How a kind of resource words its refusals of keys. */
export interface KeyRefusals {
  /** A key that is not in the table; ValidationError for one that no resource of the kind has. */
  readonly unknown: (key: string) => AwsError;
  /** Keys given more than once; `Attribute key … has been specified more than once` unless worded otherwise. */
  readonly repeated?: (keys: readonly string[]) => string;
}

const repeatedKey = ([key = '']: readonly string[]) => `Attribute key '${key}' has been specified more than once`;

/** The changed attributes, all or none. */
export function changeAttributes(
  table: AttributeTable,
  set: Attributes,
  given: readonly KeyValue[],
  { unknown, repeated = repeatedKey }: KeyRefusals,
): Attributes {
  const changed: Record<string, string> = {};
  refuseUnheardOf(table, given, unknown);
  const keys = given.map(({ Key = '' }) => Key);
  const twice = keys.filter((key, index) => keys.indexOf(key) < index);
  if (twice.length > 0) throw invalid(repeated([...new Set(twice)]));
  for (const { Key = '', Value = '' } of given) {
    const rule = Object.hasOwn(table, Key) ? table[Key] : undefined;
    if (!rule) throw unknown(Key);
    const refusal = rule.refuse(Value, Key);
    if (refusal) throw refusal;
    changed[Key] = Value;
  }
  return { ...set, ...changed };
}

/** Keys that no load balancer has heard of are found before anything is said about the others. */
function refuseUnheardOf(table: AttributeTable, given: readonly KeyValue[], unknown: (key: string) => AwsError): void {
  for (const { Key } of given) {
    if (Key === undefined || Key === '') throw invalid('An attribute key must be specified');
    const refusal = Object.hasOwn(table, Key) ? undefined : unknown(Key);
    if (refusal?.code === 'ValidationError') throw refusal;
  }
}
