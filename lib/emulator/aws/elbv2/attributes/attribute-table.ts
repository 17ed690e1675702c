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

/** One of a few words. */
export const oneOf = (words: readonly string[], defaultValue: string): AttributeRule => ({
  default: defaultValue,
  refuse: (value, key) =>
    words.includes(value)
      ? undefined
      : invalid(
          `The value of '${key}' must be from the following: [${words.filter((word) => word !== '').join(', ')}], but was '${value}'`,
        ),
});

/** `true` or `false` in lower case; every other spelling is refused. */
export const flag = (defaultValue: boolean): AttributeRule => oneOf(['true', 'false'], String(defaultValue));

/** A whole number within bounds, or one of a few words. */
export const wholeNumber = (
  min: number,
  max: number,
  defaultValue: string,
  words: readonly string[] = [],
): AttributeRule => ({
  default: defaultValue,
  refuse: (value, key) => {
    if (words.includes(value)) return undefined;
    const isInside = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
    return isInside
      ? undefined
      : invalid(`The value of '${key}' must be between ${min} and ${max}, inclusive, but was '${value}'`);
  },
});

/** All attributes as they are now, in the order of the table. */
export const completeAttributes = (table: AttributeTable, set: Attributes): Attributes =>
  Object.fromEntries(Object.entries(table).map(([key, rule]) => [key, set[key] ?? rule.default]));

/** What a reply lists. */
export const toKeyValues = (attributes: Attributes): KeyValue[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/**
 * The changed attributes, all or none. `unknown` words the refusal of a key that is not in the table.
 */
export function changeAttributes(
  table: AttributeTable,
  set: Attributes,
  given: readonly KeyValue[],
  unknown: (key: string) => AwsError,
): Attributes {
  const changed: Record<string, string> = {};
  for (const { Key = '', Value = '' } of given) {
    const rule = table[Key];
    if (!rule) throw unknown(Key);
    if (Object.hasOwn(changed, Key)) throw invalid(`The attribute '${Key}' cannot be specified more than once`);
    const refusal = rule.refuse(Value, Key);
    if (refusal) throw refusal;
    changed[Key] = Value;
  }
  return { ...set, ...changed };
}
