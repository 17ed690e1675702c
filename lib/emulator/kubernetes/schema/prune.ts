// Dropping fields that the schema does not declare, and saying which they were.
import { isRecord, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';
import { childPath, itemPath } from '../field-error.ts';
import { childSchema } from './correlate.ts';

const preserves = (schema: Schema) =>
  schema['x-kubernetes-preserve-unknown-fields'] === true ||
  schema.additionalProperties === true ||
  (schema.type === undefined && schema.properties === undefined);

/** Members of an embedded object that every object has. */
const embedded = new Set(['apiVersion', 'kind', 'metadata']);

function pruneObject(value: Fields, schema: Schema, path: string): string[] {
  const unknown: string[] = [];
  for (const [name, child] of Object.entries(value)) {
    const inner = childSchema(schema, name);
    if (inner) unknown.push(...pruneUnknownFields(child, inner, childPath(path, name)));
    else if (!preserves(schema) && !(schema['x-kubernetes-embedded-resource'] && embedded.has(name))) {
      delete value[name];
      unknown.push(childPath(path, name));
    }
  }
  return unknown;
}

/** Removes undeclared fields from `value` in place; returns their paths (`spec.ports[0].prot`). */
export function pruneUnknownFields(value: unknown, schema: Schema, path = ''): string[] {
  if (isRecord(value)) return pruneObject(value, schema, path);
  const { items } = schema;
  if (!Array.isArray(value) || !items) return [];
  return value.flatMap((item, index) => pruneUnknownFields(item, items, itemPath(path, index)));
}
