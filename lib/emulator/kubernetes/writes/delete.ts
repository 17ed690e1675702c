// Deletion: preconditions, grace, finalizers. What cannot go at once is marked and goes with its last finalizer.
import { conflict, forbidden } from '../api-error.ts';
import { asRecord, asText, equalJson, type Fields } from '../json.ts';
import { admissionRequest } from '../admission/admission-request.ts';
import { requireAdmitted } from '../admission/validating-policies.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import { inVersion } from '../kinds/event-versions.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import type { KubernetesObject } from '../object.ts';
import type { Deletion } from './delete-options.ts';
import { storedObject } from './update.ts';
import { draftOf, withMetadata, type Write } from './write.ts';

/** The outcome: the last state, and whether the object is really gone. */
export interface Deleted {
  readonly object: KubernetesObject;
  readonly gone: boolean;
}

const foreground = 'foregroundDeletion';
const orphan = 'orphan';
const keptNamespaces = ['default', 'kube-system', 'kube-public'];

function requirePreconditions(object: KubernetesObject, { preconditions }: Deletion, write: Write): void {
  const { uid, resourceVersion } = object.metadata;
  const ending = 'The object might have been deleted and then recreated';
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    const why = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid ?? ''}). ${ending}`;
    throw conflict(write.resource, write.name, why);
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    const why = `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion ?? ''}). The object might have been modified`;
    throw conflict(write.resource, write.name, why);
  }
}

/** The finalizers a propagation policy asks the garbage collector to work through. */
function finalizersFor(object: KubernetesObject, policy: Deletion['propagationPolicy']): readonly string[] {
  const own = (object.metadata.finalizers ?? []).filter(
    (name) => policy === undefined || ![foreground, orphan].includes(name),
  );
  if (policy === 'Foreground') return [...own, foreground];
  return policy === 'Orphan' ? [...own, orphan] : own;
}

/** A scheduled pod gets time to stop (30 s unless it says otherwise); everything else goes at once. */
function graceOf(object: KubernetesObject, deletion: Deletion, write: Write): number {
  const spec = asRecord(object['spec']);
  if (write.resource.key !== 'pods' || asText(spec['nodeName']) === '') return 0;
  const phase = asText(asRecord(object['status'])['phase']);
  if (phase === 'Succeeded' || phase === 'Failed') return 0;
  return deletion.gracePeriodSeconds ?? Number(spec['terminationGracePeriodSeconds'] ?? 30);
}

function marked(machinery: Machinery, object: KubernetesObject, grace: number, finalizers: readonly string[]): Fields {
  const { generation, deletionTimestamp } = object.metadata;
  return withMetadata(draftOf(object), {
    finalizers: finalizers.length === 0 ? undefined : finalizers,
    deletionTimestamp: deletionTimestamp ?? timestamp(machinery.clock, grace * 1000),
    deletionGracePeriodSeconds: grace,
    generation: generation === undefined || deletionTimestamp !== undefined ? generation : generation + 1,
  });
}

/** Stores the mark, unless it changes nothing. */
function marking(machinery: Machinery, draft: Fields, object: KubernetesObject, { resource, dryRun }: Write): Deleted {
  const next = draft as unknown as KubernetesObject;
  if (dryRun || equalJson(draft, object)) return { object: next, gone: false };
  return { object: machinery.store.put(resource.key, { ...inVersion(next, resource.storedAs) }), gone: false };
}

function removal(machinery: Machinery, object: KubernetesObject, { resource, dryRun }: Write): Deleted {
  // What may be given time to stop shows that it got none.
  const last = resource.key === 'pods' ? (marked(machinery, object, 0, []) as unknown as KubernetesObject) : object;
  const stored = inVersion(last, resource.storedAs);
  return { object: dryRun ? last : machinery.store.remove(resource.key, stored), gone: true };
}

/** Deletes the object a write names, or marks it as being deleted. */
export function deleteObject(machinery: Machinery, deletion: Deletion, write: Write): Deleted {
  const { resource } = write;
  const dryRun = write.dryRun || deletion.dryRun === true;
  const object = storedObject(machinery, write);
  if (resource.key === 'namespaces' && keptNamespaces.includes(write.name)) {
    throw forbidden(resource, write.name, 'this namespace may not be deleted');
  }
  requirePreconditions(object, deletion, write);
  if (write.user) requireAdmitted(machinery, admissionRequest(write, undefined, object));
  const { terminate } = rulesOf(resource);
  if (terminate) return marking(machinery, terminate(object, timestamp(machinery.clock)), object, { ...write, dryRun });
  const grace = graceOf(object, deletion, write);
  const finalizers = finalizersFor(object, deletion.propagationPolicy);
  if (finalizers.length === 0 && grace === 0) return removal(machinery, object, { ...write, dryRun });
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  const alreadyMarked = deletionTimestamp !== undefined && (deletionGracePeriodSeconds ?? 0) <= grace;
  if (alreadyMarked && finalizers.length === (object.metadata.finalizers ?? []).length) return { object, gone: false };
  return marking(machinery, marked(machinery, object, grace, finalizers), object, { ...write, dryRun });
}
