// CustomResourceDefinitions: their defaults, and the resource definition one stands for.
import type {
  PrinterColumn,
  ResourceDefinition,
  ResourceNames,
  ResourceVersion,
  ScaleSubresource,
  StructuralSchema,
} from '../../../generated/kubernetes/resource-definition.ts';
import { asList, asRecord, asText, isRecord, valueAt, type Fields } from '../json.ts';
import { isDnsSubdomain } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { SelectableFields } from '../resources.ts';
import { definitionErrors } from './definition-validation.ts';
import type { KindRules, Surroundings } from './kind-rules.ts';

/** Holds a definition back until its objects are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

const versionsOf = (object: Fields | KubernetesObject) => asList(asRecord(object['spec'])['versions']).filter(isRecord);

function fill(draft: Fields, { old }: Surroundings): void {
  const spec = asRecord((draft['spec'] ??= {}));
  const names = asRecord((spec['names'] ??= {}));
  names['singular'] ??= asText(names['kind']).toLowerCase();
  names['listKind'] ??= `${asText(names['kind'])}List`;
  spec['conversion'] ??= { strategy: 'None' };
  if (old) return;
  const storage = versionsOf(draft).find((version) => version['storage'] === true);
  draft['status'] = { acceptedNames: {}, storedVersions: storage ? [storage['name']] : [] };
}

/** A definition goes after its objects: it is held by a finalizer until they are gone. */
function terminate(crd: KubernetesObject, now: string): Fields {
  if (crd.metadata.deletionTimestamp !== undefined) return { ...crd };
  const status = asRecord(crd['status']);
  const condition = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: now,
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  const finalizers = [...new Set([...(crd.metadata.finalizers ?? []), cleanupFinalizer])];
  return {
    ...crd,
    metadata: { ...crd.metadata, deletionTimestamp: now, finalizers },
    status: { ...status, conditions: [...asList(status['conditions']), condition] },
  };
}

export const customResourceDefinitionRules: KindRules = {
  name: isDnsSubdomain,
  generation: 'counted',
  unconditionalUpdate: false,
  terminate,
  fill,
  validate: definitionErrors,
};

/** The schema of a version with what every object has, whatever the author wrote. */
function wholeSchema(schema: StructuralSchema, metadata: StructuralSchema): StructuralSchema {
  const identity = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata } as const;
  return { ...schema, properties: { ...schema.properties, ...identity } };
}

function toVersion(version: Fields, metadata: StructuralSchema): ResourceVersion {
  const subresources = asRecord(version['subresources']);
  const schema = asRecord(valueAt(version, ['schema', 'openAPIV3Schema'])) as StructuralSchema;
  const columns = version['additionalPrinterColumns'];
  return {
    name: asText(version['name']),
    served: version['served'] === true,
    storage: version['storage'] === true,
    ...(version['deprecated'] === true && { deprecated: true }),
    ...(typeof version['deprecationWarning'] === 'string' && { deprecationWarning: version['deprecationWarning'] }),
    schema: wholeSchema(schema, metadata),
    subresources: {
      status: isRecord(subresources['status']),
      ...(isRecord(subresources['scale']) && { scale: subresources['scale'] as unknown as ScaleSubresource }),
    },
    ...(Array.isArray(columns) && { additionalPrinterColumns: columns as PrinterColumn[] }),
  };
}

/** The kind a stored CustomResourceDefinition defines; `metadata` is the schema of ObjectMeta. */
export function definedResource(crd: KubernetesObject, metadata: StructuralSchema): ResourceDefinition {
  const spec = asRecord(crd['spec']);
  return {
    group: asText(spec['group']),
    scope: spec['scope'] === 'Cluster' ? 'Cluster' : 'Namespaced',
    names: spec['names'] as ResourceNames,
    versions: versionsOf(crd).map((version) => toVersion(version, metadata)),
    conversion: 'None',
  };
}

/** The fields each version declares as selectable. */
export function selectableFields(crd: KubernetesObject): SelectableFields {
  const entries = versionsOf(crd).map((version) => [
    asText(version['name']),
    asList(version['selectableFields']).map((field) => asText(asRecord(field)['jsonPath'])),
  ]);
  return Object.fromEntries(entries) as SelectableFields;
}
