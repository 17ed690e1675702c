// Garbage collection (https://kubernetes.io/docs/concepts/architecture/garbage-collection/): objects whose owners are
// all gone go too; an owner deleted in the foreground waits for them, one that orphans them lets go of them first.
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import type { Change } from '../store/object-store.ts';
import type { Controller } from './background.ts';
import { deleteStored, removeFinalizer } from './system-write.ts';

interface Owned {
  readonly key: string;
  readonly object: KubernetesObject;
}

function withoutOwner({ object }: Owned, uid: string): KubernetesObject {
  const { ownerReferences = [], ...metadata } = object.metadata;
  const left = ownerReferences.filter((owner) => owner.uid !== uid);
  return { ...object, metadata: { ...metadata, ...(left.length > 0 && { ownerReferences: left }) } };
}

/** Collects one dependent, or takes the reference to a gone owner off it when others remain. */
function collect(machinery: Machinery, dependent: Owned): void {
  const owners = dependent.object.metadata.ownerReferences ?? [];
  const gone = owners.filter((owner) => machinery.store.byUid(owner.uid) === undefined);
  if (gone.length === 0) return;
  if (gone.length === owners.length) return deleteStored(machinery, dependent.key, dependent.object);
  const next = gone.reduce(
    (object, owner) => withoutOwner({ key: dependent.key, object }, owner.uid),
    dependent.object,
  );
  machinery.store.put(dependent.key, { ...next });
}

function finishForeground(machinery: Machinery, owner: Owned): void {
  const dependents = machinery.store.ownedBy(owner.object.metadata.uid ?? '');
  for (const dependent of dependents) {
    deleteStored(machinery, dependent.key, dependent.object, { propagationPolicy: 'Foreground' });
  }
  const blocking = machinery.store
    .ownedBy(owner.object.metadata.uid ?? '')
    .filter(({ object }) =>
      object.metadata.ownerReferences?.some((one) => one.uid === owner.object.metadata.uid && one.blockOwnerDeletion),
    );
  if (blocking.length === 0) removeFinalizer(machinery, owner.key, owner.object, 'foregroundDeletion');
}

function finishOrphaning(machinery: Machinery, owner: Owned): void {
  const uid = owner.object.metadata.uid ?? '';
  for (const dependent of machinery.store.ownedBy(uid)) {
    machinery.store.put(dependent.key, { ...withoutOwner(dependent, uid) });
  }
  removeFinalizer(machinery, owner.key, owner.object, 'orphan');
}

function advance(machinery: Machinery, owner: Owned): void {
  const { deletionTimestamp, finalizers = [] } = owner.object.metadata;
  if (deletionTimestamp === undefined) return;
  if (finalizers.includes('orphan')) finishOrphaning(machinery, owner);
  else if (finalizers.includes('foregroundDeletion')) finishForeground(machinery, owner);
}

function afterDeletion(machinery: Machinery, { object }: Change): void {
  for (const dependent of machinery.store.ownedBy(object.metadata.uid ?? '')) collect(machinery, dependent);
  // An owner that waits in the foreground may have waited for this one.
  for (const { uid } of object.metadata.ownerReferences ?? []) {
    const owner = machinery.store.byUid(uid);
    if (owner) advance(machinery, owner);
  }
}

export const garbageCollection =
  (machinery: Machinery): Controller =>
  (change) => {
    if (change.type === 'DELETED') return afterDeletion(machinery, change);
    const current = machinery.store.byUid(change.object.metadata.uid ?? '');
    if (!current) return;
    advance(machinery, current);
    if ((current.object.metadata.ownerReferences ?? []).length > 0) collect(machinery, current);
  };
