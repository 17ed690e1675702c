// Replaces every Ref inside a JSON value whose resource is known; the others stay, for the step that learns them.
import type { Known, Ref } from '../base/ref.ts';

/** The same value with known attributes in place of their Refs. */
export function resolveRefs<T>(value: T, known: Known): T {
  return resolve(value, known) as T;
}

/** The Refs left inside a JSON value. */
export function refsIn(value: unknown): readonly Ref[] {
  if (typeof value !== 'object' || value === null) return [];
  return isRefObject(value) ? [value] : Object.values(value).flatMap(refsIn);
}

/** What both know together; the second one wins. */
export function mergeKnown(first: Known, second: Known): Known {
  const merged: Record<string, Known[string]> = { ...first };
  for (const [id, attributes] of Object.entries(second)) merged[id] = { ...merged[id], ...attributes };
  return merged;
}

function resolve(value: unknown, known: Known): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isRefObject(value)) return known[value.ref]?.[value.attribute] ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => resolve(item, known));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, known)]));
}

function isRefObject(value: object): value is Ref {
  return 'ref' in value && 'attribute' in value && Object.keys(value).length === 2;
}
