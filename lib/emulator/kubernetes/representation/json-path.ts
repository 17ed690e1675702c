// The part of JSONPath that printer columns use: fields, indexes, wildcards and `[?(@.type=="x")]` filters.
import { asList, isRecord, ownField, valueAt } from '../json.ts';

const step =
  /\.(?<field>(?:\\\.|[^.[\]])+)|\['(?<quoted>[^']+)'\]|\[(?<index>-?\d+)\]|\[(?<all>\*)\]|\[\?\(@\.(?<path>[^=!]+?)\s*(?<operator>==|!=)\s*["'](?<value>[^"']*)["']\)\]/y;

function follow(values: readonly unknown[], groups: Readonly<Record<string, string | undefined>>): readonly unknown[] {
  const { field, quoted, index, all, path = '', operator, value } = groups;
  const name = quoted ?? field?.replaceAll('\\.', '.');
  if (name === '*' || all !== undefined)
    return values.flatMap((one) => (isRecord(one) ? Object.values(one) : asList(one)));
  if (name !== undefined) return values.map((one) => (isRecord(one) ? ownField(one, name) : undefined));
  if (index !== undefined) return values.map((one) => asList(one).at(Number(index)));
  return values.flatMap((one) =>
    asList(one).filter((item) => (String(valueAt(item, path.split('.'))) === value) === (operator === '==')),
  );
}

/** The values a path selects, absent ones left out. A path this subset cannot read selects nothing. */
export function selectPath(object: unknown, path: string): readonly unknown[] {
  const text = path.replace(/^\{?\$?/, '').replace(/\}$/, '');
  let values: readonly unknown[] = [object];
  for (step.lastIndex = 0; step.lastIndex < text.length;) {
    const match = step.exec(text);
    if (!match) return [];
    values = follow(values, match.groups ?? {});
  }
  return values.filter((value) => value !== undefined && value !== null);
}
