// Keys in UTF-8 order, folded at a delimiter, page by page.

export interface KeyQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Keys (and common prefixes) after this one only. */
  readonly after: string;
  readonly max: number;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page, if more follow. */
  readonly next: string | undefined;
}

const inUtf8Order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** One page. A common prefix counts as one entry. */
export function listKeys(all: Iterable<string>, { prefix, delimiter, after, max }: KeyQuery): KeyPage {
  const entries = new Map<string, 'key' | 'prefix'>();
  for (const key of [...all].sort(inUtf8Order)) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    if (after === '' || inUtf8Order(entry, after) > 0) entries.set(entry, cut < 0 ? 'key' : 'prefix');
  }
  const shown = [...entries].slice(0, max);
  const of = (wanted: string) => shown.filter(([, kind]) => kind === wanted).map(([entry]) => entry);
  const next = entries.size > shown.length && max > 0 ? shown.at(-1)?.[0] : undefined;
  return { keys: of('key'), commonPrefixes: of('prefix'), next };
}
