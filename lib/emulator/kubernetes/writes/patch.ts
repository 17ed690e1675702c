// PATCH: the four patch formats on top of update, and creation by apply.
import {
  ApiError,
  badRequest,
  invalid as invalidObject,
  notFound,
  unsupportedMediaType,
  unsupportedPatch,
} from '../api-error.ts';
import { applyConfiguration, type Writer } from '../apply/server-side-apply.ts';
import { invalid, required } from '../field-error.ts';
import { asText, cloneJson, isRecord, type Fields } from '../json.ts';
import { timestamp, type Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { parseJson } from '../parse-json.ts';
import { applyJsonPatch, rejected } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import type { Resource } from '../resources.ts';
import { parseYaml } from '../yaml.ts';
import { storeNew } from './create.ts';
import { decodeObject, requireTyped } from './decode.ts';
import { asUpdate, storedObject, storeUpdate } from './update.ts';
import { draftOf, metadataOf, requireName, withMetadata, type Write } from './write.ts';

export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** A patch as it arrived. `force` is for apply only. */
export interface Patch {
  readonly contentType: string;
  readonly body: string;
  readonly fieldManager: string;
  readonly force: boolean | undefined;
}

/** The stored object and whether the patch created it. */
export interface Patched {
  readonly object: KubernetesObject;
  readonly created: boolean;
}

function parsePatch(body: string, prefix = 'error decoding patch: '): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    throw badRequest(`${prefix}${error instanceof Error ? error.message : ''}`);
  }
}

/** A strategic merge patch changes an object whose kind is settled: another kind in the patch is passed over. */
function strategicallyMerged(target: Fields, patch: Fields, { apiVersion, kind, schema }: Resource): unknown {
  return { ...applyStrategicMergePatch(target, patch, schema), apiVersion, kind };
}

const customPatchTypes = [patchTypes.json, patchTypes.merge, patchTypes.apply];

function requireMap(value: unknown, prefix: string): Fields {
  if (isRecord(value)) return value;
  const kind = Array.isArray(value) ? 'array' : ({ boolean: 'bool' }[String(typeof value)] ?? typeof value);
  throw badRequest(`${prefix}json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
}

function patched(target: Fields, patch: Patch, write: Write): unknown {
  switch (patch.contentType) {
    case patchTypes.json:
      return applyJsonPatch(target, parsePatch(patch.body));
    case patchTypes.merge: {
      const parsed = parsePatch(patch.body);
      if (parsed === null) throw badRequest('Invalid JSON Patch');
      return applyMergePatch(target, requireMap(parsed, 'error decoding patch: '));
    }
    case patchTypes.strategic:
      if (write.resource.custom) throw unsupportedMediaType([patchTypes.json, patchTypes.merge, patchTypes.apply]);
      return strategicallyMerged(target, requireMap(parsePatch(patch.body, '') ?? {}, ''), write.resource);
    default:
      throw write.resource.custom ? unsupportedMediaType(customPatchTypes) : unsupportedPatch();
  }
}

function requirePatchOptions(patch: Patch): void {
  const isApply = patch.contentType === patchTypes.apply;
  const kind = { group: 'meta.k8s.io', kind: 'PatchOptions' };
  if (isApply && patch.fieldManager === '') {
    throw invalidObject(kind, '', [required('fieldManager', 'is required for apply patch')]);
  }
  if (!isApply && patch.force !== undefined) {
    const body = 'Forbidden: may not be specified for non-apply patch';
    throw invalidObject(kind, '', [{ type: 'FieldValueForbidden', field: 'force', body }]);
  }
}

/** The 422 of a patch with an unreadable result: it shows the result, of a strategic merge patch the patch itself. */
const refusePatch = (patch: Patch, result: Fields) => (why: string) => {
  const shown = patch.contentType === patchTypes.strategic ? patch.body : JSON.stringify(result);
  return invalidObject({ group: '', kind: '' }, '', [invalid('patch', shown, why)]);
};

function parseConfiguration(body: string): Fields {
  let parsed: unknown;
  try {
    parsed = parseYaml(body);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${why}`);
  }
  return cloneJson(requireMap(parsed ?? {}, 'error decoding YAML: error unmarshaling JSON: while decoding JSON: '));
}

