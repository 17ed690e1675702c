// A copy of every watched object, kept by list and watch, and told at once of our own writes so that the next look does
// not repeat them.
import { workloadKinds, type ClusterClient, type WorkloadKind } from './cluster-client.ts';
import type { Cluster, ClusterObject } from './objects.ts';

type KindName = keyof typeof workloadKinds;

export interface Mirror {
  cluster(): Cluster;
  /** Takes in an object as the server answered it. */
  apply(object: ClusterObject): void;
  /** Reads everything anew; resolves when the copy is as new as the server was at the call. */
  refresh(): Promise<void>;
  close(): void;
}

export interface MirrorOptions {
  readonly client: ClusterClient;
  changed(): void;
  failed(error: unknown): void;
}

const keyOf = ({ metadata }: ClusterObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

/** Resource versions of one server can be compared as numbers (KEP-5504). */
const isNewer = (object: ClusterObject, than: ClusterObject) =>
  BigInt(object.metadata.resourceVersion) > BigInt(than.metadata.resourceVersion);

/**
 * Empty and without a watch until the first `refresh`. `changed` runs at every change of the copy; `failed` when the
 * list after the end of a watch fails, upon which that kind stands still until the next `refresh`.
 */
export function createMirror(options: MirrorOptions): Mirror {
  const names = Object.keys(workloadKinds) as KindName[];
  const kinds = new Map(names.map((name) => [name, createKindMirror(workloadKinds[name], options)]));
  const cluster = () => Object.fromEntries([...kinds].map(([name, mirror]) => [name, mirror.objects()]));
  return {
    cluster: () => cluster() as unknown as Cluster,
    apply: (object) => {
      for (const [name, mirror] of kinds) if (workloadKinds[name].kind === object.kind) mirror.take(object);
    },
    refresh: async () => {
      await Promise.all([...kinds.values()].map((mirror) => mirror.follow()));
    },
    close: () => {
      for (const mirror of kinds.values()) mirror.close();
    },
  };
}

interface KindMirror {
  objects(): readonly ClusterObject[];
  take(object: ClusterObject): void;
  /** Lists, then watches from there; resolves after the list. */
  follow(): Promise<void>;
  close(): void;
}

function createKindMirror(kind: WorkloadKind, { client, changed, failed }: MirrorOptions): KindMirror {
  let held = new Map<string, ClusterObject>();
  // Uids of deleted objects: an answer to an earlier write may arrive after the news of the deletion.
  const gone = new Set<string>();
  let stop = () => {};
  let epoch = 0;

  const take = (object: ClusterObject) => {
    const before = held.get(keyOf(object));
    if (gone.has(object.metadata.uid)) return;
    if (before?.metadata.uid === object.metadata.uid && !isNewer(object, before)) return;
    held.set(keyOf(object), object);
    changed();
  };

  const drop = (object: ClusterObject) => {
    gone.add(object.metadata.uid);
    if (held.get(keyOf(object))?.metadata.uid !== object.metadata.uid) return;
    held.delete(keyOf(object));
    changed();
  };

  const follow = async (): Promise<void> => {
    stop();
    const mine = (epoch += 1);
    const { items, resourceVersion } = await client.list(kind);
    if (epoch !== mine) return;
    held = new Map(items.map((item) => [keyOf(item), item]));
    gone.clear();
    changed();
    stop = client.watch(
      kind,
      resourceVersion,
      ({ type, object }) => (type === 'DELETED' ? drop(object) : take(object)),
      () => void follow().catch(failed),
    );
  };

  return {
    objects: () => [...held].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object),
    take,
    follow,
    close: () => {
      epoch += 1;
      stop();
    },
  };
}
