// CustomResourceDefinitions: served as soon as they are stored, established a moment later, and with all their objects
// gone before they go themselves.
import { asList, asRecord, asText, equalJson, isRecord } from '../json.ts';
import { definedResource, selectableFields } from '../kinds/custom-resource-definition.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { resourceKey } from '../resources.ts';
import type { Change } from '../store/object-store.ts';
import type { Controller } from './background.ts';
import { deleteStored, removeFinalizer } from './system-write.ts';

const crdKey = 'customresourcedefinitions.apiextensions.k8s.io';
const finalizer = 'customresourcecleanup.apiextensions.k8s.io';

/** The storage key of the kind that a CustomResourceDefinition defines. */
function definedKey(crd: KubernetesObject): string {
  const spec = asRecord(crd['spec']);
  return resourceKey(asText(spec['group']), asText(asRecord(spec['names'])['plural']));
}

/** Serves, re-serves or stops serving the kind of a changed CustomResourceDefinition. Runs with the commit. */
export function serveDefinition(machinery: Machinery, { key, type, object }: Change): void {
  if (key !== crdKey) return;
  if (type === 'DELETED') return machinery.resources.remove(definedKey(object));
  const origin = { custom: true, selectableFields: selectableFields(object) };
  machinery.resources.add(definedResource(object, machinery.metadataSchema), origin);
}

/** What is true of every definition that this server serves. */
const truths = [
  { type: 'NamesAccepted', reason: 'NoConflicts', message: 'no conflicts found' },
  { type: 'Established', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
] as const;

function conditions(machinery: Machinery, old: readonly unknown[]): readonly unknown[] {
  return truths.map(({ type, reason, message }) => {
    const known = old.filter(isRecord).find((one) => one['type'] === type && one['status'] === 'True');
    return known ?? { type, status: 'True', lastTransitionTime: timestamp(machinery.clock), reason, message };
  });
}

function established(machinery: Machinery, crd: KubernetesObject): KubernetesObject {
  const spec = asRecord(crd['spec']);
  const old = asRecord(crd['status']);
  const storage = asList(spec['versions'])
    .map(asRecord)
    .find((version) => version['storage'] === true);
  const storedVersions = [...new Set([...asList(old['storedVersions']), storage?.['name']])];
  const status = {
    conditions: conditions(machinery, asList(old['conditions'])),
    acceptedNames: spec['names'],
    storedVersions,
  };
  const finalizers = [...new Set([...(crd.metadata.finalizers ?? []), finalizer])];
  return { ...crd, metadata: { ...crd.metadata, finalizers }, status };
}

/** Deletes the objects of a definition that is being deleted; lets it go when none is left. */
function cleanUp(machinery: Machinery, crd: KubernetesObject): void {
  const key = definedKey(crd);
  for (const object of machinery.store.list(key)) deleteStored(machinery, key, object);
  if (machinery.store.list(key).length > 0) return;
  const current = machinery.store.get(crdKey, '', crd.metadata.name ?? '');
  if (current?.metadata.finalizers?.includes(finalizer)) removeFinalizer(machinery, crdKey, current, finalizer);
}

export const customResources =
  (machinery: Machinery): Controller =>
  ({ key, type, object }) => {
    if (type === 'DELETED' && key !== crdKey) {
      const crd = machinery.store.get(crdKey, '', key);
      if (crd?.metadata.deletionTimestamp !== undefined) cleanUp(machinery, crd);
      return;
    }
    const crd = key === crdKey ? machinery.store.get(crdKey, '', object.metadata.name ?? '') : undefined;
    if (!crd) return;
    if (crd.metadata.deletionTimestamp !== undefined) return cleanUp(machinery, crd);
    const next = established(machinery, crd);
    if (!equalJson(next, crd)) machinery.store.put(crdKey, { ...next });
  };
