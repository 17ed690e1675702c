// What must be true of a list that is a set or a map by keys.
import { childPath, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, type Fields } from '../json.ts';

const listTypes = ['atomic', 'set', 'map'];

function keyErrors(schema: Fields, path: string, keys: readonly string[]): FieldError[] {
  const items = asRecord(schema['items']);
  const properties = asRecord(items['properties']);
  const needed = asList(items['required']).map(asText);
  if (keys.some((key) => properties[key] === undefined)) {
    const text = 'entries must all be names of item properties';
    return [invalid(childPath(path, 'x-kubernetes-list-map-keys'), keys, text)];
  }
  return keys
    .filter((key) => asRecord(properties[key])['default'] === undefined && !needed.includes(key))
    .map((key) =>
      required(
        childPath(itemPath(childPath(path, 'items.properties'), key), 'default'),
        'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
      ),
    );
}

function setErrors({ items }: Fields, path: string): FieldError[] {
  const { type, ...item } = asRecord(items);
  const field = childPath(path, 'items');
  const mapType = item['x-kubernetes-map-type'] ?? null;
  if (type === 'object' && mapType !== 'atomic') {
    const text = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    return [invalid(childPath(field, 'x-kubernetes-map-type'), mapType, text)];
  }
  return [];
}

/** Errors of `x-kubernetes-list-type` and its keys. */
export function listErrors(schema: Fields, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  const keys = asList(schema['x-kubernetes-list-map-keys']).map(asText);
  if (type === undefined) {
    const text = 'must be map if x-kubernetes-list-map-keys is non-empty';
    return keys.length > 0 ? [invalid(childPath(path, 'x-kubernetes-list-type'), null, text)] : [];
  }
  if (!listTypes.includes(asText(type))) {
    return [notSupported(childPath(path, 'x-kubernetes-list-type'), type, listTypes)];
  }
  if (schema['type'] !== 'array') {
    const text = 'must be array if x-kubernetes-list-type is specified';
    return [invalid(childPath(path, 'type'), schema['type'] ?? '', text)];
  }
  if (type === 'set') return setErrors(schema, path);
  if (type !== 'map') return [];
  const text = 'must not be empty if x-kubernetes-list-type is map';
  return keys.length === 0
    ? [required(childPath(path, 'x-kubernetes-list-map-keys'), text)]
    : keyErrors(schema, path, keys);
}
