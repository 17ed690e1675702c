// The two requests of a list-watch: a paged list, and a watch that continues it.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
import { apiVersionOf, collectionPath, type Kind } from '../../core/snapshot/kinds.ts';
import { isFault } from '../../reconcile/faults.ts';
import type { RawObject } from '../../reconcile/ports.ts';
import type { KubeHttp, KubeRequest } from './http.ts';

/** What to follow. `metadataOnly`: the API server sends neither spec nor data (Secrets, ConfigMaps). */
export interface Watched {
  readonly kind: Kind;
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly metadataOnly?: boolean;
}

/** From where a watch goes on. */
export interface Position {
  readonly apiVersion: string;
  readonly resourceVersion: string;
}

const pageSize = 500;

interface Page {
  readonly items?: readonly RawObject[];
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

/**
 * Lists with the first version that the API server serves and hands over every object, page by page, so that never more
 * than a page is held. Undefined: the API server serves none of the versions. Rejects with a Fault; what was handed over
 * until then exists, what was not may exist too.
 */
export async function listPages(
  http: KubeHttp,
  watched: Watched,
  each: (object: RawObject) => void,
): Promise<Position | undefined> {
  for (const version of watched.kind.versions) {
    const apiVersion = apiVersionOf(watched.kind, version);
    try {
      return { apiVersion, resourceVersion: await listVersion(http, watched, apiVersion, each) };
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }
  return undefined;
}

async function listVersion(
  http: KubeHttp,
  watched: Watched,
  apiVersion: string,
  each: (object: RawObject) => void,
): Promise<string> {
  let resourceVersion = '';
  let next: string | undefined;
  do {
    const query = `limit=${pageSize}${next ? `&continue=${encodeURIComponent(next)}` : ''}`;
    const page = (await http.json(request(watched, apiVersion, query, 'PartialObjectMetadataList'))) as Page;
    for (const item of page.items ?? []) each(named(item, watched, apiVersion));
    resourceVersion = page.metadata?.resourceVersion ?? resourceVersion;
    next = page.metadata?.continue || undefined;
  } while (next);
  return resourceVersion;
}

/** The watch that goes on from `position` and lasts `seconds`; the API server ends it then. */
export function watchRequest(watched: Watched, position: Position, seconds: number): KubeRequest {
  const from = encodeURIComponent(position.resourceVersion);
  const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${from}&timeoutSeconds=${seconds}`;
  return request(watched, position.apiVersion, query, 'PartialObjectMetadata');
}

function request(watched: Watched, apiVersion: string, query: string, metadata: string): KubeRequest {
  return {
    method: 'GET',
    path: `${collectionPath(apiVersion, watched.kind.kind, watched.namespace ?? '')}?${query}`,
    ...(watched.metadataOnly ? { accept: `application/json;as=${metadata};g=meta.k8s.io;v=v1` } : {}),
  };
}

/** List items carry neither apiVersion nor kind, and metadata-only objects carry those of the metadata. */
export function named(object: RawObject, { kind }: Watched, apiVersion: string): RawObject {
  return { ...object, apiVersion, kind: kind.kind };
}

/** 410: the position is too old. Distinguished by its reason, because a Fault does not carry the HTTP status. */
export function isGone(error: unknown): boolean {
  return isFault(error) && ['Expired', 'Gone', 'HTTP 410'].includes(error.code);
}

/** 404: no such kind is served. Says nothing about objects: an API server that starts answers so for a moment. */
export function isAbsence(error: unknown): boolean {
  return isFault(error) && error.kind === 'vanished' && !isGone(error);
}
