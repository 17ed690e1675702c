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

function ownerErrors(owners: readonly unknown[]): FieldError[] {
  return owners
    .map(asRecord)
    .flatMap((owner, index) =>
      ['apiVersion', 'kind', 'name', 'uid']
        .filter((field) => asText(owner[field]) === '')
        .map((field) =>
          invalid(childPath(itemPath('metadata.ownerReferences', index), field), '', `${field} must not be empty`),
        ),
    );
}

function finalizerErrors(finalizers: readonly unknown[]): FieldError[] {
  return finalizers.flatMap((finalizer, index) =>
    isQualifiedName(asText(finalizer)).map((text) => invalid(itemPath('metadata.finalizers', index), finalizer, text)),
  );
}

/** Errors of an object's metadata; `rule` judges the name. */
export function metadataErrors(metadata: Fields, rule: NameRule = isDnsSubdomain): FieldError[] {
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
    ...finalizerErrors(asList(metadata['finalizers'])),
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
