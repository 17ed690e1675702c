// A resource definition as the CustomResourceDefinition object that installs it in a cluster.
import type { ResourceDefinition, ResourceSubresources, ResourceVersion } from './resource-definition.ts';

/** An apiextensions.k8s.io/v1 CustomResourceDefinition, ready for an API server, JSON or YAML. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The CustomResourceDefinition that makes an API server serve `definition`. */
export function toCustomResourceDefinition(definition: ResourceDefinition): CustomResourceDefinition {
  const { group, scope, names, versions, annotations } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}`, ...(annotations && { annotations }) },
    spec: { group, names, scope, versions: versions.map(toVersion) },
  };
}

function toVersion(version: ResourceVersion): Readonly<Record<string, unknown>> {
  const { schema, subresources, ...rest } = version;
  return { ...rest, schema: { openAPIV3Schema: schema }, subresources: toSubresources(subresources) };
}

function toSubresources({ status, scale }: ResourceSubresources): Readonly<Record<string, unknown>> {
  return { ...(status && { status: {} }), ...(scale && { scale }) };
}
