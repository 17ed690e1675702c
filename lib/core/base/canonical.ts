// One text per value: equal JSON values have equal text, whatever the order their members were written in.

/** JSON with sorted member names and without members that are undefined. Arrays keep their order. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${(value as unknown[]).map(canonicalJson).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  const present = Object.keys(members)
    .filter((name) => members[name] !== undefined)
    .sort();
  return `{${present.map((name) => `${JSON.stringify(name)}:${canonicalJson(members[name])}`).join(',')}}`;
}

/** Whether two JSON values say the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
