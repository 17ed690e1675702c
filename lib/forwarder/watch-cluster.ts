// Everything a Gateway can depend on, followed; every change becomes the subjects that depend on it now or did before.
import type { KubeHttp } from '../adapters/kube/http.ts';
import { type ListWatch, type Observer, startListWatch, type Watched } from '../adapters/kube/list-watch.ts';
import { type Chance, type Clock, pause } from '../adapters/kube/list-watch-clock.ts';
import type { Cause, Subject } from '../core/base/doorbell.ts';
import { controllerName } from '../core/profile/controller-name.ts';
import { kindNamed, kinds } from '../core/snapshot/kinds.ts';
import { createReferenceIndex } from '../core/snapshot/reference-index.ts';
import type { RawObject, Log } from '../reconcile/ports.ts';
import { watchName } from './health.ts';
import { createTurns } from './turns.ts';

/** A page of each list is in memory while it is read. */
const listsAtATime = 2;
/** A kind that cannot be read does not hold up the others for longer. */
const firstListsMs = 30_000;

export interface ClusterWatch {
  readonly listWatches: readonly ListWatch[];
  /** Resolves when every kind was listed, is not served or is refused; or after 30 s, or when the signal is aborted. */
  firstLists(signal: AbortSignal): Promise<void>;
  /** Whether the first lists are through: from then on, changes are told. */
  synced(): boolean;
  /** Whom to ring who has seen nothing yet. */
  everyone(): readonly Subject[];
  stop(): Promise<void>;
}

export interface WatchMeans {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/** Starts watching. `affected` hears of every subject that a change concerns, once the first lists are through. */
export function watchCluster(
  means: WatchMeans,
  secretNamespaces: readonly string[],
  affected: (subject: Subject, cause: Cause, at: number) => void,
): ClusterWatch {
  const { clock, log } = means;
  const index = createReferenceIndex(controllerName);
  let synced = false;
  let noticed = () => {};
  const tell = (subjects: readonly Subject[], cause: Cause) => {
    if (synced) for (const subject of subjects) affected(subject, cause, clock.now());
  };
  const observer: Observer = guarded(log, {
    changed: (object, why) => tell(index.seen(object), { ...keyOf(object), why }),
    deleted: (key) => tell(index.gone(key), { ...key, why: 'deleted' }),
  });
  const surroundings = { ...means, inTurn: createTurns(listsAtATime) };
  const listWatches = watchedKinds(secretNamespaces).map((watched): ListWatch => {
    const report = reporter(log);
    const listWatch: ListWatch = startListWatch(watched, surroundings, observer, () => {
      report(listWatch);
      noticed();
    });
    return listWatch;
  });
  return {
    listWatches,
    synced: () => synced,
    async firstLists(signal) {
      const through = new AbortController();
      const end = () => through.abort();
      signal.addEventListener('abort', end);
      noticed = () => {
        if (listWatches.every(isSettled)) end();
      };
      noticed();
      await pause(clock, firstListsMs, through.signal);
      noticed = () => {};
      signal.removeEventListener('abort', end);
      synced = true;
    },
    everyone: index.everyone,
    stop: async () => {
      await Promise.all(listWatches.map((each) => each.stop()));
    },
  };
}

/** Secrets only of the namespaces that opted in; of Secrets and ConfigMaps never more than metadata. */
function watchedKinds(secretNamespaces: readonly string[]): readonly Watched[] {
  const secret = kindNamed('Secret');
  return [
    ...kinds
      .filter(({ watched }) => watched)
      .map((kind) => (kind.kind === 'ConfigMap' ? { kind, metadataOnly: true } : { kind })),
    ...(secret ? secretNamespaces.map((namespace) => ({ kind: secret, namespace, metadataOnly: true })) : []),
  ];
}

function isSettled(listWatch: ListWatch): boolean {
  const { listed, phase } = listWatch.sight();
  return listed || phase === 'denied';
}

function keyOf(object: RawObject): Omit<Cause, 'why'> {
  const { name = '', namespace = '' } = (object['metadata'] ?? {}) as {
    readonly name?: string;
    readonly namespace?: string;
  };
  return { kind: String(object['kind']), namespace, name };
}

/** An object that trips us up must not end the watch that showed it. */
function guarded(log: Log, observer: Observer): Observer {
  const guard = (what: () => void) => {
    try {
      what();
    } catch (error) {
      log.error('an object cannot be followed', { error: String(error) });
    }
  };
  return {
    changed: (object, why) => guard(() => observer.changed(object, why)),
    deleted: (key) => guard(() => observer.deleted(key)),
  };
}

/** Says what became of a kind: every failure, and the end of failing. */
function reporter(log: Log): (listWatch: ListWatch) => void {
  let before = 'starting';
  return (listWatch) => {
    const { phase, fault, failedLists } = listWatch.sight();
    const kind = watchName(listWatch);
    if (fault) log.warn(`${kind} cannot be watched at the moment`, { phase, failedLists, fault: fault.toFact() });
    else if (phase === 'watching' && (before === 'denied' || before === 'troubled'))
      log.info(`${kind} is watched again`);
    else if (phase === 'absent' && before !== 'absent')
      log.info(`${kind} is not served by this cluster; looking again now and then`);
    before = phase;
  };
}
