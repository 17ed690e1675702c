// Creation: name, namespace, identity, then what every write goes through.
import { alreadyExists, ApiError, badRequest, forbidden, notFound } from '../api-error.ts';
import { admissionRequest } from '../admission/admission-request.ts';
import { requireAdmitted } from '../admission/validating-policies.ts';
import { asText, type Fields } from '../json.ts';
import { inVersion } from '../kinds/event-versions.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { trackUpdate } from '../apply/server-side-apply.ts';
import { requireNoEscalation } from '../rbac/escalation.ts';
import { assignAccount } from '../service-accounts/assign-account.ts';
import { completed, emptyObject, prepared, requireValid } from './complete.ts';
import { decodeObject } from './decode.ts';
import { metadataOf, withMetadata, type Write } from './write.ts';

/** The object in the namespace of the request; another one is a mistake. */
function inNamespace(draft: Fields, { resource, namespace }: Write): Fields {
  const named = asText(metadataOf(draft)['namespace']);
  if (!resource.namespaced) return withMetadata(draft, { namespace: undefined });
  if (named !== '' && named !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return withMetadata(draft, { namespace });
}

/** Objects are created in namespaces that exist and are to stay. */
function requireLiveNamespace(machinery: Machinery, { resource, namespace }: Write, name: string): void {
  if (!resource.namespaced) return;
  const found = machinery.store.get('namespaces', '', namespace);
  if (!found) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const message = `namespace ${namespace} is being terminated`;
  throw forbidden(resource, name, why, [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]);
}

function requireConsistentName(draft: Fields, write: Write): void {
  const name = asText(metadataOf(draft)['name']);
  if (write.name === '' || name === write.name) return;
  throw badRequest(`the name of the object (${name}) does not match the name on the URL (${write.name})`);
}

function withIdentity(machinery: Machinery, draft: Fields, write: Write): Fields {
  const { name, generateName } = metadataOf(draft);
  const counted = rulesOf(write.resource).generation === 'counted';
  const generated = asText(generateName) === '' ? undefined : machinery.identities.generateName(asText(generateName));
  return withMetadata(draft, {
    name: asText(name) === '' ? generated : name,
    uid: machinery.identities.uid(),
    creationTimestamp: timestamp(machinery.clock),
    generation: counted ? 1 : undefined,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
  });
}

/** Status is for controllers to report: a new object has none. */
function withoutStatus(draft: Fields, write: Write): Fields {
  if (!write.resource.hasStatus) return draft;
  const { status: _, ...rest } = draft;
  return rest;
}

/** Stores an object made from a decoded draft. */
export function storeNew(
  machinery: Machinery,
  draft: Fields,
  write: Write,
  track: (object: Fields) => Fields,
): KubernetesObject {
  const { resource } = write;
  if (asText(metadataOf(draft)['resourceVersion']) !== '') {
    throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  const named = withIdentity(machinery, inNamespace(draft, write), write);
  const name = asText(metadataOf(named)['name']);
  requireLiveNamespace(machinery, write, name);
  const fresh = withoutStatus(named, write);
  const tracked = track(completed(machinery, resource, fresh));
  if (write.user && resource.key === 'pods') assignAccount(machinery, tracked, write);
  const object = prepared(machinery, resource, tracked);
  requireNoEscalation(machinery, object, write, undefined);
  requireValid(machinery, object, resource);
  if (machinery.store.get(resource.key, write.namespace, name)) throw alreadyExists(resource, name);
  if (write.user) requireAdmitted(machinery, admissionRequest(write, object, undefined));
  const result = object as unknown as KubernetesObject;
  return write.dryRun ? result : machinery.store.put(resource.key, { ...inVersion(result, resource.storedAs) });
}

/** Creates the object of a request body; returns it as stored (under dry run, as it would be). */
export function createObject(machinery: Machinery, body: unknown, write: Write): KubernetesObject {
  const draft = decodeObject(machinery, body, write, { origin: 'body' });
  requireConsistentName(draft, write);
  return storeNew(machinery, withMetadata(draft, { managedFields: undefined }), write, (object) =>
    trackUpdate(emptyObject(write.resource), object, {
      name: write.manager,
      apiVersion: write.resource.apiVersion,
      subresource: write.subresource,
      now: timestamp(machinery.clock),
      schema: write.resource.schema,
      hasStatus: write.resource.hasStatus,
    }),
  );
}
