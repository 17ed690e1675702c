// JSON values at run time: what a decoded body or a stored object is made of.

/** A mutable JSON object under construction. */
export type Fields = Record<string, unknown>;

/** True for any object that is neither null nor an array; the types of its fields are not checked. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that an object has itself: names such as `constructor` are inherited by every object. */
export const ownField = <T>(fields: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Sets a field of an object, whatever its name: an assignment to `__proto__` would change what the object inherits. */
export function setField(fields: Fields, name: string, value: unknown): void {
  if (name !== '__proto__') fields[name] = value;
  else Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The value as an object; an empty one when it is something else. */
export function asRecord(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

/** The value as a list; an empty one when it is something else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; '' when it is something else. Numbers and booleans are not converted. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Deep equality of JSON values. Key order does not matter; an undefined field equals an absent one. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  const others = Object.keys(b).filter((key) => b[key] !== undefined);
  return keys.length === others.length && keys.every((key) => equalJson(a[key], ownField(b, key)));
}

/** A deep copy without undefined fields. */
export function cloneJson<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

/** Makes a JSON value and everything in it immutable. */
export function freezeJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const child of Object.values(value)) freezeJson(child);
  return Object.freeze(value);
}

/** The value at a path of field names, or undefined. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, name) => (isRecord(current) ? ownField(current, name) : undefined), value);
}

/** The same value with all object keys sorted, as text: a canonical identity of a JSON value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    isRecord(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  );
}
