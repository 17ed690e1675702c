// Whether the forwarder sees what it should: "the process runs" says nothing about a watch that died in silence.
import type { ListWatch } from '../adapters/kube/list-watch.ts';

/** Without any sign for this long, a kind is taken for lost: longer than a watch, its silence limit and a few retries. */
const staleMs = 10 * 60_000;
/** So many lists in a row failed (about ten minutes): a new process is the best remedy left. */
const hopelessLists = 25;

export interface Health {
  /** Kinds that gave no sign for too long: a restart may help. */
  readonly stale: readonly string[];
  /** Kinds that the API server refuses to show: only an operator can help. */
  readonly denied: readonly string[];
  /** Kinds whose lists fail again and again. */
  readonly hopeless: readonly string[];
}

/**
 * `now` in epoch milliseconds. Entries are named as `watchName` does, in the order given; a kind may be both stale and
 * hopeless, never both stale and denied.
 */
export function healthOf(listWatches: readonly ListWatch[], now: number): Health {
  const names = (broken: (each: ListWatch) => boolean) => listWatches.filter(broken).map(watchName);
  return {
    stale: names((each) => each.sight().phase !== 'denied' && now - each.sight().lastSignAt > staleMs),
    denied: names((each) => each.sight().phase === 'denied'),
    hopeless: names((each) => each.sight().failedLists >= hopelessLists),
  };
}

/** `HTTPRoute`, or `Secret in shop`. */
export function watchName({ watched }: ListWatch): string {
  return watched.namespace === undefined ? watched.kind.kind : `${watched.kind.kind} in ${watched.namespace}`;
}
