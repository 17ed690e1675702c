// Fields of log lines.

/** A moment (milliseconds since the epoch) in ISO 8601 with microseconds. */
export const logTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, -1)}000Z`;

/** Seconds between two moments with three decimals; -1 where one of them never came. */
export const logDuration = (from: number | undefined, to: number | undefined): string =>
  from === undefined || to === undefined ? '-1' : (Math.max(to - from, 0) / 1000).toFixed(3);

/** A field in quotes; what would end it is escaped as AWS does (`\x22`), as is everything that is not visible ASCII. */
export function quoted(text: string | undefined): string {
  const safe = (text ?? '-').replace(/["\\]|[^\x20-\x7e]/g, (char) =>
    char === '\\' ? char : `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `"${safe === '' ? '-' : safe}"`;
}
