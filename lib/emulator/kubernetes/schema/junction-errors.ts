// What may not stand inside allOf, anyOf, oneOf and not: structure. They only restrict what is declared outside of them.
import { childPath, forbidden, itemPath, type FieldError } from '../field-error.ts';
import { asList, asRecord, isRecord, type Fields } from '../json.ts';

/** Keywords that belong outside, in the order in which the real server complains. */
const structural = [
  ...['description', 'type', 'default', 'title', 'nullable', 'x-kubernetes-embedded-resource'],
  ...['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-map-type', 'x-kubernetes-list-type'],
  ...['x-kubernetes-list-map-keys', 'x-kubernetes-validations'],
];

/** The two patterns of types that int-or-string fields are published with are tolerated. */
function isTypeOfIntOrString(schema: Fields, parent: Fields): boolean {
  return parent['x-kubernetes-int-or-string'] === true && Object.keys(schema).join() === 'type';
}

function within(schema: Fields, path: string, parent: Fields): FieldError[] {
  const errors = isTypeOfIntOrString(schema, parent)
    ? []
    : structural
        .filter((keyword) => schema[keyword] !== undefined && schema[keyword] !== '')
        .map((keyword) => forbidden(childPath(path, keyword), 'must be empty to be structural'));
  if (schema['additionalProperties'] !== undefined) {
    errors.push(forbidden(childPath(path, 'additionalProperties'), 'must be undefined to be structural'));
  }
  const declared = asRecord(parent['properties']);
  for (const [name, child] of Object.entries(asRecord(schema['properties']))) {
    const outside = asRecord(declared[name] ?? parent['additionalProperties']);
    errors.push(...within(asRecord(child), itemPath(childPath(path, 'properties'), name), outside));
  }
  return [...errors, ...junctionErrors(schema, path, parent)];
}

function junctionErrors(schema: Fields, path: string, parent: Fields): FieldError[] {
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((name) =>
    asList(schema[name]).flatMap((child, index) =>
      within(asRecord(child), itemPath(childPath(path, name), index), parent),
    ),
  );
  return isRecord(schema['not']) ? [...lists, ...within(schema['not'], childPath(path, 'not'), parent)] : lists;
}

/** Errors of the junctions of a schema. */
export const junctionFieldErrors = (schema: Fields, path: string) => junctionErrors(schema, path, schema);
