// Server-side apply and the bookkeeping of ordinary writes (structured-merge-diff `merge.Updater`): who owns which
// field, what a new configuration removes, and when two managers are in conflict.
import { applyConflict } from '../api-error.ts';
import { asRecord, equalJson, isRecord, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';
import {
  difference,
  intersection,
  isEmpty,
  members,
  pathText,
  toFieldsV1,
  union,
  without,
  type FieldSet,
} from './field-set.ts';
import {
  fieldsOwnedBy,
  isSameManager,
  ownable,
  readManagers,
  withManager,
  withoutMetadataItself,
  writeManagers,
  type Manager,
} from './managers.ts';
import { compare, fieldsOf, merge, removeFields, unionOf, withNamedFields, type Comparison } from './merge.ts';

/** Who writes, through which version and subresource, and when (RFC 3339). */
export interface Writer {
  readonly name: string;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly now: string;
  readonly schema: Schema;
  /** The kind has a status subresource: main writes own nothing of it, status writes nothing else. */
  readonly hasStatus: boolean;
}

/** The part of a set that a write through the writer's endpoint can own. */
function withinEndpoint(set: FieldSet, { hasStatus, subresource }: Writer): FieldSet {
  if (subresource === 'status') return without(set, ['f:spec']);
  return hasStatus ? without(set, ['f:status']) : set;
}

interface Conflict {
  readonly manager: Manager;
  readonly fields: FieldSet;
}

function managerText({ name, operation, apiVersion, subresource, time }: Manager): string {
  const who = `"${name}"${subresource === '' ? '' : ` with subresource "${subresource}"`}`;
  if (operation === 'Apply') return who;
  return `${who} using ${apiVersion}${time === undefined ? '' : ` at ${time}`}`;
}

function conflictError(conflicts: readonly Conflict[]) {
  const found = conflicts.flatMap(({ manager, fields }) =>
    members(fields).map((path) => ({ manager: managerText(manager), path: pathText(path) })),
  );
  const causes = found.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field: path,
  }));
  const [first] = found;
  if (found.length === 1 && first) {
    return applyConflict(`Apply failed with 1 conflict: conflict with ${first.manager}: ${first.path}`, causes);
  }
  const byManager = [...new Set(found.map((entry) => entry.manager))].sort();
  const lines = byManager.flatMap((manager) => [
    `conflicts with ${manager}:`,
    ...found.filter((entry) => entry.manager === manager).map((entry) => `- ${entry.path}`),
  ]);
  return applyConflict(`Apply failed with ${found.length} conflicts: ${lines.join('\n')}`, causes);
}

/** The other managers after a write took or removed fields of theirs. */
function dispossess(managers: readonly Manager[], writer: Manager, change: Comparison): readonly Manager[] {
  const lost = unionOf([change.added, change.modified, change.removed]);
  return managers.map((manager) =>
    isSameManager(manager, writer) ? manager : { ...manager, fields: difference(manager.fields, lost) },
  );
}

function conflictsOf(managers: readonly Manager[], writer: Manager, change: Comparison): readonly Conflict[] {
  const changed = union(change.added, change.modified);
  return managers
    .filter((manager) => !isSameManager(manager, writer))
    .map((manager) => ({ manager, fields: intersection(manager.fields, changed) }))
    .filter(({ fields }) => !isEmpty(fields));
}

function withManagedFields(object: Fields, managers: readonly Manager[]): Fields {
  const { managedFields: _, ...metadata } = asRecord(object['metadata']);
  const entries = writeManagers(managers);
  return { ...object, metadata: entries.length === 0 ? metadata : { ...metadata, managedFields: entries } };
}

const managerOf = (writer: Writer, operation: Manager['operation'], fields: FieldSet): Manager => ({
  name: writer.name,
  operation,
  apiVersion: writer.apiVersion,
  subresource: writer.subresource,
  time: writer.now,
  fields,
});

/** A write keeps its time while its set stays the same. */
function keepTime(managers: readonly Manager[], manager: Manager): Manager {
  const before = managers.find((other) => isSameManager(other, manager));
  const isUnchanged = before !== undefined && equalJson(toFieldsV1(before.fields), toFieldsV1(manager.fields));
  return isUnchanged && before.time !== undefined ? { ...manager, time: before.time } : manager;
}

/** `next` with the ownership a create, update or patch of `live` leaves behind. */
export function trackUpdate(live: Fields | undefined, next: Fields, writer: Writer): Fields {
  const managers = live ? readManagers(live) : [];
  const cleared = isRecord(next['metadata']) && equalJson(next['metadata']['managedFields'], []);
  const change = compare(ownable(live ?? {}), ownable(next), writer.schema);
  const manager = managerOf(
    writer,
    'Update',
    difference(fieldsOwnedBy(managers, managerOf(writer, 'Update', change.added)), change.removed),
  );
  const fields = withinEndpoint(
    withoutMetadataItself(unionOf([manager.fields, change.added, change.modified])),
    writer,
  );
  const remaining = cleared ? [] : dispossess(managers, manager, change);
  return withManagedFields(next, withManager(remaining, keepTime(managers, { ...manager, fields })));
}

/** The merged value without what the applier owned before, no longer applies, and nobody else owns. */
function prune(merged: Fields, last: FieldSet, owned: FieldSet, schema: Schema): Fields {
  const abandoned = difference(withNamedFields(last, schema), withNamedFields(owned, schema));
  const present = intersection(abandoned, withNamedFields(fieldsOf(merged, schema), schema));
  return isEmpty(present) ? merged : asRecord(removeFields(merged, present, schema));
}

/** What apply is asked: the live object if there is one, the configuration, and whether to take over conflicts. */
export interface Application {
  readonly live: Fields | undefined;
  readonly configuration: Fields;
  readonly force: boolean;
}

/** The object that applying a configuration gives; throws the 409 that names every conflicting field. */
export function applyConfiguration({ live, configuration, force }: Application, writer: Writer): Fields {
  const { schema } = writer;
  const { apiVersion, kind, metadata } = configuration;
  const managers = live ? readManagers(live) : [];
  const wanted = ownable(configuration);
  const applier = keepTime(managers, managerOf(writer, 'Apply', withoutMetadataItself(fieldsOf(wanted, schema))));
  const before = ownable(live ?? {});
  const merged = asRecord(merge(before, wanted, schema));
  const owned = unionOf(withManager(managers, applier).map((manager) => manager.fields));
  const pruned = prune(merged, fieldsOwnedBy(managers, applier), owned, schema);
  const change = compare(before, pruned, schema);
  const conflicts = conflictsOf(managers, applier, change);
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const kept = Object.entries(asRecord((live ?? configuration)['metadata'])).filter(
    ([name]) =>
      asRecord(before['metadata'])[name] === undefined &&
      (live !== undefined || asRecord(wanted['metadata'])[name] === undefined),
  );
  const identity = { uid: asRecord(metadata)['uid'], resourceVersion: asRecord(metadata)['resourceVersion'] };
  const asked = Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
  const object = {
    apiVersion,
    kind,
    ...pruned,
    metadata: { ...Object.fromEntries(kept), ...asRecord(pruned['metadata']), ...asked },
  };
  return withManagedFields(object, withManager(dispossess(managers, applier, change), applier));
}
