// Which part of the old object corresponds to a part of the new one (KEP-4008): fields and map entries by name, items
// of list maps by their keys. Items of other lists correspond to nothing.
import { canonicalJson, isRecord, ownField } from '../json.ts';
import type { Schema } from '../resources.ts';

/** The identity of a list item under the keys of its list map; defaulted keys count with their default. */
export function itemKey(item: unknown, schema: Schema): string {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const fields = isRecord(item) ? item : {};
  return canonicalJson(keys.map((key) => fields[key] ?? schema.items?.properties?.[key]?.default ?? null));
}

/** A function from a new list's item to the old item it continues. */
export function correlateItems(schema: Schema, old: unknown): (item: unknown) => unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return () => undefined;
  const byKey = new Map(old.map((item: unknown) => [itemKey(item, schema), item]));
  return (item) => byKey.get(itemKey(item, schema));
}

/** The schema of a named child of an object. */
export function childSchema(schema: Schema, name: string): Schema | undefined {
  const declared = schema.properties && ownField(schema.properties, name);
  if (declared) return declared;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
