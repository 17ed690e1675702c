// A column of a printed table, and how cells are commonly made (pkg/printers/internalversion).
import { asList, asRecord, asText, valueAt } from '../../json.ts';
import { records } from '../../kinds/defaults.ts';
import type { KubernetesObject } from '../../object.ts';
import { humanDuration } from '../age.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** Columns above 0 are shown by wide output only. */
  readonly priority: number;
  readonly cell: Cell;
}

/** The cell of an object; `now` is in milliseconds since the epoch. */
export type Cell = (object: KubernetesObject, now: number) => unknown;

/** A column of text, or of another type. */
export const column = (name: string, cell: Cell, type = 'string', priority = 0): Column => ({
  name,
  type,
  format: name === 'Name' ? 'name' : '',
  description: '',
  priority,
  cell,
});

/** A column that wide output has. */
export const wide = (name: string, cell: Cell): Column => column(name, cell, 'string', 1);

/** How long ago a time was. */
export const ageOf = (time: unknown, now: number) =>
  typeof time === 'string' ? humanDuration(now - Date.parse(time)) : '<unknown>';

export const name = column('Name', (object) => object.metadata.name ?? '');
export const age = column('Age', (object, now) => ageOf(object.metadata.creationTimestamp, now));
export const createdAt = column('Created At', (object) => object.metadata.creationTimestamp, 'date');

/** The value at a path; '' when there is none. */
export const at =
  (...path: string[]): Cell =>
  (object) =>
    valueAt(object, path) ?? '';

/** The number at a path; 0 when there is none. */
export const count =
  (...path: string[]): Cell =>
  (object) =>
    valueAt(object, path) ?? 0;

/** How many entries a list or map at a path has. */
export const sizeAt =
  (...path: string[]): Cell =>
  (object) =>
    Object.keys(valueAt(object, path) ?? {}).length;

/** The text at a path, or something in its place. */
export const textOr =
  (fallback: string, ...path: string[]): Cell =>
  (object) =>
    asText(valueAt(object, path)) || fallback;

/** As kubectl shows what is not there. */
export const orNone = (text: string) => (text === '' ? '<none>' : text);

/** The first few of many, and how many more there are. */
export function few(items: readonly string[], none: string): string {
  const shown = items.slice(0, 3).join(',');
  if (items.length === 0) return none;
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}

const pairs = (labels: unknown) =>
  Object.entries(asRecord(labels))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${String(value)}`);

/** Labels as `a=b,c=d`. */
export const labelsText = (labels: unknown) => orNone(pairs(labels).join(','));

const expressionTexts = { In: 'in', NotIn: 'notin' } as const;

function expressionText({ key, operator, values }: Readonly<Record<string, unknown>>): string {
  if (operator === 'Exists') return asText(key);
  if (operator === 'DoesNotExist') return `!${asText(key)}`;
  const word = expressionTexts[operator as keyof typeof expressionTexts];
  return `${asText(key)} ${word} (${asList(values).map(asText).toSorted().join(',')})`;
}

/** A LabelSelector in the query syntax. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = asRecord(selector);
  return orNone([...pairs(matchLabels), ...records(matchExpressions).map(expressionText)].join(','));
}
