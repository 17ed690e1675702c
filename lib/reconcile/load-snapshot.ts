// Reads of the cluster what one Gateway depends on, in two rounds: first the Gateway API and its configurations in all
// namespaces (a foreign route is owed a refusal, a detached one a pruned status), then by name what those refer to.
import type { ClusterId, GatewayKey, ObjectKey } from '../core/base/ids.ts';
import {
  mergeSnapshots,
  parseSnapshot,
  type ClusterSnapshot,
  type RawLists,
} from '../core/snapshot/cluster-snapshot.ts';
import { kinds } from '../core/snapshot/kinds.ts';
import { secondRound } from '../core/snapshot/second-round.ts';
import { bounded } from './bounded.ts';
import { isFault } from './faults.ts';
import type { ClusterReader, Ports, RawObject } from './ports.ts';

/** Requests to one API server at a time. */
const parallelReads = 8;
/** From so many Services of one namespace on, a list is cheaper than reading each. Secrets are never listed. */
const listFrom = 5;

/** Both rounds. Rejects if the API server cannot be reached; a kind that we may not list makes the snapshot incomplete. */
export async function loadSnapshot(
  ports: Pick<Ports, 'cluster' | 'log' | 'examineTls'>,
  key: GatewayKey,
): Promise<ClusterSnapshot> {
  const first = await loadFirstRound(ports, key.cluster);
  return mergeSnapshots(first, await loadReferenced(ports, key.cluster, secondRound(first, key)));
}

/** Gateways, classes, routes, configurations, grants and namespaces of the whole cluster. */
export async function loadFirstRound(
  { cluster: reader, log }: Pick<Ports, 'cluster' | 'log'>,
  cluster: ClusterId,
): Promise<ClusterSnapshot> {
  const names = kinds.filter(({ round }) => round === 1).map(({ kind }) => kind);
  const lists = await bounded(names, parallelReads, (kind) => listIfAllowed(reader, kind, log));
  const raw: RawLists = Object.fromEntries(names.map((kind, index) => [kind, lists[index] ?? []]));
  return parseSnapshot(cluster, raw, !lists.includes(undefined));
}

async function listIfAllowed(
  reader: ClusterReader,
  kind: string,
  log: Ports['log'],
): Promise<readonly RawObject[] | undefined> {
  try {
    return await reader.list(kind);
  } catch (error) {
    if (!isFault(error) || error.kind !== 'denied') throw error;
    log.warn('a kind may not be listed: nothing will be deleted', { kind, fault: error.toFact() });
    return undefined;
  }
}

async function loadReferenced(
  { cluster: reader, examineTls }: Pick<Ports, 'cluster' | 'examineTls'>,
  cluster: ClusterId,
  keys: readonly ObjectKey[],
): Promise<ClusterSnapshot> {
  const groups = Map.groupBy(keys, ({ kind, namespace }) => `${kind}/${namespace}`);
  const objects = await bounded([...groups.values()], parallelReads, async (group) => {
    const [first] = group;
    if (first?.kind !== 'Service' || group.length < listFrom) return readEach(reader, group);
    const wanted = new Set(group.map(({ name }) => name));
    return (await reader.list('Service', first.namespace)).filter((object) => wanted.has(nameOf(object)));
  });
  return parseSnapshot(cluster, { referenced: objects.flat() }, true, examineTls);
}

async function readEach(reader: ClusterReader, keys: readonly ObjectKey[]): Promise<readonly RawObject[]> {
  const objects = await bounded(keys, parallelReads, (key) => reader.get(key));
  return objects.filter((object) => object !== undefined);
}

function nameOf({ metadata }: RawObject): string {
  return (metadata as { readonly name?: string } | undefined)?.name ?? '';
}
