// What a valid CustomResourceDefinition is (apiextensions-apiserver `apis/apiextensions/validation`). With one version
// the real server speaks of its parts as if they stood at the top, where the first version of its API had them.
import { childPath, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, isRecord, valueAt, type Fields } from '../json.ts';
import { isDns1035Label } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { structuralErrors } from '../schema/structural-schema.ts';
import { records } from './defaults.ts';
import { columnErrors, scaleErrors, selectableErrors } from './definition-parts.ts';

const labelErrors = (value: unknown, field: string) =>
  isDns1035Label(asText(value)).map((text) => invalid(field, value, text));

const mixedCase = 'may have mixed case, but should otherwise match: ';

function kindErrors(value: unknown, field: string): FieldError[] {
  return isDns1035Label(asText(value).toLowerCase()).map((text) => invalid(field, value, mixedCase + text));
}

function nameErrors(names: Fields): FieldError[] {
  const missing = ['plural', 'singular', 'kind', 'listKind'].filter((field) => !names[field]);
  const { plural, singular, kind, listKind } = names;
  const lists = (['shortNames', 'categories'] as const).flatMap((list) =>
    asList(names[list]).flatMap((name, index) => labelErrors(name, itemPath(`spec.names.${list}`, index))),
  );
  const same =
    kind && kind === listKind
      ? [invalid('spec.names.listKind', listKind, 'kind and listKind may not be the same')]
      : [];
  return [
    ...missing.map((field) => required(`spec.names.${field}`)),
    ...(plural ? labelErrors(plural, 'spec.names.plural') : []),
    ...(singular ? labelErrors(singular, 'spec.names.singular') : []),
    ...(kind ? kindErrors(kind, 'spec.names.kind') : []),
    ...(listKind ? kindErrors(listKind, 'spec.names.listKind') : []),
    ...lists,
    ...same,
  ];
}

/** A version as messages show it. */
const shown = (version: Fields) => ({
  Name: asText(version['name']),
  Served: version['served'] === true,
  Storage: version['storage'] === true,
  Deprecated: version['deprecated'] === true,
  DeprecationWarning: version['deprecationWarning'] ?? null,
  ...{ Schema: null, Subresources: null, AdditionalPrinterColumns: null, SelectableFields: null },
});

function versionListErrors(versions: readonly Fields[]): FieldError[] {
  const names = versions.map((version) => asText(version['name']));
  const storages = versions.filter((version) => version['storage'] === true);
  const list = versions.map(shown);
  return [
    ...names.flatMap((name, index) => labelErrors(name, `${itemPath('spec.versions', index)}.name`)),
    ...(new Set(names).size < names.length
      ? [invalid('spec.versions', list, 'must contain unique version names')]
      : []),
    ...(storages.length === 1
      ? []
      : [invalid('spec.versions', list, 'must have exactly one version marked as storage version')]),
    ...(names.length === 1 ? labelErrors(names[0], 'spec.version') : []),
  ];
}

function versionErrors(version: Fields, path: string, isOnly: boolean): FieldError[] {
  const schema = valueAt(version, ['schema', 'openAPIV3Schema']);
  const at = (part: string) => (isOnly ? `spec.${part}` : childPath(path, part));
  const warning = version['deprecationWarning'];
  return [
    ...(warning !== undefined && version['deprecated'] !== true
      ? [invalid(childPath(path, 'deprecationWarning'), warning, 'can only be set for deprecated versions')]
      : []),
    ...(isRecord(schema)
      ? structuralErrors(schema, isOnly ? 'spec.validation.openAPIV3Schema' : childPath(path, 'schema.openAPIV3Schema'))
      : [required(childPath(path, 'schema.openAPIV3Schema'), isOnly ? '' : 'schemas are required')]),
    ...columnErrors(records(version['additionalPrinterColumns']), at('additionalPrinterColumns')),
    ...scaleErrors(valueAt(version, ['subresources', 'scale']), at('subresources.scale')),
    ...selectableErrors(records(version['selectableFields']), asRecord(schema), at('selectableFields')),
  ];
}

