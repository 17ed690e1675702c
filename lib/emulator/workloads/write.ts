// Writes as values: controllers decide them, one place carries them out.
import { canonicalJson } from './equal-json.ts';
import { ClusterError, type ClusterClient, type NewObject } from './cluster-client.ts';
import type { ClusterObject } from './objects.ts';

export type Write =
  | { readonly verb: 'create'; readonly object: NewObject }
  | { readonly verb: 'update'; readonly object: ClusterObject }
  | { readonly verb: 'update-status'; readonly object: ClusterObject }
  | { readonly verb: 'delete'; readonly object: ClusterObject; readonly gracePeriodSeconds?: number }
  | { readonly verb: 'bind'; readonly pod: ClusterObject; readonly nodeName: string };

/** What became of a write: whether it was made, and the object as it is now if the server answered with it. */
export interface Written {
  readonly made: boolean;
  readonly object?: ClusterObject;
}

export type Writer = (write: Write) => Promise<Written>;

/**
 * Carries out writes, but does not insist: where the server has changed what was written (a default, a field it does not
 * know), the same write on the same version is not made again.
 */
export function createWriter(client: ClusterClient): Writer {
  const settled = new Map<string, string>();
  const update = async (object: ClusterObject, subresource?: 'status'): Promise<Written> => {
    const { uid, resourceVersion } = object.metadata;
    const key = `${uid}/${subresource ?? ''}`;
    const content = (version: string) => `${version} ${contentOf(object)}`;
    if (settled.get(key) === content(resourceVersion)) return { made: false };
    const answered = await client.update(object, subresource);
    if (settled.size >= rememberedWrites) settled.clear();
    settled.set(key, content(answered.metadata.resourceVersion));
    return { made: true, object: answered };
  };
  return async (write) => {
    switch (write.verb) {
      case 'create':
        return { made: true, object: await client.create(write.object) };
      case 'update':
        return update(write.object);
      case 'update-status':
        return update(write.object, 'status');
      case 'delete':
        await client.delete(write.object, write.gracePeriodSeconds);
        return { made: true };
      case 'bind':
        return { made: true, object: await client.bind(write.pod, write.nodeName) };
    }
  };
}

/** Beyond this many the memory starts anew; the price is one write more. */
const rememberedWrites = 10_000;

/** What a write says, whatever the version it is based on. */
function contentOf(object: ClusterObject): string {
  const { metadata, ...rest } = object;
  return canonicalJson([metadata.labels, metadata.annotations, rest]) ?? '';
}

/**
 * Whether the cause of a refusal is that the world has moved on (gone, changed, already there, namespace closing): the
 * next look decides again.
 */
export const isOutdated = (error: unknown) =>
  error instanceof ClusterError && [403, 404, 409, 410].includes(error.code);
