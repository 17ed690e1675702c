// The common part of every Describe call: ids, filters, pages.
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page.ts';
import { requireRows } from './resource-ids.ts';
import type { IndexedRows } from './indexed-rows.ts';
import type { Ec2Rows, RowOf, TagMap } from './tables.ts';

export interface Filter {
  readonly Name?: string;
  readonly Values?: readonly string[];
}

export interface DescribeInput {
  readonly Filters?: readonly Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Filter name → the row's values for it. */
export type FilterTable<Row> = Readonly<Record<string, (row: Row) => readonly (string | undefined)[]>>;

/** At most 200 filter values in one request (EC2 user guide, "List and filter your resources"). */
const maxFilterValues = 200;

/** Rows that pass all filters (AND) by any of their values (OR, with `*` and `?`). Refuses filters that do not exist. */
export function filterRows<Row extends { readonly tags: TagMap }>(
  rows: readonly Row[],
  filters: readonly Filter[] | undefined,
  table: FilterTable<Row>,
): readonly Row[] {
  const given = filters ?? [];
  if (given.reduce((count, { Values = [] }) => count + Values.length, 0) > maxFilterValues) {
    throw new AwsError(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${maxFilterValues}`,
    );
  }
  return given.reduce<readonly Row[]>((kept, filter) => {
    const valuesOf = valuesFor(filter, table);
    if (!filter.Values) throw new AwsError('InvalidParameterValue', `The filter '${filter.Name}' must have values`);
    const isWanted = matcherOf(filter.Values);
    return kept.filter((row) => valuesOf(row).some((value) => value !== undefined && isWanted(value)));
  }, rows);
}

function valuesFor<Row extends { readonly tags: TagMap }>({ Name }: Filter, table: FilterTable<Row>) {
  if (Name === 'tag-key') return (row: Row) => Object.keys(row.tags);
  if (Name === 'tag-value') return (row: Row) => Object.values(row.tags);
  if (Name?.startsWith('tag:')) return (row: Row) => [row.tags[Name.slice('tag:'.length)]];
  const valuesOf = Name === undefined || !Object.hasOwn(table, Name) ? undefined : table[Name];
  if (!valuesOf) throw new AwsError('InvalidParameterValue', `The filter '${Name ?? 'null'}' is invalid`);
  return valuesOf;
}

const hasWildcard = (pattern: string) => /[*?\\]/.test(pattern);

/** `*` is any text, `?` one character, a backslash takes the next character literally. */
function matcherOf(patterns: readonly string[]): (value: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !hasWildcard(pattern)));
  const globs = patterns.filter(hasWildcard).map(globOf);
  return (value) => exact.has(value) || globs.some((glob) => glob.test(value));
}

function globOf(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|([\s\S])/g, (_all, literal: string | undefined, plain: string | undefined) => {
    if (plain === '*') return '.*';
    if (plain === '?') return '.';
    return (literal ?? plain ?? '').replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 's');
}

type Tagged = { readonly id: string; readonly tags: TagMap };

/** The rows named by ids (each must exist), or all rows of a table, that pass the filters. */
export function findRows<Table extends keyof Ec2Rows>(
  rows: Ec2Rows,
  table: Table,
  { ids, filters }: { readonly ids: readonly string[] | undefined; readonly filters: readonly Filter[] | undefined },
  filterTable: FilterTable<RowOf<Table>>,
): readonly RowOf<Table>[] {
  const all = rows[table] as unknown as IndexedRows<Tagged & RowOf<Table>>;
  const named = ids ? requireRows(rows, table, ids) : candidates(all, filters ?? []);
  return filterRows(named as readonly (Tagged & RowOf<Table>)[], filters, filterTable);
}

/** The rows of an index that answers one of the filters, or all of them. */
function candidates<Row extends Tagged>(all: IndexedRows<Row>, filters: readonly Filter[]): readonly Row[] {
  const indexed = filters.find(({ Name = '', Values = [] }) => all.isIndexed(Name) && !Values.some(hasWildcard));
  if (!indexed) return [...all.values()];
  return [...new Set((indexed.Values ?? []).flatMap((value) => all.by(indexed.Name ?? '', value)))];
}

const invalidToken = new AwsError('InvalidParameterValue', 'Unable to parse pagination token');

/** Calls whose model states no bounds allow pages of 5 to 1000. */
export function refusePageSize({ MaxResults }: DescribeInput): void {
  if (MaxResults === undefined || (MaxResults >= 5 && MaxResults <= 1000)) return;
  const bound = MaxResults < 5 ? 'greater than 5' : 'less than 1000';
  throw new AwsError(
    'InvalidParameterValue',
    `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value ${bound}.`,
  );
}

/** One page; without MaxResults everything. */
export function pageRows<Row>(rows: readonly Row[], { MaxResults, NextToken }: DescribeInput) {
  const page = pageOf(rows, MaxResults ?? rows.length + 1, NextToken, invalidToken);
  return { rows: page.items, ...(page.next !== undefined && { NextToken: page.next }) };
}

/** Several Describe calls take ids or pages, not both. */
export function refuseIdsWithPages(
  parameter: string,
  ids: readonly string[] | undefined,
  { MaxResults }: DescribeInput,
): void {
  if (ids === undefined || MaxResults === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `The parameter ${parameter} cannot be used with the parameter maxResults`,
  );
}
