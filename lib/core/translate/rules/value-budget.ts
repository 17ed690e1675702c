// A rule holds five condition values. What needs more becomes several rules with one outcome, if an OR can be divided.
import type { Condition } from '../../stack/listener-rule.ts';
import { conditionValuesPerRule } from '../../stack/limits.ts';

/** Values and expressions of all conditions together. */
export function valueCount(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, condition) => sum + alternatives(condition).length, 0);
}

/** Path patterns as one expression where `compact` knows one and the room is needed. */
export function compacted(
  conditions: readonly Condition[],
  compact: (patterns: readonly string[]) => string | undefined,
): readonly Condition[] {
  if (valueCount(conditions) <= conditionValuesPerRule) return conditions;
  return conditions.map((condition) => {
    const expression =
      condition.field === 'path-pattern' && condition.values !== undefined ? compact(condition.values) : undefined;
    return expression === undefined ? condition : { field: 'path-pattern', regexValues: [expression] };
  });
}

/** The same meaning in rules of at most five values. Undefined: more parts must hold at once than a rule has room for. */
export function withinBudget(conditions: readonly Condition[]): readonly (readonly Condition[])[] | undefined {
  if (valueCount(conditions) <= conditionValuesPerRule) return [conditions];
  const widest = conditions.reduce((a, b) => (alternatives(b).length > alternatives(a).length ? b : a));
  const room = conditionValuesPerRule - (valueCount(conditions) - alternatives(widest).length);
  const size = Math.max(1, Math.min(room, alternatives(widest).length - 1));
  if (alternatives(widest).length === 1) return undefined;
  const rules = chunks(widest, size).map((chunk) =>
    withinBudget(conditions.map((condition) => (condition === widest ? chunk : condition))),
  );
  return rules.every((rule) => rule !== undefined) ? rules.flat() : undefined;
}

function alternatives(condition: Condition): readonly unknown[] {
  return ('regexValues' in condition ? condition.regexValues : condition.values) ?? [];
}

function chunks(condition: Condition, size: number): readonly Condition[] {
  const count = Math.ceil(alternatives(condition).length / size);
  return Array.from({ length: count }, (_, index) => slice(condition, index * size, (index + 1) * size));
}

function slice(condition: Condition, from: number, to: number): Condition {
  if ('regexValues' in condition && condition.regexValues !== undefined)
    return { ...condition, regexValues: condition.regexValues.slice(from, to) };
  return { ...condition, values: condition.values?.slice(from, to) } as Condition;
}
