// Filling in what the schema gives a default for.
import { cloneJson, isRecord, ownField, setField, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';
import { childSchema } from './correlate.ts';

function defaultFields(value: Fields, schema: Schema): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const held = ownField(value, name);
    const absent = held === undefined || (held === null && !property.nullable);
    if (absent && property.default !== undefined) value[name] = cloneJson(property.default);
  }
  for (const [name, child] of Object.entries(value)) {
    const inner = childSchema(schema, name);
    if (inner) applySchemaDefaults(child, inner);
  }
}

/** Sets defaults in place: for absent fields, and for null where null is no valid value. */
export function applySchemaDefaults(value: unknown, schema: Schema): void {
  const { items } = schema;
  if (isRecord(value)) defaultFields(value, schema);
  else if (Array.isArray(value) && items) for (const item of value) applySchemaDefaults(item, items);
}

/** Makes the nulls of string maps empty texts, in place: what Go's decoder makes of them. */
export function emptyNullEntries(value: unknown, schema: Schema | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) emptyNullEntries(item, schema?.items);
    return;
  }
  if (!isRecord(value) || !schema) return;
  const isTextMap = typeof schema.additionalProperties === 'object' && schema.additionalProperties.type === 'string';
  for (const [name, child] of Object.entries(value)) {
    if (child === null && isTextMap) setField(value, name, '');
    else emptyNullEntries(child, childSchema(schema, name));
  }
}

/** Removes null fields in place where the schema forbids null: to the API server they are absent. */
export function dropNulls(value: unknown, schema: Schema | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) dropNulls(item, schema?.items);
    return;
  }
  if (!isRecord(value)) return;
  for (const [name, child] of Object.entries(value)) {
    const inner = schema && childSchema(schema, name);
    if (child === null && inner && !inner.nullable && !inner['x-kubernetes-preserve-unknown-fields'])
      delete value[name];
    else dropNulls(child, inner);
  }
}
