// Validation of `metadata` (k8s.io/apimachinery `api/validation/objectmeta.go`).
import { childPath, forbidden, invalid, itemPath, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, type Fields } from '../json.ts';
import { isDnsSubdomain, isLabelValue, isQualifiedName, type NameRule } from '../naming.ts';

/** All annotations of an object together. */
const maximumAnnotationBytes = 256 * 1024;

function labelErrors(labels: Fields): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...isQualifiedName(key).map((text) => invalid('metadata.labels', key, text)),
    ...isLabelValue(asText(value)).map((text) => invalid('metadata.labels', value, text)),
  ]);
}

function annotationErrors(annotations: Fields): FieldError[] {
  const errors = Object.keys(annotations).flatMap((key) =>
    isQualifiedName(key.toLowerCase()).map((text) => invalid('metadata.annotations', key, text)),
  );
  const bytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + asText(value).length, 0);
  if (bytes <= maximumAnnotationBytes) return errors;
  const body = `Too long: may not be more than ${maximumAnnotationBytes} bytes`;
  return [...errors, { type: 'FieldValueTooLong', field: 'metadata.annotations', body }];
}

const ownersField = 'metadata.ownerReferences';

function ownerFieldErrors(owner: Fields): FieldError[] {
  const { apiVersion, kind } = owner;
  const empty = ['apiVersion', 'kind', 'name', 'uid'].filter((field) => asText(owner[field]) === '');
  const errors = empty.map((field) =>
    invalid(
      childPath(ownersField, field),
      '',
      field === 'apiVersion' ? 'version must not be empty' : 'must not be empty',
    ),
  );
  // Events come and go by themselves.
  if (apiVersion !== 'v1' || kind !== 'Event') return errors;
  return [...errors, invalid(ownersField, owner, '/v1, Kind=Event is disallowed from being an owner')];
}

function ownerErrors(owners: readonly unknown[]): FieldError[] {
  const references = owners.map(asRecord);
  const [first, ...others] = references
    .filter((owner) => owner['controller'] === true)
    .map((owner) => `${asText(owner['kind'])}/${asText(owner['name'])}`);
  const rivals = others.map((other) =>
    invalid(
      ownersField,
      owners,
      `Only one reference can have Controller set to true. Found "true" in references for ${first ?? ''} and ${other}`,
    ),
  );
  return [...references.flatMap(ownerFieldErrors), ...rivals];
}

/** Finalizers that need no domain. */
const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

function finalizerErrors(finalizers: readonly unknown[], isBuiltIn: boolean): FieldError[] {
  const field = 'metadata.finalizers';
  const names = finalizers.map(asText);
  const both = names.includes('orphan') && names.includes('foregroundDeletion');
  const bare = names.flatMap((name, index) => {
    const text = 'name is neither a standard finalizer name nor is it fully qualified';
    const fits = !isBuiltIn || name.includes('/') || standardFinalizers.has(name);
    return fits ? [] : [invalid(itemPath(field, index), name, text)];
  });
  return [
    ...names.flatMap((name) => isQualifiedName(name).map((text) => invalid(field, name, text))),
    ...(both ? [invalid(field, names, 'finalizer orphan and foregroundDeletion cannot be both set')] : []),
    ...bare,
  ];
}

/** Errors of an object's metadata; `rule` judges the name. */
export function metadataErrors(metadata: Fields, rule: NameRule = isDnsSubdomain, isBuiltIn = true): FieldError[] {
  const name = asText(metadata['name']);
  const nameErrors =
    name === ''
      ? [required('metadata.name', 'name or generateName is required')]
      : rule(name).map((text) => invalid('metadata.name', name, text));
  return [
    ...nameErrors,
    ...labelErrors(asRecord(metadata['labels'])),
    ...annotationErrors(asRecord(metadata['annotations'])),
    ...ownerErrors(asList(metadata['ownerReferences'])),
    ...finalizerErrors(asList(metadata['finalizers']), isBuiltIn),
  ];
}

function addedFinalizerErrors(metadata: Fields, old: Fields): FieldError[] {
  if (old['deletionTimestamp'] === undefined) return [];
  const before = asList(old['finalizers']);
  const added = asList(metadata['finalizers']).filter((finalizer) => !before.includes(finalizer));
  if (added.length === 0) return [];
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbidden('metadata.finalizers', why)];
}

/** What no update changes. */
const immutableFields = ['uid', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

function immutableErrors(metadata: Fields, old: Fields): FieldError[] {
  return immutableFields
    .filter((field) => metadata[field] !== old[field])
    .map((field) => invalid(childPath('metadata', field), metadata[field] ?? null, 'field is immutable'));
}

/**
 * Errors of a change of metadata. Each comes twice, as from the real server, where the registry and the validation of
 * the kind both judge the change.
 */
export function metadataUpdateErrors(metadata: Fields, old: Fields): FieldError[] {
  const errors = [...addedFinalizerErrors(metadata, old), ...immutableErrors(metadata, old)];
  return [...errors, ...errors];
}
