// Equality of JSON values: the order of an object's fields does not matter, undefined fields are absent.

/** Whether two values are the same once written as JSON. */
export const equalJson = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);

/** JSON text with the fields of every object in alphabetical order. */
export function canonicalJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
