// The Gateway API's published CustomResourceDefinitions → `lib/generated/gateway-api/resources.json`.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type {
  PrinterColumn,
  ResourceDefinition,
  ResourceNames,
  ResourceVersion,
  ScaleSubresource,
  StructuralSchema,
} from '../../kubernetes/resource-definition.ts';
import { only } from '../kept-keys.ts';
import { withoutProse } from '../structural-keys.ts';

interface PublishedCrd {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly scope: ResourceDefinition['scope'];
    readonly names: ResourceNames;
    readonly versions: readonly PublishedVersion[];
  };
}

interface PublishedVersion {
  readonly name: string;
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
  readonly subresources?: { readonly status?: object; readonly scale?: ScaleSubresource };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

/**
 * The kinds of the standard channel, in the order of their file names. The module's admission policy, which guards
 * against downgrades of these CRDs, is not a kind and is left out.
 */
export function gatewayApiDefinitions(moduleDirectory: string): ResourceDefinition[] {
  const folder = join(moduleDirectory, 'config/crd/standard');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const documents = files.sort().flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')) as PublishedCrd[]);
  return documents.filter((document) => document?.kind === 'CustomResourceDefinition').map(toDefinition);
}

function toDefinition({ metadata, spec }: PublishedCrd): ResourceDefinition {
  return {
    group: spec.group,
    scope: spec.scope,
    names: spec.names,
    versions: spec.versions.map(toVersion),
    conversion: 'None',
    ...(metadata.annotations && { annotations: metadata.annotations }),
  };
}

const versionKeys = {
  keep: ['name', 'served', 'storage', 'deprecated', 'deprecationWarning', 'additionalPrinterColumns'],
  drop: ['schema', 'subresources'],
};

function toVersion(version: PublishedVersion): ResourceVersion {
  const { status, scale } = version.subresources ?? {};
  return {
    ...(only(version, versionKeys) as unknown as Omit<ResourceVersion, 'schema' | 'subresources'>),
    schema: withoutProse(version.schema.openAPIV3Schema),
    subresources: { status: status !== undefined, ...(scale && { scale }) },
  };
}
