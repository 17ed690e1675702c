// Replacement of an object or of its status: the path PUT, PATCH and apply share once they know the new state.
import { ApiError, badRequest, conflict, invalid as invalidObject, notFound, staleObject } from '../api-error.ts';
import { invalid } from '../field-error.ts';
import { admissionRequest } from '../admission/admission-request.ts';
import { requireAdmitted } from '../admission/validating-policies.ts';
import { asList, asText, equalJson, type Fields } from '../json.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { trackUpdate } from '../apply/server-side-apply.ts';
import { inVersion } from '../kinds/event-versions.ts';
import { requireNoEscalation } from '../rbac/escalation.ts';
import { completed, prepared, requireValid } from './complete.ts';
import { decodeObject } from './decode.ts';
import { draftOf, metadataOf, requireName, withMetadata, type Write } from './write.ts';

/** The stored object in the version of the request; a 404 if there is none. */
export function storedObject(machinery: Machinery, { resource, namespace, name }: Write): KubernetesObject {
  const found = machinery.store.get(resource.key, namespace, name);
  if (!found) throw notFound(resource, name);
  return inVersion(found, resource.apiVersion);
}

const unreadableVersion = (text: string) => `strconv.ParseUint: parsing "${text}": invalid syntax`;

function requireSameObject(draft: Fields, old: KubernetesObject, write: Write): void {
  const { namespace, resourceVersion } = metadataOf(draft);
  const { resource } = write;
  requireName(draft, write.name);
  if (resource.namespaced && namespace !== undefined && namespace !== write.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  // "0" is how clients write "no particular version".
  const version = asText(resourceVersion) === '0' ? '' : asText(resourceVersion);
  if (version === '' && rulesOf(resource).unconditionalUpdate === false) {
    // The registry names the resource where validation names the kind.
    throw invalidObject({ group: resource.group, kind: resource.plural }, write.name, [
      invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  }
  if (!/^\d*$/.test(version)) throw new ApiError(500, '', unreadableVersion(version));
  if (version !== '' && version !== old.metadata.resourceVersion) throw conflict(resource, write.name, staleObject);
}

/**
 * What only the server writes: most of it stays as it was whatever the draft says; of the rest only its absence does,
 * and validation refuses another value (k8s.io/apiserver `registry/rest/update.go`).
 */
function withServerMetadata(draft: Fields, old: KubernetesObject): Fields {
  const { namespace, creationTimestamp, generation, resourceVersion, selfLink } = old.metadata;
  const asked = metadataOf(draft);
  return withMetadata(draft, {
    ...{ namespace, creationTimestamp, generation, resourceVersion, selfLink },
    uid: asText(asked['uid']) === '' ? old.metadata.uid : asked['uid'],
    deletionTimestamp: old.metadata.deletionTimestamp ?? asked['deletionTimestamp'],
    deletionGracePeriodSeconds: asked['deletionGracePeriodSeconds'] ?? old.metadata.deletionGracePeriodSeconds,
  });
}

/** A status write changes the status; a main write changes everything else. */
function withinScope(draft: Fields, old: KubernetesObject, { resource, subresource }: Write): Fields {
  if (subresource === 'status') {
    const { managedFields, labels, annotations } = metadataOf(draft);
    const own = resource.custom ? { managedFields } : { managedFields, labels, annotations };
    const { status: _, ...rest } = draftOf(old);
    return { ...withMetadata(rest, own), ...(draft['status'] !== undefined && { status: draft['status'] }) };
  }
  if (!resource.hasStatus) return draft;
  const { status: _, ...rest } = draft;
  return { ...rest, ...(old['status'] !== undefined && { status: old['status'] }) };
}

/** Generation counts changes of the desired state: everything but metadata and, where it is a subresource, status. */
function withGeneration(draft: Fields, old: KubernetesObject, { resource }: Write): Fields {
  if (rulesOf(resource).generation !== 'counted') return draft;
  const desired = ({ metadata: _m, status, apiVersion: _a, ...rest }: Fields) =>
    resource.hasStatus ? rest : { ...rest, status };
  if (equalJson(desired(draft), desired(draftOf(old)))) return draft;
  return withMetadata(draft, { generation: (old.metadata.generation ?? 0) + 1 });
}

/** A deleted object goes when its last finalizer has gone and its grace period is over. */
function isReleased(object: Fields): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = metadataOf(object);
  return deletionTimestamp !== undefined && asList(finalizers).length === 0 && !deletionGracePeriodSeconds;
}

function commit(machinery: Machinery, object: Fields, old: KubernetesObject, write: Write): KubernetesObject {
  const { resource } = write;
  const isNamespace = resource.key === 'namespaces';
  const result = object as unknown as KubernetesObject;
  if (equalJson(object, draftOf(old))) return old;
  if (write.dryRun) return result;
  const stored = inVersion(result, resource.storedAs);
  if (isReleased(object) && !isNamespace) return machinery.store.remove(resource.key, stored);
  return machinery.store.put(resource.key, { ...stored });
}

/** Records the new state's owners. */
export type Tracking = (live: Fields, next: Fields) => Fields;

/** How ordinary writes are recorded. */
export const asUpdate =
  (machinery: Machinery, write: Write): Tracking =>
  (live, next) =>
    trackUpdate(live, next, {
      name: write.manager,
      apiVersion: write.resource.apiVersion,
      subresource: write.subresource,
      now: timestamp(machinery.clock),
      schema: write.resource.schema,
      hasStatus: write.resource.hasStatus,
    });

/** Stores a new state of an existing object. Returns it as stored; an unchanged object keeps its resource version. */
export function storeUpdate(machinery: Machinery, draft: Fields, write: Write, track: Tracking): KubernetesObject {
  const { resource } = write;
  const old = storedObject(machinery, write);
  requireSameObject(draft, old, write);
  const scoped = withinScope(withServerMetadata(draft, old), old, write);
  const tracked = track(draftOf(old), completed(machinery, resource, scoped, old));
  const object = withGeneration(prepared(machinery, resource, tracked, old), old, write);
  requireNoEscalation(machinery, object, write, old);
  requireValid(machinery, object, resource, old);
  if (write.user) requireAdmitted(machinery, admissionRequest(write, object, old));
  return commit(machinery, object, old, write);
}

/** A replacement that names a UID is meant for the object of that UID and no other. */
function requireUid(draft: Fields, old: KubernetesObject, { resource, name }: Write): void {
  const uid = asText(metadataOf(draft)['uid']);
  if (uid === '' || uid === old.metadata.uid) return;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid ?? ''}`;
  throw conflict(resource, name, why);
}

/** Replaces an object (or its status) with the one in a request body. */
export function updateObject(machinery: Machinery, body: unknown, write: Write): KubernetesObject {
  const old = storedObject(machinery, write);
  const draft = decodeObject(machinery, body, write, { origin: 'body' });
  requireUid(draft, old, write);
  return storeUpdate(machinery, draft, write, asUpdate(machinery, write));
}
