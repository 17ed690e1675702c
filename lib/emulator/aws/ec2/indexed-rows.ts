// A table that knows, besides the row of an id, which rows have a given value: Describe calls with a filter, address
// allocation and dependency checks look there instead of walking ten thousand rows.

/** Index name → the values under which a row is found. */
export type IndexKeys<Row> = Readonly<Record<string, (row: Row) => readonly (string | undefined)[]>>;

/** Rows by id, in order of creation. Indexes are named like the filter they answer. A structured clone is a plain Map. */
export class IndexedRows<Row extends { readonly id: string }> extends Map<string, Row> {
  readonly #keys: IndexKeys<Row>;
  readonly #ids = new Map<string, Set<string>>();

  constructor(keys: IndexKeys<Row>, rows: Iterable<Row> = []) {
    super();
    this.#keys = keys;
    for (const row of rows) this.set(row.id, row);
  }

  /** Whether `by` answers this name. */
  isIndexed(index: string): boolean {
    return Object.hasOwn(this.#keys, index);
  }

  /** The rows that have this value. */
  by(index: string, value: string): readonly Row[] {
    const ids = this.#ids.get(entryOf(index, value));
    return ids ? [...ids].flatMap((id) => this.get(id) ?? []) : [];
  }

  /** How many rows have this value. */
  countBy(index: string, value: string): number {
    return this.#ids.get(entryOf(index, value))?.size ?? 0;
  }

  /** A table like this one, with the rows of a clone. */
  withRows(rows: ReadonlyMap<string, Row>): IndexedRows<Row> {
    return new IndexedRows(this.#keys, rows.values());
  }

  override set(id: string, row: Row): this {
    const before = this.get(id);
    const entries = this.#entriesOf(row);
    if (before) for (const entry of this.#entriesOf(before)) if (!entries.has(entry)) this.#remove(entry, id);
    for (const entry of entries) this.#add(entry, id);
    return super.set(id, row);
  }

  override delete(id: string): boolean {
    const before = this.get(id);
    if (before) for (const entry of this.#entriesOf(before)) this.#remove(entry, id);
    return super.delete(id);
  }

  override clear(): void {
    this.#ids.clear();
    super.clear();
  }

  #entriesOf(row: Row): ReadonlySet<string> {
    const entries = new Set<string>();
    for (const [index, valuesOf] of Object.entries(this.#keys)) {
      for (const value of valuesOf(row)) if (value !== undefined) entries.add(entryOf(index, value));
    }
    return entries;
  }

  #add(entry: string, id: string): void {
    const ids = this.#ids.get(entry);
    if (ids) ids.add(id);
    else this.#ids.set(entry, new Set([id]));
  }

  #remove(entry: string, id: string): void {
    const ids = this.#ids.get(entry);
    ids?.delete(id);
    if (ids?.size === 0) this.#ids.delete(entry);
  }
}

const entryOf = (index: string, value: string) => `${index}\0${value}`;
