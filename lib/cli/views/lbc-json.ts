// Small members of LBC's plan JSON: what is empty is left out.
import type { Value } from '../../core/base/ref.ts';

export type Json = Readonly<Record<string, unknown>>;

/** How a Value is written: as it is, or as a pointer to the resource that will have it. */
export type WriteValue = (value: Value) => unknown;

/** LBC's form of attributes: a list of `{ key, value }`, in the order of the record. */
export function keyValues(values: Readonly<Record<string, string>>): readonly Json[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** `{ tags }`, or no member at all without tags. */
export function tagged(tags: Readonly<Record<string, string>>): Json {
  return Object.keys(tags).length === 0 ? {} : { tags };
}

/** The list under its name, or no member at all if it is empty. */
export function filled(name: string, members: readonly unknown[]): Json {
  return members.length === 0 ? {} : { [name]: members };
}

/** The value under its name, or no member at all for undefined; null, '' and 0 are kept. */
export function optional(name: string, value: unknown): Json {
  return value === undefined ? {} : { [name]: value };
}
