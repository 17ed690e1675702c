// Objects, lists and watch events in the representation the client asked for.
import type { KubernetesObject } from '../object.ts';
import { inVersion } from '../kinds/event-versions.ts';
import type { Resource } from '../resources.ts';
import type { Representation } from '../wire/accept.ts';
import { columnsOf } from './columns/columns-of.ts';

const meta = 'meta.k8s.io/v1';

const partial = (object: KubernetesObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: meta,
  metadata: object.metadata,
});

/** `metadata` of a list answer. */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** How to represent: what the client wants, which columns apply, and how much of the object a table row carries. */
export interface Presentation {
  readonly resource: Resource;
  readonly representation: Representation;
  readonly includeObject: string;
  readonly now: number;
}

function rowObject(object: KubernetesObject, includeObject: string): unknown {
  if (includeObject === 'None') return null;
  return includeObject === 'Object' ? object : partial(object);
}

function table(
  objects: readonly KubernetesObject[],
  metadata: Partial<ListMeta>,
  { resource, includeObject, now }: Presentation,
) {
  const columns = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: meta,
    metadata,
    columnDefinitions: columns.map(({ cell: _, ...definition }) => definition),
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(inVersion(object, resource.storedAs), now)),
      object: rowObject(inVersion(object, resource.apiVersion), includeObject),
    })),
  };
}

/** One object. */
export function representObject(object: KubernetesObject, presentation: Presentation): object {
  const { representation, resource } = presentation;
  const versioned = inVersion(object, resource.apiVersion);
  if (representation.as === 'table')
    return table([object], { resourceVersion: object.metadata.resourceVersion ?? '' }, presentation);
  return representation.as === 'metadata' ? partial(versioned) : versioned;
}

/** A list. Items of built-in kinds leave out `apiVersion` and `kind`, as the list says both. */
export function representList(
  objects: readonly KubernetesObject[],
  metadata: ListMeta,
  presentation: Presentation,
): object {
  const { representation, resource } = presentation;
  if (representation.as === 'table') return table(objects, metadata, presentation);
  if (representation.as === 'metadata') {
    return { kind: 'PartialObjectMetadataList', apiVersion: meta, metadata, items: objects.map(partial) };
  }
  const items = objects.map((object) => {
    const versioned = inVersion(object, resource.apiVersion);
    if (resource.custom) return versioned;
    const { apiVersion: _a, kind: _k, ...rest } = versioned;
    return rest;
  });
  return { kind: resource.listKind, apiVersion: resource.apiVersion, metadata, items };
}