function specErrors(spec: Fields): FieldError[] {
  const scopes = ['Cluster', 'Namespaced'];
  const scope = asText(spec['scope']);
  const strategy = asText(valueAt(spec, ['conversion', 'strategy']));
  const preserving =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [
    ...(spec['group'] ? [] : [required('spec.group')]),
    ...(scopes.includes(scope) ? [] : [notSupported('spec.scope', scope, scopes)]),
    ...(spec['preserveUnknownFields'] === true ? [invalid('spec.preserveUnknownFields', true, preserving)] : []),
    // The real server knows `Webhook`; there is nobody here who would call one.
    ...(strategy === 'None' ? [] : [notSupported('spec.conversion.strategy', strategy, ['None'])]),
  ];
}

/** The versions objects may still be stored in must stay. */
function storedErrors(draft: Fields, versions: readonly Fields[]): FieldError[] {
  const stored = asList(valueAt(draft, ['status', 'storedVersions']));
  const storage = versions.findLast((version) => version['storage'] === true)?.['name'];
  const field = 'status.storedVersions';
  if (stored.length === 0) return [invalid(field, null, 'must have at least one stored version')];
  const gone = stored.flatMap((name, index) => {
    if (versions.some((version) => version['name'] === name)) return [];
    const text = `missing from spec.versions; ${asText(name)} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${asText(name)} and removes ${asText(name)} from status.storedVersions`;
    return [invalid(itemPath(field, index), name, text)];
  });
  return storage === undefined || stored.includes(storage) || gone.length > 0
    ? gone
    : [invalid(field, stored, `must have the storage version ${asText(storage)}`)];
}

const isEstablished = (crd: KubernetesObject) =>
  records(valueAt(crd, ['status', 'conditions'])).some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );

/** What a definition says of a kind that is served stays. */
function immutableErrors(spec: Fields, old: KubernetesObject | undefined): FieldError[] {
  if (!old || !isEstablished(old)) return [];
  const before = asRecord(old['spec']);
  const fields = [['group'], ['scope'], ['names', 'plural'], ['names', 'kind']] as const;
  return fields
    .filter((path) => valueAt(spec, path) !== valueAt(before, path))
    .map((path) => invalid(`spec.${path.join('.')}`, valueAt(spec, path) ?? '', 'field is immutable'));
}

const approvalAnnotation = 'api-approved.kubernetes.io';

/** Groups of the Kubernetes project need its approval (KEP-1111). */
function approvalErrors(draft: Fields, spec: Fields): FieldError[] {
  const annotations = asRecord(valueAt(draft, ['metadata', 'annotations']));
  const isProtected = /(?:^|\.)(?:k8s|kubernetes)\.io$/.test(asText(spec['group']));
  if (!isProtected || annotations[approvalAnnotation]) return [];
  const text = `protected groups must have approval annotation "${approvalAnnotation}", see https://github.com/kubernetes/enhancements/pull/1111`;
  return [required(itemPath('metadata.annotations', approvalAnnotation), text)];
}

/** Errors of a CustomResourceDefinition; `old` is the one an update replaces. */
export function definitionErrors(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const names = asRecord(spec['names']);
  const name = asText(valueAt(draft, ['metadata', 'name']));
  const versions = records(spec['versions']);
  const fixed = immutableErrors(spec, old);
  const isMisnamed = name !== `${asText(names['plural'])}.${asText(spec['group'])}`;
  const misnamed = isMisnamed ? [invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')] : [];
  return [
    ...(fixed.length > 0 ? fixed : misnamed),
    ...specErrors(spec),
    ...versionListErrors(versions),
    ...nameErrors(names),
    ...versions.flatMap((version, index) =>
      versionErrors(version, itemPath('spec.versions', index), versions.length === 1),
    ),
    ...storedErrors(draft, versions),
    ...approvalErrors(draft, spec),
  ];
}
