// The common part of every Describe call: ids, filters, pages.
import { globMatches } from '../iam/condition.ts';
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page.ts';
import { requireRow } from './resource-ids.ts';
import type { Ec2Rows, TagMap } from './tables.ts';

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
    const wanted = filter.Values;
    if (!wanted) throw new AwsError('InvalidParameterValue', `The filter '${filter.Name}' must have values`);
    return kept.filter((row) =>
      valuesOf(row).some((value) => value !== undefined && wanted.some((pattern) => globMatches(pattern, value))),
    );
  }, rows);
}

function valuesFor<Row extends { readonly tags: TagMap }>({ Name = '' }: Filter, table: FilterTable<Row>) {
  if (Name === 'tag-key') return (row: Row) => Object.keys(row.tags);
  if (Name.startsWith('tag:')) return (row: Row) => [row.tags[Name.slice('tag:'.length)]];
  const valuesOf = table[Name];
  if (!valuesOf) throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
  return valuesOf;
}

/** The rows named by ids (each must exist), or all rows of a table. */
export function rowsByIds<Table extends keyof Ec2Rows>(
  rows: Ec2Rows,
  table: Table,
  ids: readonly string[] | undefined,
) {
  type Row = ReturnType<typeof requireRow<Table>>;
  if (ids === undefined) return [...rows[table].values()] as Row[];
  return [...new Set(ids)].map((id) => requireRow(rows, table, id));
}

const invalidToken = new AwsError('InvalidParameterValue', 'Unable to parse pagination token');

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
