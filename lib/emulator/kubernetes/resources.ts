// Which kinds the server serves at this moment, by URL and by kind: the built-in ones, and what
// CustomResourceDefinitions have added.
import type {
  PrinterColumn,
  ResourceDefinition,
  ResourceVersion,
  ScaleSubresource,
  StructuralSchema,
} from '../../generated/kubernetes/resource-definition.ts';

export type Schema = StructuralSchema;

/** A kind in one of its versions. Versions of a kind share `key`, under which its objects are stored. */
export interface Resource {
  readonly key: string;
  /** The `apiVersion` that stored objects have. */
  readonly storedAs: string;
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly schema: Schema;
  readonly hasStatus: boolean;
  readonly scale?: ScaleSubresource;
  readonly columns: readonly PrinterColumn[];
  readonly selectableFields: readonly string[];
  readonly deprecationWarning?: string;
  /** The version objects are stored in. */
  readonly storage: boolean;
  /** Entered as a CustomResourceDefinition. */
  readonly custom: boolean;
}

export interface ResourceRegistry {
  add(
    definition: ResourceDefinition,
    origin: { readonly custom: boolean; readonly selectableFields?: SelectableFields },
  ): void;
  /** Stops serving every version of a kind. */
  remove(key: string): void;
  at(group: string, version: string, plural: string): Resource | undefined;
  ofKind(apiVersion: string, kind: string): Resource | undefined;
  /** The storage version of the kind stored under `key`. */
  stored(key: string): Resource | undefined;
  all(): readonly Resource[];
}

/** Field paths (`.spec.host`) usable in field selectors, per version. */
export type SelectableFields = Readonly<Record<string, readonly string[]>>;

/** `plural.group`, in core just the plural: the name a CustomResourceDefinition of that kind must have. */
export const resourceKey = (group: string, plural: string) => (group === '' ? plural : `${plural}.${group}`);
/** The `apiVersion` of objects: `group/version`, in core just the version. */
export const groupVersion = (group: string, version: string) => (group === '' ? version : `${group}/${version}`);

/** Splits `apps/v1` into its group and version; the core group is ''. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}

/** Kinds that are another kind under a second name: their objects are stored under the first, in its version. */
const aliases: Readonly<Record<string, { readonly key: string; readonly apiVersion: string }>> = {
  'events.events.k8s.io': { key: 'events', apiVersion: 'v1' },
};

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function toResource(
  definition: ResourceDefinition,
  version: ResourceVersion,
  custom: boolean,
  fields: readonly string[],
): Resource {
  const { group, names, scope, versions } = definition;
  const storageVersion = versions.find(({ storage }) => storage)?.name ?? version.name;
  const ownKey = resourceKey(group, names.plural);
  const alias = custom ? undefined : aliases[ownKey];
  const warning = version.deprecationWarning ?? `${groupVersion(group, version.name)} ${names.kind} is deprecated`;
  return {
    key: alias?.key ?? ownKey,
    storedAs: alias?.apiVersion ?? groupVersion(group, storageVersion),
    group,
    version: version.name,
    apiVersion: groupVersion(group, version.name),
    kind: names.kind,
    listKind: names.listKind,
    plural: names.plural,
    singular: names.singular,
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === 'Namespaced',
    verbs: definition.verbs ?? allVerbs,
    schema: version.schema,
    hasStatus: version.subresources.status,
    ...(version.subresources.scale && { scale: version.subresources.scale }),
    columns: version.additionalPrinterColumns ?? [],
    selectableFields: fields,
    ...(version.deprecated && { deprecationWarning: warning }),
    storage: version.storage && !alias,
    custom,
  };
}

/**
 * Serves nothing until `add`, which replaces what was served under the same key. A version that is stored but not
 * served is found by `stored` alone.
 */
export function createResourceRegistry(): ResourceRegistry {
  const kinds = new Map<string, readonly Resource[]>();
  const all = () => [...kinds.values()].flat();
  return {
    add: (definition, { custom, selectableFields }) => {
      const served = definition.versions
        .filter((version) => version.served || version.storage)
        .map((version) => toResource(definition, version, custom, selectableFields?.[version.name] ?? []));
      const names = new Set(definition.versions.filter((version) => version.served).map((version) => version.name));
      kinds.set(
        resourceKey(definition.group, definition.names.plural),
        served.map((resource) => (names.has(resource.version) ? resource : { ...resource, verbs: [] })),
      );
    },
    remove: (key) => void kinds.delete(key),
    at: (group, version, plural) =>
      kinds
        .get(resourceKey(group, plural))
        ?.find((resource) => resource.version === version && resource.verbs.length > 0),
    ofKind: (apiVersion, kind) =>
      all().find(
        (resource) => resource.kind === kind && resource.apiVersion === apiVersion && resource.verbs.length > 0,
      ),
    stored: (key) => kinds.get(key)?.find((resource) => resource.storage),
    all: () => all().filter((resource) => resource.verbs.length > 0),
  };
}
