// Discovery: which groups, versions and resources there are, in the old form (one document per version) and in the
// aggregated one (apidiscovery.k8s.io, one document for all).
import { subresourcesOf } from '../kinds/subresources.ts';
import type { Resource } from '../resources.ts';

/** Preferred first: GA over beta over alpha, higher over lower (k8s.io/apimachinery `version.CompareKubeAwareVersionStrings`). */
export function compareVersions(a: string, b: string): number {
  const rank = (version: string) => {
    const {
      major = '0',
      stage,
      minor = '0',
    } = /^v(?<major>\d+)(?:(?<stage>alpha|beta)(?<minor>\d+))?$/.exec(version)?.groups ?? {};
    return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)];
  };
  const [left, right] = [rank(a), rank(b)];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index < 0 ? 0 : (right[index] ?? 0) - (left[index] ?? 0);
}

/** The versions of a group, preferred first. */
export const versionsOf = (resources: readonly Resource[], group: string) =>
  [...new Set(resources.filter((resource) => resource.group === group).map((resource) => resource.version))].sort(
    compareVersions,
  );

/** Without the core group, each once, in the order in which their first resources come. */
export const groupsOf = (resources: readonly Resource[]) =>
  [...new Set(resources.map((resource) => resource.group))].filter((group) => group !== '');

const inVersion = (resources: readonly Resource[], group: string, version: string) =>
  resources.filter((resource) => resource.group === group && resource.version === version);

/** Subresources of a kind with the kind they speak and their verbs. */
function allSubresources(resource: Resource) {
  const own = { group: resource.group, version: resource.version, kind: resource.kind };
  return [
    ...(resource.hasStatus ? [{ name: 'status', kind: own, verbs: ['get', 'patch', 'update'] }] : []),
    ...(resource.scale
      ? [
          {
            name: 'scale',
            kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
            verbs: ['get', 'patch', 'update'],
          },
        ]
      : []),
    ...(resource.custom ? [] : subresourcesOf(resource.key)),
  ];
}

function resourceEntries(resource: Resource): readonly object[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const names = {
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  const subresources = allSubresources(resource).map((subresource) => ({
    name: `${plural}/${subresource.name}`,
    singularName: '',
    namespaced,
    ...(subresource.kind.group !== resource.group && {
      group: subresource.kind.group,
      version: subresource.kind.version,
    }),
    kind: subresource.kind.kind,
    verbs: subresource.verbs,
  }));
  return [{ name: plural, singularName: singular, namespaced, kind, verbs, ...names }, ...subresources];
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined for a version nobody serves. */
export function resourceListDocument(
  resources: readonly Resource[],
  group: string,
  version: string,
): object | undefined {
  const served = inVersion(resources, group, version);
  if (served.length === 0) return undefined;
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: served.flatMap(resourceEntries) };
}

const groupBody = (resources: readonly Resource[], group: string) => {
  const versions = versionsOf(resources, group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
};

/** `/apis/<group>`; undefined for a group nobody serves. */
export function groupDocument(resources: readonly Resource[], group: string): object | undefined {
  if (!groupsOf(resources).includes(group)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupBody(resources, group) };
}

/** `/apis`. */
export const groupListDocument = (resources: readonly Resource[]) => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupsOf(resources).map((group) => groupBody(resources, group)),
});

/** `/api`. */
export const coreVersionsDocument = (serverAddress: string) => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
});

function aggregatedResource(resource: Resource): object {
  const { plural, singular, group, version, kind, verbs, shortNames, categories, namespaced } = resource;
  const subresources = allSubresources(resource).map((subresource) => ({
    subresource: subresource.name,
    responseKind: subresource.kind,
    verbs: subresource.verbs,
  }));
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}

/** `/api` or `/apis` in the aggregated form. */
export function aggregatedDocument(resources: readonly Resource[], groups: readonly string[], version: string): object {
  const items = groups.map((group) => ({
    metadata: { ...(group !== '' && { name: group }), creationTimestamp: null },
    versions: versionsOf(resources, group).map((name) => ({
      version: name,
      freshness: 'Current',
      resources: inVersion(resources, group, name).map(aggregatedResource),
    })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}