/** The part of a configuration that the endpoint lets an applier own. */
function applicable(configuration: Fields, { resource, subresource }: Write): Fields {
  const { status, spec: _, ...rest } = configuration;
  if (subresource === 'status') {
    const { labels: _l, annotations: _a, finalizers: _f, ownerReferences: _o, ...identity } = metadataOf(configuration);
    return {
      apiVersion: rest['apiVersion'],
      kind: rest['kind'],
      metadata: identity,
      ...(status !== undefined && { status }),
    };
  }
  if (!resource.hasStatus) return configuration;
  const { status: _status, ...desired } = configuration;
  return desired;
}

function configurationOf(machinery: Machinery, patch: Patch, write: Write): Fields {
  const parsed = parseConfiguration(patch.body);
  if (metadataOf(parsed)['managedFields'] !== undefined) throw badRequest('metadata.managedFields must be nil');
  requireTyped(parsed, write.resource.schema);
  const decoded = decodeObject(machinery, parsed, { ...write, fieldValidation: 'Ignore' }, { origin: 'configuration' });
  const exists = machinery.store.get(write.resource.key, write.namespace, write.name) !== undefined;
  // Only an object that is still to be created has to say its name.
  if (!exists || asText(metadataOf(decoded)['name']) !== '') requireName(decoded, write.name);
  return applicable(withMetadata(decoded, { name: write.name }), write);
}

function apply(machinery: Machinery, patch: Patch, write: Write): Patched {
  const { resource } = write;
  const configuration = configurationOf(machinery, patch, write);
  const writer: Writer = {
    name: patch.fieldManager,
    apiVersion: resource.apiVersion,
    subresource: write.subresource,
    now: timestamp(machinery.clock),
    schema: resource.schema,
    hasStatus: resource.hasStatus,
  };
  const exists = machinery.store.get(resource.key, write.namespace, write.name) !== undefined;
  if (!exists) {
    if (write.subresource !== '') throw notFound(resource, write.name);
    if (metadataOf(configuration)['uid'] !== undefined) {
      throw new ApiError(
        409,
        'Conflict',
        `Operation cannot be fulfilled on ${resource.key} "${write.name}": uid mismatch: the provided object specified uid ${asText(metadataOf(configuration)['uid'])}, and no existing object was found`,
      );
    }
    const created = applyConfiguration({ live: undefined, configuration, force: true }, writer);
    const { managedFields } = metadataOf(created);
    const object = storeNew(machinery, created, write, (draft) => withMetadata(draft, { managedFields }));
    return { object, created: true };
  }
  const live = draftOf(storedObject(machinery, write));
  const next = applyConfiguration({ live, configuration, force: patch.force ?? false }, writer);
  const { managedFields } = metadataOf(next);
  const object = storeUpdate(machinery, next, write, (_live, draft) => withMetadata(draft, { managedFields }));
  return { object, created: false };
}

/** Applies a patch to the object a write names. */
export function patchObject(machinery: Machinery, patch: Patch, write: Write): Patched {
  requirePatchOptions(patch);
  if (patch.contentType === patchTypes.apply) return apply(machinery, patch, write);
  const target = draftOf(storedObject(machinery, write));
  const result = patched(target, patch, write);
  if (!isRecord(result)) throw rejected();
  const draft = decodeObject(machinery, result, write, { origin: 'patch', refuse: refusePatch(patch, result) });
  const { resourceVersion } = metadataOf(target);
  const based = metadataOf(draft)['resourceVersion'] === undefined ? withMetadata(draft, { resourceVersion }) : draft;
  return { object: storeUpdate(machinery, based, write, asUpdate(machinery, write)), created: false };
}
