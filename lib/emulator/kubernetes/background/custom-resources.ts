// CustomResourceDefinitions: served as soon as they are stored, established a moment later, and with all their objects
// gone before they go themselves.
import { asList, asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import { cleanupFinalizer, definedResource, selectableFields } from '../kinds/custom-resource-definition.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { resourceKey } from '../resources.ts';
import type { Change } from '../store/object-store.ts';
import type { Controller } from './background.ts';
import { freeNames, nameConflict } from './definition-names.ts';
import { deleteStored, removeFinalizer, writeStatus } from './system-write.ts';

const crdKey = 'customresourcedefinitions.apiextensions.k8s.io';

/** The storage key of the kind that a CustomResourceDefinition defines. */
function definedKey(crd: KubernetesObject): string {
  const spec = asRecord(crd['spec']);
  return resourceKey(asText(spec['group']), asText(asRecord(spec['names'])['plural']));
}

/** Serves, re-serves or stops serving the kind of a changed CustomResourceDefinition. Runs with the commit. */
export function serveDefinition(machinery: Machinery, { key, type, object }: Change): void {
  if (key !== crdKey) return;
  if (type === 'DELETED') return machinery.resources.remove(definedKey(object));
  if (nameConflict(machinery, object)) return;
  const origin = { custom: true, selectableFields: selectableFields(object) };
  machinery.resources.add(definedResource(object, machinery.metadataSchema), origin);
}

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Groups of the Kubernetes project are for kinds that it has approved (KEP-1111). */
function approval(crd: KubernetesObject): readonly Condition[] {
  const value = crd.metadata.annotations?.['api-approved.kubernetes.io'];
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(asText(asRecord(crd['spec'])['group'])) || value === undefined) return [];
  const type = 'KubernetesAPIApprovalPolicyConformant';
  if (URL.canParse(value))
    return [{ type, status: 'True', reason: 'ApprovedAnnotation', message: `approved in ${value}` }];
  return [{ type, status: 'False', reason: 'UnapprovedAnnotation', message: `not approved: ${JSON.stringify(value)}` }];
}

function naming(machinery: Machinery, crd: KubernetesObject): readonly Condition[] {
  const conflict = nameConflict(machinery, crd);
  if (conflict) {
    const message = 'not all names are accepted';
    return [
      { type: 'NamesAccepted', status: 'False', ...conflict },
      { type: 'Established', status: 'False', reason: 'NotAccepted', message },
    ];
  }
  return [
    { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
    {
      type: 'Established',
      status: 'True',
      reason: 'InitialNamesAccepted',
      message: 'the initial names have been accepted',
    },
  ];
}

/** Conditions keep their time while they stay as they are, and others stay. */
function conditions(machinery: Machinery, crd: KubernetesObject, wanted: readonly Condition[]): readonly unknown[] {
  const old = asList(asRecord(crd['status'])['conditions']).filter(isRecord);
  const settled = wanted.map((condition) => {
    const known = old.find(({ type }) => type === condition.type);
    const isSame = known?.['status'] === condition.status && known['reason'] === condition.reason;
    return isSame ? known : { ...condition, lastTransitionTime: timestamp(machinery.clock) };
  });
  return [...old.filter(({ type }) => !wanted.some((one) => one.type === type)), ...settled];
}

function establishedStatus(machinery: Machinery, crd: KubernetesObject): Fields {
  const spec = asRecord(crd['spec']);
  const old = asRecord(crd['status']);
  const storage = asList(spec['versions'])
    .map(asRecord)
    .find((version) => version['storage'] === true);
  return {
    conditions: conditions(machinery, crd, [...approval(crd), ...naming(machinery, crd)]),
    acceptedNames: nameConflict(machinery, crd) ? freeNames(machinery, crd) : spec['names'],
    storedVersions: [...new Set([...asList(old['storedVersions']), storage?.['name']])],
  };
}

const terminating: Condition = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};

/** Deletes the objects of a definition that is being deleted; lets it go when none is left. */
function cleanUp(machinery: Machinery, crd: KubernetesObject): void {
  const key = definedKey(crd);
  for (const object of machinery.store.list(key)) deleteStored(machinery, key, object);
  if (machinery.store.list(key).length > 0) {
    const status = { ...asRecord(crd['status']), conditions: conditions(machinery, crd, [terminating]) };
    if (!equalJson(status, crd['status'])) writeStatus(machinery, crdKey, crd, status);
    return;
  }
  const current = machinery.store.get(crdKey, '', crd.metadata.name ?? '');
  if (current?.metadata.finalizers?.includes(cleanupFinalizer)) {
    removeFinalizer(machinery, crdKey, current, cleanupFinalizer);
  }
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
    const status = establishedStatus(machinery, crd);
    if (!equalJson(status, crd['status'])) writeStatus(machinery, crdKey, crd, status);
  };
