// What every write goes through between decoding and storage: defaults, what the kind fills in, validation.
import { invalid as invalidObject } from '../api-error.ts';
import { asRecord, asText, cloneJson, type Fields } from '../json.ts';
import type { Surroundings } from '../kinds/kind-rules.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import type { Machinery } from '../machinery.ts';
import type { FieldError } from '../field-error.ts';
import type { KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';
import { messageOfKind } from '../protobuf/messages.ts';
import { typedForm } from '../protobuf/typed-form.ts';
import { celErrors, hasRules } from '../schema/cel-rules.ts';
import { applySchemaDefaults, dropNulls } from '../schema/default.ts';
import { schemaErrors } from '../schema/validate.ts';
import { metadataErrors, metadataUpdateErrors } from './metadata.ts';
import { metadataOf } from './write.ts';

/** Built-in kinds have a form in Go; what they lack and what is zero is written as Go writes it. */
function inGoForm(object: Fields, { apiVersion, kind, custom }: Resource): Fields {
  const message = custom ? undefined : messageOfKind(apiVersion, kind);
  return message === undefined ? object : { kind, apiVersion, ...asRecord(typedForm(message, object)) };
}

function surroundings(machinery: Machinery, old: KubernetesObject | undefined): Surroundings {
  return {
    ...(old && { old }),
    services: () => machinery.store.list('services'),
    number: (below) => machinery.identities.number(below),
  };
}

/** What an object of a kind is before anybody has written to it: in Go, a struct full of zeros. */
export const emptyObject = (resource: Resource): Fields => inGoForm({}, resource);

/** A copy with schema defaults and whatever the kind fills in. */
export function completed(machinery: Machinery, resource: Resource, draft: Fields, old?: KubernetesObject): Fields {
  const object = inGoForm(cloneJson(draft), resource);
  applySchemaDefaults(object, resource.schema);
  // Null where it is no value, and where there is no default for it, is absent.
  if (resource.custom) dropNulls(object, resource.schema);
  rulesOf(resource).fill?.(object, surroundings(machinery, old));
  return inGoForm(object, resource);
}

/** The object with what its kind allocates. Changes it in place where it can. */
export function prepared(machinery: Machinery, resource: Resource, object: Fields, old?: KubernetesObject): Fields {
  const { prepare } = rulesOf(resource);
  if (!prepare) return object;
  prepare(object, surroundings(machinery, old));
  return inGoForm(object, resource);
}

/** Errors of structure, as opposed to those of values. */
const breaking = new Set<FieldError['type']>([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const unchecked: FieldError = {
  type: 'FieldValueInvalid',
  field: '<nil>',
  body: 'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

/** Built-in kinds are judged by their rules; their published `required` lists say what Go always writes. */
function structuralErrors(object: Fields, resource: Resource, old: KubernetesObject | undefined): FieldError[] {
  if (!resource.custom) return [];
  const { metadata: _, ...properties } = resource.schema.properties ?? {};
  const schema = { ...resource.schema, properties };
  const errors = schemaErrors(object, schema, '', old);
  // Rules rely on the structure, so they are not asked about a broken one.
  if (!errors.some(({ type }) => breaking.has(type)))
    return [...errors, ...celErrors(object, resource.schema, '', old)];
  return hasRules(resource.schema) ? [...errors, unchecked] : errors;
}

/** Throws the 422 that names every invalid field. */
export function requireValid(machinery: Machinery, object: Fields, resource: Resource, old?: KubernetesObject): void {
  const rules = rulesOf(resource);
  const metadata = metadataOf(object);
  const errors = [
    ...metadataErrors(metadata, rules.name, !resource.custom && resource.group !== 'apiextensions.k8s.io'),
    ...(old ? metadataUpdateErrors(metadata, { ...old.metadata }) : []),
    ...structuralErrors(object, resource, old),
    ...(rules.validate?.(object, old, surroundings(machinery, old)) ?? []),
  ];
  // An Event is an Event of the core group, wherever it is written.
  const kind = resource.key === 'events' ? { group: '', kind: resource.kind } : resource;
  if (errors.length > 0) throw invalidObject(kind, asText(asRecord(object['metadata'])['name']), errors);
}
