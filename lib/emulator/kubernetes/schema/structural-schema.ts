// Which schemas a CustomResourceDefinition may have: structural ones
// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema),
// with the complaints of apiextensions-apiserver (`apis/apiextensions/validation`, `apiserver/schema/validation.go`).
import { childPath, forbidden, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asRecord, asText, isRecord, type Fields } from '../json.ts';
import { defaultErrors } from './default-errors.ts';
import { junctionFieldErrors } from './junction-errors.ts';
import { listErrors } from './list-type-errors.ts';
import { re2 } from './re2.ts';
import { ruleErrors } from './rule-errors.ts';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Keywords of JSON Schema that no CustomResourceDefinition may use. */
const unsupported: Readonly<Record<string, string>> = {
  $ref: '$ref is not supported',
  additionalItems: 'additionalItems is not supported',
  definitions: 'definitions is not supported',
  dependencies: 'dependencies is not supported',
  id: 'id is not supported',
  patternProperties: 'patternProperties is not supported',
};

/** Where a schema stands: its place decides what must be said when it has no type. */
type Place = 'root' | 'property' | 'value' | 'item';

const missingType: Readonly<Record<Place, string>> = {
  root: 'must not be empty at the root',
  property: 'must not be empty for specified object fields',
  value: 'must not be empty for specified map values',
  item: 'must not be empty for specified array items',
};

function typeErrors(schema: Fields, path: string, place: Place): FieldError[] {
  const field = childPath(path, 'type');
  const type = asText(schema['type']);
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (type === '') return isFree && place !== 'root' ? [] : [required(field, missingType[place])];
  if (!types.includes(type)) return [notSupported(field, type, types)];
  return place === 'root' && type !== 'object' ? [invalid(field, type, 'must be object at the root')] : [];
}

const unsupportedErrors = (schema: Fields, path: string) =>
  Object.entries(unsupported)
    .filter(([keyword]) => schema[keyword] !== undefined)
    .map(([keyword, text]) => forbidden(childPath(path, keyword), text));

function keywordErrors(schema: Fields, path: string): FieldError[] {
  const pattern = asText(schema['pattern']);
  const errors: FieldError[] = [];
  if (schema['uniqueItems'] === true) {
    const text = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    errors.push(forbidden(childPath(path, 'uniqueItems'), text));
  }
  if (schema['additionalProperties'] !== undefined && Object.keys(asRecord(schema['properties'])).length > 0) {
    const text = 'additionalProperties and properties are mutual exclusive';
    errors.push(forbidden(childPath(path, 'additionalProperties'), text));
  }
  try {
    re2(pattern);
  } catch {
    errors.push(invalid(childPath(path, 'pattern'), pattern, "must be a valid regular expression, but isn't"));
  }
  return errors;
}

function extensionErrors(schema: Fields, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const preserves = schema['x-kubernetes-preserve-unknown-fields'];
  if (preserves === false) {
    errors.push(invalid(childPath(path, 'x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined'));
  }
  if (schema['x-kubernetes-embedded-resource'] === true) {
    if (schema['type'] !== 'object') {
      errors.push(
        invalid(
          childPath(path, 'type'),
          schema['type'] ?? '',
          'must be object if x-kubernetes-embedded-resource is true',
        ),
      );
    }
    if (preserves !== true && Object.keys(asRecord(schema['properties'])).length === 0) {
      const text =
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
      errors.push(required(childPath(path, 'properties'), text));
    }
  }
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType !== undefined && schema['type'] !== 'object') {
    const text = 'must be object if x-kubernetes-map-type is specified';
    errors.push(invalid(childPath(path, 'type'), schema['type'] ?? '', text));
  }
  return errors;
}

function belowErrors(schema: Fields, path: string): FieldError[] {
  const { additionalProperties: values, items } = schema;
  const properties = Object.entries(asRecord(schema['properties'])).flatMap(([name, child]) =>
    nodeErrors(asRecord(child), itemPath(childPath(path, 'properties'), name), 'property'),
  );
  return [
    ...properties,
    ...(isRecord(values) ? nodeErrors(values, childPath(path, 'additionalProperties'), 'value') : []),
    ...(isRecord(items) ? nodeErrors(items, childPath(path, 'items'), 'item') : []),
    ...(Array.isArray(items)
      ? [forbidden(childPath(path, 'items'), 'items must be a schema object and not an array')]
      : []),
  ];
}

function nodeErrors(schema: Fields, path: string, place: Place): FieldError[] {
  const foreign = unsupportedErrors(schema, path);
  if (foreign.length > 0) return foreign;
  const type = schema['type'];
  const hasNoItems = type === 'array' && schema['items'] === undefined;
  return [
    ...(hasNoItems ? [required(childPath(path, 'items'), 'must be specified')] : []),
    ...typeErrors(schema, path, place),
    ...keywordErrors(schema, path),
    ...extensionErrors(schema, path),
    ...listErrors(schema, path),
    ...junctionFieldErrors(schema, path),
    ...defaultErrors(schema, path),
    ...belowErrors(schema, path),
  ];
}

/** `metadata` is the server's: a schema may only narrow the names. */
function metadataErrors(schema: Fields, path: string): FieldError[] {
  const properties = asRecord(schema['properties']);
  const metadata = asRecord(properties['metadata']);
  const other = Object.keys(asRecord(metadata['properties'])).some((name) => !['name', 'generateName'].includes(name));
  const errors: FieldError[] = [];
  const at = (name: string) => itemPath(childPath(path, 'properties'), name);
  if (other) {
    const text = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(forbidden(at('metadata'), text));
  }
  for (const [name, type] of Object.entries({ apiVersion: 'string', kind: 'string', metadata: 'object' })) {
    const found = asRecord(properties[name])['type'];
    if (found !== undefined && found !== type)
      errors.push(invalid(childPath(at(name), 'type'), found, `must be ${type}`));
  }
  return errors;
}

/** Everything that keeps a schema from being structural, at `path`. Rules are judged only in schemas that are. */
export function structuralErrors(schema: unknown, path: string): FieldError[] {
  if (!isRecord(schema)) return [required(path)];
  const errors = [...nodeErrors(schema, path, 'root'), ...metadataErrors(schema, path)];
  return errors.length > 0 ? errors : ruleErrors(schema, path, undefined);
}
