// How server-side apply sees a value: as a leaf, as a map or struct whose fields have owners of their own, or as a list
// whose items are told apart by their keys or by their value.
import { canonicalJson, isRecord, ownField } from '../json.ts';
import type { Schema } from '../resources.ts';
import { childSchema } from '../schema/correlate.ts';

export type Shape = 'leaf' | 'map' | 'list';

/** Nothing declared: maps are granular and lists are leaves. */
const undeclared: Schema = {};

/** The shape of a value; what is not declared is judged by the value. */
export function shapeOf(value: unknown, schema: Schema): Shape {
  if (isRecord(value)) return schema['x-kubernetes-map-type'] === 'atomic' ? 'leaf' : 'map';
  const listType = schema['x-kubernetes-list-type'];
  return Array.isArray(value) && (listType === 'map' || listType === 'set') ? 'list' : 'leaf';
}

/** The path step of a list item. */
export function itemStep(item: unknown, schema: Schema): string {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !keys) return `v:${canonicalJson(item)}`;
  const fields = isRecord(item) ? item : {};
  const pairs = keys
    .toSorted()
    .map((key): [string, unknown] => [key, fields[key] ?? schema.items?.properties?.[key]?.default]);
  return `k:${JSON.stringify(Object.fromEntries(pairs.filter(([, value]) => value !== undefined)))}`;
}

/** The children of a map or list by path step, each with its schema, in order. */
export function childrenOf(value: unknown, schema: Schema): readonly (readonly [string, unknown, Schema])[] {
  if (isRecord(value)) {
    return Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([name, child]) => [`f:${name}`, child, childSchema(schema, name) ?? undeclared]);
  }
  const { items = undeclared } = schema;
  return Array.isArray(value) ? value.map((item: unknown) => [itemStep(item, schema), item, items]) : [];
}

/** Whether a path step names a declared field, as opposed to an entry of a map or a list. */
export const isDeclaredField = (step: string, schema: Schema) =>
  step.startsWith('f:') && ownField(schema.properties ?? {}, step.slice(2)) !== undefined;

/** The schema below a path step. */
export function schemaBelow(step: string, schema: Schema): Schema {
  if (step.startsWith('f:')) return childSchema(schema, step.slice(2)) ?? undeclared;
  return schema.items ?? undeclared;
}
