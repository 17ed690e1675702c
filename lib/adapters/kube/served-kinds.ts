// Where a server has a kind, from its discovery: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
import { isNotServed } from './classify-error.ts';
import type { KubeHttp } from './http.ts';

export interface ServedKind {
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly root: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface ServedKinds {
  /** Undefined: not served. A kind that is not known yet is asked for anew, because a CRD may have brought it. */
  find(apiVersion: string, kind: string): Promise<ServedKind | undefined>;
}

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/**
 * A kind once found is never asked for again, even if its CRD is removed. Rejects with the Fault of a discovery that
 * fails; a version that is not served is no failure.
 */
export function createServedKinds(http: KubeHttp): ServedKinds {
  const known = new Map<string, ServedKind>();
  const discover = async (apiVersion: string): Promise<void> => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    for (const { name, kind, namespaced } of (await resourcesAt(http, root)).resources ?? []) {
      // Names with a slash are subresources.
      if (!name.includes('/')) known.set(`${apiVersion} ${kind}`, { root, plural: name, namespaced });
    }
  };
  return {
    async find(apiVersion, kind) {
      if (!known.has(`${apiVersion} ${kind}`)) await discover(apiVersion);
      return known.get(`${apiVersion} ${kind}`);
    },
  };
}

async function resourcesAt(http: KubeHttp, root: string): Promise<ResourceList> {
  try {
    return (await http.json({ method: 'GET', path: root })) as ResourceList;
  } catch (error) {
    if (isNotServed(error)) return {};
    throw error;
  }
}
