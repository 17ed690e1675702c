// A namespace that is being deleted is emptied, and goes when it is empty.
import { asRecord } from '../json.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import type { Controller } from './background.ts';
import { deleteStored } from './system-write.ts';

function keysOf(machinery: Machinery): readonly string[] {
  const namespaced = machinery.resources.all().filter((resource) => resource.namespaced);
  return [...new Set(namespaced.map((resource) => resource.key))];
}

function empty(machinery: Machinery, namespace: KubernetesObject): void {
  const { name = '' } = namespace.metadata;
  const keys = keysOf(machinery);
  for (const key of keys) for (const object of machinery.store.list(key, name)) deleteStored(machinery, key, object);
  if (keys.some((key) => machinery.store.list(key, name).length > 0)) return;
  const current = machinery.store.get('namespaces', '', name);
  if (!current || (current.metadata.finalizers ?? []).length > 0) return;
  const { finalizers: _, ...spec } = asRecord(current['spec']);
  machinery.store.remove('namespaces', { ...current, spec });
}

export const namespaceDeletion =
  (machinery: Machinery): Controller =>
  ({ key, type, object }) => {
    const name = key === 'namespaces' ? object.metadata.name : type === 'ADDED' ? undefined : object.metadata.namespace;
    const namespace = name === undefined ? undefined : machinery.store.get('namespaces', '', name);
    if (namespace?.metadata.deletionTimestamp !== undefined) empty(machinery, namespace);
  };
