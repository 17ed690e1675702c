// Trimming published tables without losing anything by accident: every key is kept or dropped by name.

export interface KeyTable {
  readonly keep: readonly string[];
  readonly drop: readonly string[];
}

/** The kept keys of a table, in source order. A key in neither list stops generation: the source has grown. */
export function only(table: object, keys: KeyTable): Record<string, unknown> {
  const unknown = Object.keys(table).filter((key) => !keys.keep.includes(key) && !keys.drop.includes(key));
  if (unknown.length > 0) throw new Error(`the source has keys that are neither kept nor dropped: ${unknown.join(', ')}`);
  return Object.fromEntries(Object.entries(table).filter(([key]) => keys.keep.includes(key)));
}

/** `table` with every value replaced, keys and order unchanged. */
export function mapValues<T, U>(table: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, map(value)]));
}
