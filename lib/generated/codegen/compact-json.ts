// JSON that is small and still gives readable diffs: entries down to a given depth get a line each, what is below stays
// on that line.

/** Formats `value` with one line per entry down to `depth` levels of objects and arrays; ends with a newline. */
export function compactJson(value: unknown, depth: number): string {
  return `${format(value, depth)}\n`;
}

function format(value: unknown, depth: number): string {
  if (depth === 0 || value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return enclose('[', ']', value.map((item) => format(item, depth - 1)));
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return enclose('{', '}', entries.map(([key, entry]) => `${JSON.stringify(key)}: ${format(entry, depth - 1)}`));
}

function enclose(open: string, close: string, lines: readonly string[]): string {
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${close}`;
}
