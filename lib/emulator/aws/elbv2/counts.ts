// Tables of how often one thing uses another: entries that fall to nothing disappear.

/** Adds `change` to how often `from` uses `to`. */
export function count(table: Map<string, Map<string, number>>, from: string, to: string, change: 1 | -1): void {
  const counts = table.get(from) ?? new Map<string, number>();
  const left = (counts.get(to) ?? 0) + change;
  if (left > 0) counts.set(to, left);
  else counts.delete(to);
  if (counts.size > 0) table.set(from, counts);
  else table.delete(from);
}
