// Conditions as one short text: equal conditions have equal texts, whatever the order their members were written in.
import type { Condition } from './listener-rule.ts';

/** For identity and comparison inside one build; not meant to be read back. */
export function conditionsText(conditions: readonly Condition[]): string {
  return JSON.stringify(conditions.map(parts));
}

function parts(condition: Condition): readonly unknown[] {
  if (condition.field === 'query-string')
    return [condition.field, ...condition.values.map(({ key = null, value }) => [key, value])];
  const name = condition.field === 'http-header' ? condition.name.toLowerCase() : '';
  const regexValues = 'regexValues' in condition ? condition.regexValues : undefined;
  return [condition.field, name, condition.values ?? [], regexValues ?? []];
}
