// OpenAPI: what kubectl asks before it validates, explains or patches. Schemas are the structural ones; prose is not
// kept, so `kubectl explain` shows structure only.
import type { Resource } from '../resources.ts';

/** What the documents are about. */
export const info = { title: 'Kubernetes', version: 'v1.36.3' };

/** `/openapi/v3`: the documents there are, one per group version. */
export function openApiIndex(resources: readonly Resource[]): object {
  const paths = new Set(resources.map(documentPath));
  return { paths: Object.fromEntries([...paths].map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}` }])) };
}

const documentPath = ({ group, version }: Resource) => (group === '' ? `api/${version}` : `apis/${group}/${version}`);

const schemaName = ({ group, version, kind }: Resource) =>
  `${group === '' ? 'io.k8s.api.core' : group.split('.').reverse().join('.')}.${version}.${kind}`;

const query = (name: string) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } });

function operations(resource: Resource): object {
  const { group, version, kind } = resource;
  const gvk = { 'x-kubernetes-group-version-kind': { group, version, kind } };
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName(resource)}` } } };
  const responses = { 200: { description: 'OK', content } };
  const parameters = [query('dryRun'), query('fieldManager'), query('fieldValidation')];
  const patches = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
  const accepted = resource.custom ? patches : [...patches, 'application/strategic-merge-patch+json'];
  const patchContent = Object.fromEntries(accepted.map((type) => [type, { schema: { type: 'object' } }]));
  return {
    get: { responses, 'x-kubernetes-action': 'get', ...gvk },
    put: { parameters, requestBody: { content }, responses, 'x-kubernetes-action': 'put', ...gvk },
    patch: {
      parameters: [...parameters, query('force')],
      requestBody: { content: patchContent },
      responses,
      'x-kubernetes-action': 'patch',
      ...gvk,
    },
  };
}

function pathOf(resource: Resource): string {
  const namespace = resource.namespaced ? '/namespaces/{namespace}' : '';
  return `/${documentPath(resource)}${namespace}/${resource.plural}/{name}`;
}

/** The schemas of resources by name. */
export function schemasOf(resources: readonly Resource[]): Readonly<Record<string, object>> {
  const schemas = resources.map((resource) => {
    const { group, version, kind, schema } = resource;
    return [schemaName(resource), { ...schema, 'x-kubernetes-group-version-kind': [{ group, version, kind }] }];
  });
  return Object.fromEntries(schemas) as Record<string, object>;
}

/** `/openapi/v3/<path>`; undefined for a group version nobody serves. */
export function openApiDocument(resources: readonly Resource[], path: string): object | undefined {
  const served = resources.filter((resource) => documentPath(resource) === path);
  if (served.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(served.map((resource) => [pathOf(resource), operations(resource)])),
    components: { schemas: schemasOf(served) },
  };
}
