// Rows with a name of their own. Names are looked up, never searched for: a create must not walk the account.
import type { Elbv2 } from './elbv2.ts';
import type { Elbv2Rows, NamedTable } from './tables.ts';

type Row<Table extends NamedTable> = Elbv2Rows[Table] extends Map<string, infer T> ? T : never;

/** The row of that name, or undefined. */
export function findByName<Table extends NamedTable>(
  { tables }: Pick<Elbv2, 'tables'>,
  table: Table,
  name: string,
): Row<Table> | undefined {
  const { now } = tables;
  return now[table].get(now.names[table].get(name) ?? '') as Row<Table> | undefined;
}

/** Adds a row, or puts it in the place of the one with its ARN; names never change. */
export function putNamed<Table extends NamedTable>(
  { tables }: Pick<Elbv2, 'tables'>,
  table: Table,
  row: Row<Table> & { readonly arn: string; readonly name: string },
): void {
  const { now } = tables;
  (now[table] as Map<string, unknown>).set(row.arn, row);
  now.names[table].set(row.name, row.arn);
}

/** Removes a row, if it is there, and frees its name. */
export function dropNamed({ tables }: Pick<Elbv2, 'tables'>, table: NamedTable, arn: string): void {
  const { now } = tables;
  const row = now[table].get(arn);
  if (!row) return;
  now[table].delete(arn);
  now.names[table].delete(row.name);
}
