// What every write goes through between decoding and storage: defaults, what the kind fills in, validation.
import { invalid as invalidObject } from '../api-error.ts';
import { asRecord, asText, cloneJson, type Fields } from '../json.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import type { Machinery } from '../machinery.ts';
import type { FieldError } from '../field-error.ts';
import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';
import { celErrors } from '../schema/cel-rules.ts';
import { applySchemaDefaults } from '../schema/default.ts';
import { schemaErrors } from '../schema/validate.ts';
import { metadataErrors, metadataUpdateErrors } from './metadata.ts';
import { metadataOf } from './write.ts';

/** A copy with schema defaults and whatever the kind fills in. */
export function completed(machinery: Machinery, resource: Resource, draft: Fields, old?: KubernetesObject): Fields {
  const object = cloneJson(draft);
  applySchemaDefaults(object, resource.schema);
  rulesOf(resource).fill?.(object, {
    ...(old && { old }),
    services: () => machinery.store.list('services'),
    number: (below) => machinery.identities.number(below),
  });
  return object;
}

/** Built-in kinds are judged by their rules; their published `required` lists say what Go always writes. */
function structuralErrors(object: Fields, resource: Resource, old: KubernetesObject | undefined): FieldError[] {
  if (!resource.custom) return [];
  const { metadata: _, ...properties } = resource.schema.properties ?? {};
  const schema = { ...resource.schema, properties };
  const errors = schemaErrors(object, schema, '', old);
  // Rules may rely on a valid structure, so they are not asked about a broken one.
  return errors.length > 0 ? errors : celErrors(object, resource.schema, '', old);
}

/** Throws the 422 that names every invalid field. */
export function requireValid(object: Fields, resource: Resource, old?: KubernetesObject): void {
  const rules = rulesOf(resource);
  const metadata = metadataOf(object);
  const errors = [
    ...metadataErrors(metadata, rules.name),
    ...(old ? metadataUpdateErrors(metadata, { ...old.metadata }) : []),
    ...structuralErrors(object, resource, old),
    ...(rules.validate?.(object, old) ?? []),
  ];
  if (errors.length > 0) throw invalidObject(resource, asText(asRecord(object['metadata'])['name']), errors);
}
