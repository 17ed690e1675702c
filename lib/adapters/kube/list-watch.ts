// Follows one kind for ever: list, watch from there, and whatever happens, again. Every failure ends in a later attempt,
// never in silence and never in a deletion.
//
//   list ──whole──► watch ──its time is up──► watch from the last resource version
//    ▲ │              ├──── any error ──────► the same, after a pause of 1 to 30 s
//    │ └ any error    ├──── 410 ────────────► list at once (after a pause if that repeats)
//    │   or 404:      └──── 10 to 30 min ───► list, the net under everything else
//    └── after a pause
import { type Fault, isFault } from '../../reconcile/faults.ts';
import { kubeConnectionFault } from './classify-error.ts';
import type { KubeHttp } from './http.ts';
import { type Backoff, between, type Chance, type Clock, createBackoff, pause } from './list-watch-clock.ts';
import { createKnownObjects, type KnownObjects, type Observer } from './list-watch-known.ts';
import { isAbsence, isGone, listPages, type Position, type Watched } from './list-watch-requests.ts';
import { readWatch } from './list-watch-watch.ts';

export type { Observer } from './list-watch-known.ts';
export type { Watched } from './list-watch-requests.ts';

const relistMs = [10 * 60_000, 30 * 60_000] as const;
/** After a relist that failed while a watch can still go on. */
const relistAgainMs = [60_000, 120_000] as const;
const watchSeconds = [240, 300] as const;
/** Between two looks whether a kind is served by now. */
const absentMs = [20_000, 40_000] as const;
/** A watch that ends sooner than this without an event is a failure, whatever the API server says. */
const shortestWatchMs = 1_000;

/** What a list-watch needs of its surroundings. */
export interface Surroundings {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Runs a list when it is its turn: many kinds that list at the same time cost memory. */
  readonly inTurn: <T>(list: () => Promise<T>) => Promise<T>;
}

/**
 * - `starting`: nothing was answered yet
 * - `watching`: listed, and nothing has failed since
 * - `absent`: the kind is not served
 * - `denied`: 403; goes on asking
 * - `troubled`: the last request failed otherwise
 */
export type Phase = 'starting' | 'watching' | 'absent' | 'denied' | 'troubled';

/** How a kind is seen at this moment. */
export interface Sight {
  readonly phase: Phase;
  /** Whether a whole list was ever read, or the kind was found absent. */
  readonly listed: boolean;
  /** Epoch milliseconds of the last byte of a watch or the last whole answer to a list. */
  readonly lastSignAt: number;
  /** Lists that failed in a row; refusals (403) do not count, because starting anew does not mend them. */
  readonly failedLists: number;
  /** Why it is `denied` or `troubled`. */
  readonly fault?: Fault;
}

export interface ListWatch {
  readonly watched: Watched;
  readonly sight: () => Sight;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/** Where to go on, and how soon. No position: with a list. */
interface Step {
  readonly position?: Position;
  readonly pauseMs: number;
}

/** Starts following. `noticed` is called after every failure and every change of `phase` or `listed`. */
export function startListWatch(
  watched: Watched,
  surroundings: Surroundings,
  observer: Observer,
  noticed: () => void,
): ListWatch {
  const follower = new Follower(watched, surroundings, createKnownObjects(watched.kind, observer), noticed);
  const running = follower.run();
  return {
    watched,
    sight: () => follower.sight,
    stop: () => {
      follower.stopping.abort();
      return running;
    },
  };
}

/** One loop is the only owner of the connection, so that no event of an earlier watch can come after one of a later. */
class Follower {
  readonly stopping = new AbortController();
  sight: Sight;
  readonly #watched: Watched;
  readonly #surroundings: Surroundings;
  readonly #known: KnownObjects;
  readonly #noticed: () => void;
  readonly #backoff: Backoff;
  #relistAt = 0;

  constructor(watched: Watched, surroundings: Surroundings, known: KnownObjects, noticed: () => void) {
    this.#watched = watched;
    this.#surroundings = surroundings;
    this.#known = known;
    this.#noticed = noticed;
    this.#backoff = createBackoff(1_000, 30_000, surroundings.chance);
    this.sight = { phase: 'starting', listed: false, lastSignAt: surroundings.clock.now(), failedLists: 0 };
  }

  async run(): Promise<void> {
    const { clock } = this.#surroundings;
    let position: Position | undefined;
    while (!this.stopping.signal.aborted) {
      const goesOn = position && clock.now() < this.#relistAt;
      const step: Step = position && goesOn ? await this.#watch(position) : await this.#list(position);
      position = step.position;
      if (step.pauseMs > 0) await pause(clock, step.pauseMs, this.stopping.signal);
    }
  }

  async #list(before: Position | undefined): Promise<Step> {
    const { http, clock, chance, inTurn } = this.#surroundings;
    this.#known.beginList();
    try {
      const position = await inTurn(() => listPages(http, this.#watched, this.#known.saw));
      if (position) this.#known.endList();
      this.#relistAt = clock.now() + between(...relistMs, chance);
      const phase = position ? 'watching' : 'absent';
      this.#see({ phase, listed: true, lastSignAt: clock.now(), failedLists: 0 });
      return position ? { position, pauseMs: 0 } : { pauseMs: between(...absentMs, chance) };
    } catch (error) {
      this.#failed(error, this.sight.failedLists + 1);
      this.#relistAt = clock.now() + between(...relistAgainMs, chance);
      return { ...(before && { position: before }), pauseMs: this.#backoff.next() };
    }
  }

  async #watch(from: Position): Promise<Step> {
    const { http, clock, chance } = this.#surroundings;
    const { apiVersion } = from;
    const openedAt = clock.now();
    let { resourceVersion } = from;
    const report = {
      opened: () => this.#see({ phase: 'watching', lastSignAt: clock.now() }),
      alive: () => {
        this.sight = { ...this.sight, lastSignAt: clock.now() };
      },
      reached: (reached: string) => {
        if (reached !== '') resourceVersion = reached;
        this.#backoff.reset();
      },
    };
    const means = { http, clock, known: this.#known };
    const request = { watched: this.#watched, position: from, seconds: between(...watchSeconds, chance) };
    try {
      await readWatch(means, request, report, this.stopping.signal);
      const tooShort = resourceVersion === from.resourceVersion && clock.now() - openedAt < shortestWatchMs;
      return { position: { apiVersion, resourceVersion }, pauseMs: tooShort ? this.#backoff.next() : 0 };
    } catch (error) {
      if (isGone(error) || isAbsence(error)) return { pauseMs: this.#backoff.nextOrNothing() };
      this.#failed(error, this.sight.failedLists);
      return { position: { apiVersion, resourceVersion }, pauseMs: this.#backoff.next() };
    }
  }

  #failed(error: unknown, failedLists: number): void {
    if (this.stopping.signal.aborted) return;
    const fault = isFault(error) ? error : kubeConnectionFault(error, 'LIST', this.#watched.kind.plural);
    this.#see(fault.kind === 'denied' ? { phase: 'denied', fault } : { phase: 'troubled', fault, failedLists });
  }

  #see(now: Partial<Sight>): void {
    const { fault: _, ...before } = this.sight;
    this.sight = { ...before, ...now };
    if (this.sight.phase !== before.phase || this.sight.listed !== before.listed || this.sight.fault) this.#noticed();
  }
}
