// Printer columns, scale and selectable fields of a version of a CustomResourceDefinition.
import { childPath, invalid, itemPath, required, type FieldError } from '../field-error.ts';
import { asRecord, asText, isRecord, type Fields } from '../json.ts';

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];

/** A path printer columns can read: fields, indexes and filters. */
const simplePath = /^(?:\.(?:[^.[\]]|\\\.)+|\['[^']+'\]|\[[^[\]]*\])+$/;

/** Errors of printer columns. */
export function columnErrors(columns: readonly Fields[], path: string): FieldError[] {
  return columns.flatMap((column, index) => {
    const field = (name: string) => childPath(itemPath(path, index), name);
    const [type, jsonPath] = [asText(column['type']), asText(column['jsonPath'])];
    return [
      ...(column['name'] ? [] : [required(field('name'))]),
      ...(type === '' ? [required(field('type'), `must be one of ${columnTypes.join(',')}`)] : []),
      ...(type === '' || columnTypes.includes(type)
        ? []
        : [invalid(field('type'), type, `must be one of ${columnTypes.join(',')}`)]),
      ...(jsonPath === '' ? [required(field('JSONPath'))] : []),
      ...(jsonPath === '' || simplePath.test(jsonPath)
        ? []
        : [invalid(field('JSONPath'), jsonPath, 'must be a simple json path starting with .')]),
    ];
  });
}

function replicaPathErrors(value: unknown, field: string, root: string): FieldError[] {
  const path = asText(value);
  if (path === '') return [required(field)];
  return path.startsWith(`${root}.`) ? [] : [invalid(field, path, `should be a json path under ${root}`)];
}

/** Errors of a scale subresource; none when there is no such subresource. */
export function scaleErrors(scale: unknown, path: string): FieldError[] {
  if (!isRecord(scale)) return [];
  return [
    ...replicaPathErrors(scale['specReplicasPath'], childPath(path, 'specReplicasPath'), '.spec'),
    ...replicaPathErrors(scale['statusReplicasPath'], childPath(path, 'statusReplicasPath'), '.status'),
  ];
}

function schemaAt(schema: Fields, path: string): Fields | undefined {
  const steps = path.split('.').slice(1);
  if (steps.length === 0 || steps[0] === 'metadata') return undefined;
  return steps.reduce<Fields | undefined>((current, step) => {
    const child = asRecord(current?.['properties'])[step];
    return isRecord(child) ? child : undefined;
  }, schema);
}

/** Errors of selectable fields under the schema of their version. */
export function selectableErrors(fields: readonly Fields[], schema: Fields, path: string): FieldError[] {
  return fields.flatMap((field, index) => {
    const place = childPath(itemPath(path, index), 'jsonPath');
    const jsonPath = asText(field['jsonPath']);
    const target = schemaAt(schema, jsonPath);
    if (!target) return [invalid(place, jsonPath, 'is an invalid path: does not refer to a valid field')];
    if (['string', 'boolean', 'integer'].includes(asText(target['type']))) return [];
    const text =
      'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
    return [invalid(place, jsonPath, text)];
  });
}
