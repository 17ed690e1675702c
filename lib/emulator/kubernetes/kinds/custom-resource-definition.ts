// CustomResourceDefinitions: what a valid one is, and the resource definition it stands for
// (pkg/apis/apiextensions/validation). CEL rules are compiled here, so that a rule this server cannot evaluate is
// refused when the kind enters and not ignored later.
import type {
  PrinterColumn,
  ResourceDefinition,
  ResourceNames,
  ResourceVersion,
  ScaleSubresource,
  StructuralSchema,
} from '../../../generated/kubernetes/resource-definition.ts';
import { childPath, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, isRecord, valueAt, type Fields } from '../json.ts';
import { isDnsSubdomain } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { SelectableFields } from '../resources.ts';
import { compileCel } from '../schema/cel-environment.ts';
import type { KindRules } from './kind-rules.ts';

const versionsOf = (object: Fields | KubernetesObject) => asList(asRecord(object['spec'])['versions']).filter(isRecord);

function fill(draft: Fields): void {
  const spec = asRecord((draft['spec'] ??= {}));
  const names = asRecord((spec['names'] ??= {}));
  names['singular'] ??= asText(names['kind']).toLowerCase();
  names['listKind'] ??= `${asText(names['kind'])}List`;
  spec['conversion'] ??= { strategy: 'None' };
}

/** Every rule in a schema that does not compile. */
function ruleErrors(schema: unknown, path: string): FieldError[] {
  if (Array.isArray(schema)) return schema.flatMap((item, index) => ruleErrors(item, itemPath(path, index)));
  if (!isRecord(schema)) return [];
  const own = asList(schema['x-kubernetes-validations']).flatMap((rule, index): FieldError[] => {
    const text = asText(asRecord(rule)['rule']);
    try {
      compileCel(text);
      return [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const field = childPath(itemPath(childPath(path, 'x-kubernetes-validations'), index), 'rule');
      return [invalid(field, text, `compilation failed: ${why}`)];
    }
  });
  const below = Object.entries(schema).filter(
    ([name]) => name !== 'x-kubernetes-validations' && name !== 'default' && name !== 'enum',
  );
  return [...own, ...below.flatMap(([name, child]) => ruleErrors(child, childPath(path, name)))];
}

function versionErrors(version: Fields, path: string): FieldError[] {
  const schema = valueAt(version, ['schema', 'openAPIV3Schema']);
  const errors: FieldError[] = [];
  if (!version['name']) errors.push(required(childPath(path, 'name')));
  if (!isRecord(schema))
    return [...errors, required(childPath(path, 'schema.openAPIV3Schema'), 'schemas are required')];
  if (schema['type'] !== 'object') {
    errors.push(
      invalid(childPath(path, 'schema.openAPIV3Schema.type'), schema['type'] ?? '', 'must be object at the root'),
    );
  }
  return [...errors, ...ruleErrors(schema, childPath(path, 'schema.openAPIV3Schema'))];
}

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const names = asRecord(spec['names']);
  const name = asText(valueAt(draft, ['metadata', 'name']));
  const expected = `${asText(names['plural'])}.${asText(spec['group'])}`;
  const versions = versionsOf(draft);
  const errors: FieldError[] = [];
  if (name !== expected) errors.push(invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  for (const field of ['plural', 'kind']) if (!names[field]) errors.push(required(`spec.names.${field}`));
  if (!spec['group']) errors.push(required('spec.group'));
  if (!['Cluster', 'Namespaced'].includes(asText(spec['scope']))) {
    errors.push(notSupported('spec.scope', spec['scope'] ?? '', ['Cluster', 'Namespaced']));
  }
  if (versions.filter((version) => version['storage'] === true).length !== 1) {
    errors.push(
      invalid(
        'spec.versions',
        versions.map((version) => version['name']),
        'must have exactly one version marked as storage version',
      ),
    );
  }
  const strategy = asText(valueAt(spec, ['conversion', 'strategy']));
  if (strategy !== 'None') errors.push(notSupported('spec.conversion.strategy', strategy, ['None']));
  if (old && asRecord(old['spec'])['scope'] !== spec['scope'])
    errors.push(invalid('spec.scope', spec['scope'], 'field is immutable'));
  errors.push(...versions.flatMap((version, index) => versionErrors(version, itemPath('spec.versions', index))));
  return errors;
}

export const customResourceDefinitionRules: KindRules = {
  name: isDnsSubdomain,
  generation: 'counted',
  unconditionalUpdate: false,
  fill,
  validate,
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
