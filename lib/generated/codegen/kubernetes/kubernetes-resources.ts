// Kubernetes' published API description → `lib/generated/kubernetes/resources.json`: names, scope, verbs and
// subresources from its discovery document, schemas from its OpenAPI documents.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceDefinition, ResourceSubresources } from '../../kubernetes/resource-definition.ts';
import { keptGroupVersions, type KeptGroupVersion } from './kubernetes-kinds.ts';
import { referringSchemas, shortName, type ReferringSchema } from './openapi-schemas.ts';

/** A resource or, with a name such as `pods/status`, a subresource of an APIResourceList. */
interface DiscoveredResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface DiscoveryDocument {
  readonly resources: readonly DiscoveredResource[];
}

interface OpenApiDocument {
  readonly components: { readonly schemas: Readonly<Record<string, GroupVersionKindSchema>> };
}

type GroupVersionKindSchema = ReferringSchema & {
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
};

/** The built-in kinds with their schemas by name. */
export interface KubernetesTable {
  readonly definitions: Readonly<Record<string, ReferringSchema>>;
  readonly resources: readonly object[];
}

/** The table of built-in kinds, from the unpacked Kubernetes module. */
export function kubernetesTable(moduleDirectory: string): KubernetesTable {
  const openApi = readOpenApi(moduleDirectory);
  const roots = keptGroupVersions.flatMap((kept) => kept.kinds.map((kind) => schemaName(openApi, kept, kind)));
  const resources = keptGroupVersions.flatMap((kept) => {
    const file = join(moduleDirectory, 'api/discovery', `${pathOf(kept)}.json`);
    const discovery = readJson<DiscoveryDocument>(file).resources;
    return kept.kinds.map((kind) => define(kept, kind, discovery, schemaName(openApi, kept, kind)));
  });
  return { definitions: referringSchemas(openApi, roots, definitionName), resources };
}

/** How Kubernetes names the files about a group version: its URL with the slashes doubled into underscores. */
function pathOf({ group, version }: KeptGroupVersion): string {
  return group === '' ? `api__${version}` : `apis__${group}__${version}`;
}

function readOpenApi(moduleDirectory: string): Record<string, GroupVersionKindSchema> {
  const documents = keptGroupVersions.map((kept) =>
    readJson<OpenApiDocument>(join(moduleDirectory, 'api/openapi-spec/v3', `${pathOf(kept)}_openapi.json`)),
  );
  return Object.assign({}, ...documents.map((document) => document.components.schemas)) as Record<
    string,
    GroupVersionKindSchema
  >;
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/**
 * The core group and the machinery go by their bare type names; names that a younger group has given a second meaning
 * (Event, EndpointPort, Subject …) carry that group: `discovery.EndpointPort`.
 */
function definitionName(openApiName: string): string {
  const group = /^io\.k8s\.api\.(?<group>admissionregistration|events|discovery)\./.exec(openApiName)?.groups?.['group'];
  return group === undefined ? shortName(openApiName) : `${group}.${shortName(openApiName)}`;
}

function schemaName(schemas: Record<string, GroupVersionKindSchema>, kept: KeptGroupVersion, kind: string): string {
  const found = Object.keys(schemas).find((name) =>
    schemas[name]?.['x-kubernetes-group-version-kind']?.some(
      (gvk) => gvk.group === kept.group && gvk.version === kept.version && gvk.kind === kind,
    ),
  );
  if (!found) throw new Error(`Kubernetes has no kind ${kind} in ${kept.group}/${kept.version}`);
  return found;
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function define(
  kept: KeptGroupVersion,
  kind: string,
  discovery: readonly DiscoveredResource[],
  openApiName: string,
): object {
  const resource = discovery.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
  if (!resource) throw new Error(`discovery has no kind ${kind} in ${kept.group}/${kept.version}`);
  const { name: plural, singularName: singular, shortNames, categories, verbs } = resource;
  const schema = { $ref: `#/definitions/${definitionName(openApiName)}` };
  return {
    group: kept.group,
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    names: {
      ...{ kind, listKind: `${kind}List`, plural, singular },
      ...(shortNames && { shortNames }),
      ...(categories && { categories }),
    },
    versions: [
      { name: kept.version, served: true, storage: true, schema, subresources: subresources(plural, discovery) },
    ],
    conversion: 'None',
    ...(allVerbs.every((verb) => verbs.includes(verb)) ? {} : { verbs }),
  } satisfies Omit<ResourceDefinition, 'versions'> & { readonly versions: readonly object[] };
}

function subresources(plural: string, discovery: readonly DiscoveredResource[]): ResourceSubresources {
  const offers = (subresource: string) => discovery.some(({ name }) => name === `${plural}/${subresource}`);
  const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
  return { status: offers('status'), ...(offers('scale') && { scale }) };
}
