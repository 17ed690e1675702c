// Deletion: preconditions, grace, finalizers. What cannot go at once is marked and goes with its last finalizer.
import { badRequest, conflict, forbidden } from '../api-error.ts';
import { asList, asRecord, asText, type Fields } from '../json.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { storedObject } from './update.ts';
import { draftOf, metadataOf, withMetadata, type Write } from './write.ts';

export interface Deletion {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** The outcome: the last state, and whether the object is really gone. */
export interface Deleted {
  readonly object: KubernetesObject;
  readonly gone: boolean;
}

const policies = ['Background', 'Foreground', 'Orphan'] as const;
const foreground = 'foregroundDeletion';
const orphan = 'orphan';
const keptNamespaces = ['default', 'kube-system', 'kube-public'];

function propagationOf(option: (name: string) => unknown): Deletion['propagationPolicy'] {
  const policy = option('propagationPolicy');
  const known = policies.find((candidate) => candidate === policy);
  if (policy !== undefined && !known) throw badRequest(`invalid propagationPolicy: ${JSON.stringify(policy)}`);
  return known ?? (String(option('orphanDependents')) === 'true' ? 'Orphan' : undefined);
}

function preconditionsOf(option: unknown): NonNullable<Deletion['preconditions']> {
  const { uid, resourceVersion } = asRecord(option);
  return {
    ...(typeof uid === 'string' && { uid }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
  };
}

/** Reads a DeleteOptions body and the query parameters that mean the same. */
export function parseDeletion(body: unknown, query: URLSearchParams): Deletion {
  const option = (name: string) => asRecord(body)[name] ?? query.get(name) ?? undefined;
  const propagationPolicy = propagationOf(option);
  const grace = option('gracePeriodSeconds');
  return {
    ...(propagationPolicy && { propagationPolicy }),
    ...(grace !== undefined && { gracePeriodSeconds: Number(grace) }),
    preconditions: preconditionsOf(option('preconditions')),
  };
}

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

/** A namespace stays until it has been emptied; the others stay while they have finalizers or grace left. */
function mustWait(object: KubernetesObject, grace: number, finalizers: readonly string[], write: Write): boolean {
  const holdsNamespace =
    write.resource.key === 'namespaces' && asList(asRecord(object['spec'])['finalizers']).length > 0;
  return finalizers.length > 0 || grace > 0 || holdsNamespace;
}

/** Deletes the object a write names, or marks it as being deleted. */
export function deleteObject(machinery: Machinery, deletion: Deletion, write: Write): Deleted {
  const { resource, dryRun } = write;
  const object = storedObject(machinery, write);
  if (resource.key === 'namespaces' && keptNamespaces.includes(write.name)) {
    throw forbidden(resource, write.name, 'this namespace may not be deleted');
  }
  requirePreconditions(object, deletion, write);
  const grace = graceOf(object, deletion, write);
  const finalizers = finalizersFor(object, deletion.propagationPolicy);
  if (!mustWait(object, grace, finalizers, write)) {
    return { object: dryRun ? object : machinery.store.remove(resource.key, object), gone: true };
  }
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  const alreadyMarked = deletionTimestamp !== undefined && (deletionGracePeriodSeconds ?? 0) <= grace;
  if (alreadyMarked && finalizers.length === (object.metadata.finalizers ?? []).length) return { object, gone: false };
  const draft = marked(machinery, object, grace, finalizers);
  if (resource.key === 'namespaces') draft['status'] = { ...asRecord(draft['status']), phase: 'Terminating' };
  if (dryRun) return { object: draft as unknown as KubernetesObject, gone: false };
  return { object: machinery.store.put(resource.key, draft), gone: metadataOf(draft)['uid'] === undefined };
}
