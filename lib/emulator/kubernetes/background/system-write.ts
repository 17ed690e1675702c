// Writes of the controllers themselves.
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { deleteObject } from '../writes/delete.ts';
import type { Deletion } from '../writes/delete-options.ts';
import { asRecord, type Fields } from '../json.ts';
import { createObject } from '../writes/create.ts';
import { asUpdate, storedObject, storeUpdate } from '../writes/update.ts';
import { draftOf, type Write } from '../writes/write.ts';

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

/** Creates an object that nobody asked for, unless its kind is not served or its name is taken. */
export function createStored(machinery: Machinery, key: string, object: Fields): void {
  const { namespace = '', name = '' } = asRecord(object['metadata']) as { namespace?: string; name?: string };
  const resource = machinery.resources.stored(key);
  if (!resource || machinery.store.get(key, namespace, name)) return;
  const { apiVersion, kind } = resource;
  const write = systemWrite(machinery, key, { apiVersion, kind, metadata: { namespace, name } });
  if (write) createObject(machinery, { apiVersion, kind, ...object }, { ...write, name: '' });
}

/** Reports the status of a stored object, as the API server's own controllers do. */
export function writeStatus(machinery: Machinery, key: string, object: KubernetesObject, status: Fields): void {
  const own = systemWrite(machinery, key, object);
  if (!own) return;
  const write: Write = { ...own, subresource: 'status', manager: 'kube-apiserver' };
  const current = storedObject(machinery, write);
  storeUpdate(machinery, { ...draftOf(current), status }, write, asUpdate(machinery, write));
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
