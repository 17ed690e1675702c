// `metadata.managedFields` as the list of managers it stands for, each with the set of fields it owns.
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import { emptySet, fieldSet, fromFieldsV1, isEmpty, toFieldsV1, type FieldSet } from './field-set.ts';

/** A writer of an object. Appliers are one per name and subresource, updaters also per API version. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time?: string;
  readonly fields: FieldSet;
}

/** Metadata that the server keeps: nobody owns it. */
const serverMetadata = [
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'generation', 'managedFields', 'resourceVersion'],
  ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'generateName'],
];

/** The part of an object that has owners. */
export function ownable(object: Fields): Fields {
  const { apiVersion: _a, kind: _k, metadata, ...rest } = object;
  const kept = Object.entries(asRecord(metadata)).filter(([name]) => !serverMetadata.includes(name));
  return kept.length === 0 ? rest : { ...rest, metadata: Object.fromEntries(kept) };
}

/** A set without `metadata` as such; its fields stay. */
export function withoutMetadataItself(set: FieldSet): FieldSet {
  const children = [...set.children].map(([step, child]): [string, FieldSet] => [
    step,
    step === 'f:metadata' ? { ...child, member: false } : child,
  ]);
  return fieldSet(false, children);
}

/**
 * In stored order; empty without `managedFields`. Items that are not objects are skipped, absent texts become '', and
 * every operation but `Apply` counts as `Update`.
 */
export function readManagers(object: Fields): readonly Manager[] {
  return asList(asRecord(object['metadata'])['managedFields'])
    .filter(isRecord)
    .map((entry) => ({
      name: asText(entry['manager']),
      operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
      apiVersion: asText(entry['apiVersion']),
      subresource: asText(entry['subresource']),
      ...(typeof entry['time'] === 'string' && { time: entry['time'] }),
      fields: fromFieldsV1(asRecord(entry['fieldsV1'])),
    }));
}

/**
 * Whether a write of `a` replaces the entry of `b`; fields and time do not matter, nor does the API version of
 * appliers.
 */
export const isSameManager = (a: Manager, b: Manager) =>
  a.name === b.name &&
  a.operation === b.operation &&
  a.subresource === b.subresource &&
  (a.operation === 'Apply' || a.apiVersion === b.apiVersion);

function precedes(a: Manager, b: Manager): number {
  if (a.operation !== b.operation) return a.operation === 'Apply' ? -1 : 1;
  return (a.time ?? '').localeCompare(b.time ?? '') || a.name.localeCompare(b.name);
}

/** The `managedFields` list: appliers first, then by time and name; managers without fields are dropped. */
export function writeManagers(managers: readonly Manager[]): readonly Fields[] {
  return managers
    .filter((manager) => !isEmpty(manager.fields))
    .toSorted(precedes)
    .map(({ name, operation, apiVersion, time, fields, subresource }) => ({
      manager: name,
      operation,
      apiVersion,
      ...(time !== undefined && { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(subresource !== '' && { subresource }),
    }));
}

/** The managers with `manager` replaced or added. */
export function withManager(managers: readonly Manager[], manager: Manager): readonly Manager[] {
  return [...managers.filter((other) => !isSameManager(other, manager)), manager];
}

/** What a manager owns before its present write. */
export const fieldsOwnedBy = (managers: readonly Manager[], manager: Manager): FieldSet =>
  managers.find((other) => isSameManager(other, manager))?.fields ?? emptySet;
