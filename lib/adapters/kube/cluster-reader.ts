// Reads a cluster: paged lists that are whole or a Fault, single objects that are there or undefined.
import { apiVersionOf, collectionPath, type Kind, kindNamed, resourcePath } from '../../core/snapshot/kinds.ts';
import { invariant } from '../../core/base/invariant.ts';
import { Fault, isFault } from '../../reconcile/faults.ts';
import type { ClusterReader, RawObject } from '../../reconcile/ports.ts';
import { isNotFound, isNotServed } from './classify-error.ts';
import type { KubeHttp } from './http.ts';

/** Objects per page: large enough for one page in most clusters, small enough for the API server. */
const pageSize = 500;

/** Keep it: it remembers which versions the server has. */
export function createClusterReader(http: KubeHttp): ClusterReader {
  const served = new Map<string, string>();
  /** Asks with each version we understand until the server has it; undefined if it has none of them. */
  const withServedVersion = async <Answer>(
    kind: Kind,
    ask: (apiVersion: string) => Promise<Answer>,
  ): Promise<Answer | undefined> => {
    const known = served.get(kind.kind);
    // The one that was served last first; a CRD may have been upgraded since.
    for (const version of known ? [known, ...kind.versions.filter((other) => other !== known)] : kind.versions) {
      try {
        const answer = await ask(apiVersionOf(kind, version));
        served.set(kind.kind, version);
        return answer;
      } catch (error) {
        if (!isNotServed(error)) throw error;
      }
    }
    return undefined;
  };
  return {
    async list(kindName, namespace = '') {
      const kind = wellKnown(kindName);
      return (await withServedVersion(kind, (apiVersion) => listAll(http, kind, apiVersion, namespace))) ?? [];
    },
    async get(key) {
      const kind = wellKnown(key.kind);
      try {
        const path = (apiVersion: string) => resourcePath(apiVersion, key);
        return (await withServedVersion(kind, (version) => http.json({ method: 'GET', path: path(version) }))) as
          RawObject | undefined;
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
  };
}

function wellKnown(name: string): Kind {
  const kind = kindNamed(name);
  invariant(kind, `${name} is a kind we read`);
  return kind;
}

interface Page {
  readonly items?: readonly RawObject[] | null;
  readonly metadata?: { readonly continue?: string };
}

/** List items carry neither apiVersion nor kind on the wire; readers of objects want both. */
async function listAll(
  http: KubeHttp,
  kind: Kind,
  apiVersion: string,
  namespace: string,
): Promise<readonly RawObject[]> {
  const objects: RawObject[] = [];
  const path = collectionPath(apiVersion, kind.kind, namespace);
  let next: string | undefined;
  do {
    const page = (await readPage(http, path, next)) as Page;
    if (page.items === undefined) throw noList(path);
    for (const item of page.items ?? []) objects.push({ ...item, apiVersion, kind: kind.kind });
    next = page.metadata?.continue || undefined;
  } while (next);
  return objects;
}

/** A kind that goes while its pages are read is half a list, not an empty one. */
async function readPage(http: KubeHttp, path: string, next: string | undefined): Promise<unknown> {
  const query = `limit=${pageSize}${next ? `&continue=${encodeURIComponent(next)}` : ''}`;
  try {
    return await http.json({ method: 'GET', path: `${path}?${query}` });
  } catch (error) {
    if (next === undefined || !isFault(error) || error.kind !== 'vanished') throw error;
    throw new Fault({ ...error.toFact(), kind: 'conflict', code: 'ListInterrupted' }, error);
  }
}

function noList(path: string): Fault {
  return new Fault({
    kind: 'unreachable',
    operation: 'GET',
    resource: path,
    code: 'NoList',
    message: 'the answer is no list of objects',
  });
}
