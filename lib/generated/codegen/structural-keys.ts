// The schema keywords that survive into the generated tables, and those that are dropped on purpose.
import type { StructuralSchema } from '../kubernetes/resource-definition.ts';
import { mapValues, only, type KeyTable } from './kept-keys.ts';

const schemaKeys: KeyTable = {
  keep: [
    ...['$ref', 'type', 'format', 'nullable', 'default', 'enum'],
    ...['properties', 'additionalProperties', 'required', 'minProperties', 'maxProperties'],
    ...['items', 'minItems', 'maxItems', 'uniqueItems', 'pattern', 'minLength', 'maxLength'],
    ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
    ...['allOf', 'anyOf', 'oneOf', 'not'],
    ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type'],
    ...['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'],
    ...['x-kubernetes-validations', 'x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key'],
  ],
  // Unions are a hint of an abandoned proposal; the API server does not read it.
  drop: ['description', 'title', 'example', 'externalDocs', 'x-kubernetes-unions', 'x-kubernetes-group-version-kind'],
};

const schemaTables = ['properties'] as const;
const schemaLists = ['allOf', 'anyOf', 'oneOf'] as const;
const schemas = ['items', 'additionalProperties', 'not'] as const;

/** `schema` and its sub-schemas without prose. Throws on a keyword nobody has decided about. */
export function withoutProse(schema: StructuralSchema): StructuralSchema {
  return mapSubSchemas(only(schema, schemaKeys) as StructuralSchema, withoutProse);
}

/** `schema` with every direct sub-schema replaced. */
export function mapSubSchemas(
  schema: StructuralSchema,
  map: (subSchema: StructuralSchema) => StructuralSchema,
): StructuralSchema {
  const mapped: Record<string, unknown> = { ...schema };
  for (const key of schemaTables) if (schema[key]) mapped[key] = mapValues(schema[key], map);
  for (const key of schemaLists) if (schema[key]) mapped[key] = schema[key].map(map);
  for (const key of schemas) if (typeof schema[key] === 'object') mapped[key] = map(schema[key]);
  return mapped as StructuralSchema;
}
