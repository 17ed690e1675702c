// Server-side apply of whole manifests: used to install the chart and to bring YAML files into a cluster.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/
import { Fault, isFault } from '../../reconcile/faults.ts';
import type { RawObject } from '../../reconcile/ports.ts';
import type { KubeHttp } from './http.ts';
import { createServedKinds, type ServedKinds } from './served-kinds.ts';

/** Field manager of everything we apply. */
const fieldManager = 'albatross';

export interface Manifest extends RawObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface Applied {
  readonly manifest: Manifest;
  readonly change: 'created' | 'configured' | 'unchanged' | 'left alone';
}

export interface ManifestApplier {
  /** Applies one manifest; rejects with a Fault that carries the server's own words. */
  apply(manifest: Manifest, options?: { readonly onlyIfAbsent?: boolean }): Promise<Applied>;
  /** Deletes what the manifest names; false if it was not there. */
  remove(manifest: Manifest): Promise<boolean>;
  get(manifest: Manifest): Promise<RawObject | undefined>;
}

/** `defaultNamespace` is for manifests of namespaced kinds that name none. */
export function createManifestApplier(http: KubeHttp, defaultNamespace = 'default'): ManifestApplier {
  const kinds = createServedKinds(http);
  const get = async (manifest: Manifest): Promise<RawObject | undefined> => {
    const path = await pathOf(kinds, manifest, defaultNamespace);
    return path === undefined ? undefined : absentAsUndefined(http.json({ method: 'GET', path }));
  };
  return {
    get,
    async apply(manifest, { onlyIfAbsent = false } = {}) {
      const before = await get(manifest);
      if (before && onlyIfAbsent) return { manifest, change: 'left alone' };
      const path = await pathOf(kinds, manifest, defaultNamespace);
      if (path === undefined) throw notServed(manifest);
      const after = await http.json({
        method: 'PATCH',
        path: `${path}?fieldManager=${fieldManager}&force=true`,
        contentType: 'application/apply-patch+yaml',
        body: manifest,
      });
      if (!before) return { manifest, change: 'created' };
      return { manifest, change: versionOf(before) === versionOf(after) ? 'unchanged' : 'configured' };
    },
    async remove(manifest) {
      const path = await pathOf(kinds, manifest, defaultNamespace);
      return path !== undefined && (await absentAsUndefined(http.json({ method: 'DELETE', path }))) !== undefined;
    },
  };
}

/** Undefined: the server does not serve this kind. */
async function pathOf(
  kinds: ServedKinds,
  { apiVersion, kind, metadata }: Manifest,
  defaultNamespace: string,
): Promise<string | undefined> {
  const served = await kinds.find(apiVersion, kind);
  if (!served) return undefined;
  const scope = served.namespaced ? `/namespaces/${encodeURIComponent(metadata.namespace ?? defaultNamespace)}` : '';
  return `${served.root}${scope}/${served.plural}/${encodeURIComponent(metadata.name)}`;
}

function notServed({ apiVersion, kind, metadata }: Manifest): Fault {
  return new Fault({
    kind: 'rejected',
    operation: 'PATCH',
    resource: `${kind} ${metadata.name}`,
    code: 'NotServed',
    message: `the cluster does not serve ${kind} in version ${apiVersion}`,
  });
}

async function absentAsUndefined(asking: Promise<unknown>): Promise<RawObject | undefined> {
  try {
    return (await asking) as RawObject;
  } catch (error) {
    if (isFault(error) && error.kind === 'vanished') return undefined;
    throw error;
  }
}

function versionOf(object: unknown): string | undefined {
  return (object as { readonly metadata?: { readonly resourceVersion?: string } }).metadata?.resourceVersion;
}
