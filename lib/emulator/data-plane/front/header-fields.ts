// Between the flat header lists of HTTP/1 and the field objects of node:http2.
import type { OutgoingHttpHeaders } from 'node:http2';

/** A flat list as an object with lower-case names; repeated names keep all their values. */
export function toHeaderFields(lines: readonly string[]): OutgoingHttpHeaders {
  const fields: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const name = (lines[at] ?? '').toLowerCase();
    const value = lines[at + 1] ?? '';
    const held = fields[name];
    fields[name] = held === undefined ? value : [...(Array.isArray(held) ? held : [held]), value];
  }
  return fields;
}

/** A field object as a flat list, without pseudo headers. */
export function toHeaderLines(
  fields: Readonly<Record<string, string | readonly string[] | number | undefined>>,
): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (name.startsWith(':') || value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).flatMap((one) => [name, String(one)]);
  });
}
