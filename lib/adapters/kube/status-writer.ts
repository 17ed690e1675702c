// Writes StatusPatches: status by merge patch guarded by resourceVersion, finalizers by read-modify-write, Events
// deduplicated by their text (the same event again renews its time).
import type { StatusPatch } from '../../core/base/status-patch.ts';
import { resourcePath } from '../../core/snapshot/kinds.ts';
import { isFault } from '../../reconcile/faults.ts';
import type { StatusWriter } from '../../reconcile/ports.ts';
import { eventOf, isEndOfNamespace } from './event.ts';
import type { KubeHttp } from './http.ts';

const mergePatch = 'application/merge-patch+json';
const fieldManager = 'fieldManager=albatross';

type Written = Awaited<ReturnType<StatusWriter['write']>>;

/**
 * A stale resourceVersion answers `conflict`, a vanished object `gone`; any other refusal rejects with a Fault. `now`
 * (epoch milliseconds) dates Events, which are dropped in a namespace that is ending.
 */
export function createStatusWriter(http: KubeHttp, now: () => number): StatusWriter {
  return {
    write: (patch) => {
      switch (patch.write) {
        case 'status':
          return settle(writeStatus(http, patch));
        case 'finalizers':
          return settle(writeFinalizers(http, patch));
        case 'event':
          return settle(writeEvent(http, patch, now()));
      }
    },
  };
}

/** Turns the two refusals that a level-triggered writer expects into values. */
async function settle(writing: Promise<unknown>): Promise<Written> {
  try {
    await writing;
    return 'written';
  } catch (error) {
    if (isFault(error) && error.kind === 'conflict') return 'conflict';
    if (isFault(error) && error.kind === 'vanished') return 'gone';
    throw error;
  }
}

function writeStatus(http: KubeHttp, patch: StatusPatch & { write: 'status' }): Promise<unknown> {
  const guard = patch.resourceVersion === undefined ? {} : { metadata: { resourceVersion: patch.resourceVersion } };
  return http.json({
    method: 'PATCH',
    path: `${resourcePath(patch.apiVersion, patch.object)}/status?${fieldManager}`,
    contentType: mergePatch,
    body: { ...guard, status: patch.status },
  });
}

async function writeFinalizers(http: KubeHttp, patch: StatusPatch & { write: 'finalizers' }): Promise<unknown> {
  const path = resourcePath(patch.apiVersion, patch.object);
  const { metadata = {} } = (await http.json({ method: 'GET', path })) as {
    readonly metadata?: { readonly finalizers?: readonly string[]; readonly resourceVersion?: string };
  };
  const current = metadata.finalizers ?? [];
  const finalizers = [...new Set([...current.filter((name) => !patch.remove.includes(name)), ...patch.add])];
  if (finalizers.join() === current.join()) return undefined;
  return http.json({
    method: 'PATCH',
    path: `${path}?${fieldManager}`,
    contentType: mergePatch,
    body: { metadata: { finalizers, resourceVersion: metadata.resourceVersion } },
  });
}

/** A namespace that ends takes no more Events, and must not be kept from ending by one. */
async function writeEvent(http: KubeHttp, patch: StatusPatch & { write: 'event' }, at: number): Promise<unknown> {
  const event = eventOf(patch, at);
  const { name, namespace } = event.metadata;
  const path = `/api/v1/namespaces/${namespace}/events`;
  try {
    return await http.json({ method: 'POST', path, body: event });
  } catch (error) {
    if (isEndOfNamespace(error)) return undefined;
    if (!isFault(error) || error.kind !== 'conflict') throw error;
    const { lastTimestamp } = event;
    return http.json({ method: 'PATCH', path: `${path}/${name}`, contentType: mergePatch, body: { lastTimestamp } });
  }
}
