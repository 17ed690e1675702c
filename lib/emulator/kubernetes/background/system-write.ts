// Writes of the controllers themselves.
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { deleteObject, type Deletion } from '../writes/delete.ts';
import type { Write } from '../writes/write.ts';

/** A write to a stored object, as kube-controller-manager does it. */
export function systemWrite(machinery: Machinery, key: string, object: KubernetesObject): Write | undefined {
  const resource = machinery.resources.stored(key);
  if (!resource) return undefined;
  const { namespace = '', name = '' } = object.metadata;
  return {
    ...{ resource, namespace, name, subresource: '', manager: 'kube-controller-manager', dryRun: false },
    ...{ fieldValidation: 'Ignore', warn: () => {} },
  };
}

/** Deletes a stored object that is still there and not yet being deleted. */
export function deleteStored(
  machinery: Machinery,
  key: string,
  object: KubernetesObject,
  deletion: Deletion = {},
): void {
  const { namespace = '', name = '' } = object.metadata;
  const current = machinery.store.get(key, namespace, name);
  const write = systemWrite(machinery, key, object);
  if (
    !write ||
    !current ||
    current.metadata.uid !== object.metadata.uid ||
    current.metadata.deletionTimestamp !== undefined
  )
    return;
  deleteObject(machinery, deletion, write);
}

/** Takes a finalizer off an object; an object being deleted goes with its last one. */
export function removeFinalizer(machinery: Machinery, key: string, object: KubernetesObject, finalizer: string): void {
  const { namespace = '', name = '', finalizers = [] } = object.metadata;
  if (machinery.store.get(key, namespace, name)?.metadata.uid !== object.metadata.uid) return;
  const { finalizers: _, ...metadata } = object.metadata;
  const left = finalizers.filter((candidate) => candidate !== finalizer);
  const next = { ...object, metadata: { ...metadata, ...(left.length > 0 && { finalizers: left }) } };
  const isOver = left.length === 0 && metadata.deletionTimestamp !== undefined && !metadata.deletionGracePeriodSeconds;
  if (isOver) machinery.store.remove(key, next);
  else machinery.store.put(key, next);
}
