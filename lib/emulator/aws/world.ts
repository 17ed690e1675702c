// What all services of one emulated account share: who and where it is, its clock, ids, quotas, and the news that
// something changed.
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { defaultLimits, requireLimitName, type Limits } from './limits.ts';
import type { ServiceState } from './service.ts';

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
  readonly limits: Limits;
  /** Overrides some quotas until `reset`; throws for a name that is none. */
  setLimits(limits: Partial<Limits>): void;
  /**
   * Runs something after as long as AWS takes, in seconds of a real account; `timeScale` stretches or removes the wait.
   * Dropped by `reset`.
   */
  after(seconds: number, run: () => void): void;
  /** Makes a service's state part of what `hypothetically` undoes. */
  remember(state: ServiceState): void;
  /** The states made known to `remember`. */
  readonly states: readonly ServiceState[];
  /** Runs a synchronous action of which nothing stays: state is put back, waits and news are dropped. */
  hypothetically<T>(run: () => T): T;
  /** Tells subscribers that a view of the account has changed. */
  changed(): void;
  subscribe(listener: () => void): () => void;
  reset(): void;
}

export interface WorldOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
  /** 0: lifecycles are immediate. 1: as long as in AWS. */
  readonly timeScale: number;
}

/** A world in which nothing has happened yet. */
export function createWorld({ clock, random, accountId, region, timeScale }: WorldOptions): World {
  const listeners = new Set<() => void>();
  const pending = createPending(clock);
  const states: ServiceState[] = [];
  let limits = defaultLimits;
  let isHypothetical = false;
  return {
    clock,
    random,
    accountId,
    region,
    get limits() {
      return limits;
    },
    setLimits: (overrides) => {
      for (const name of Object.keys(overrides)) requireLimitName(name);
      limits = { ...limits, ...overrides };
    },
    after: (seconds, run) => {
      if (isHypothetical) return;
      if (seconds * timeScale === 0) run();
      else pending.schedule(seconds * 1000 * timeScale, run);
    },
    remember: (state) => void states.push(state),
    states,
    hypothetically: (run) => {
      const saved = states.map((state) => state.save());
      isHypothetical = true;
      try {
        return run();
      } finally {
        isHypothetical = false;
        for (const [index, state] of states.entries()) state.restore(saved[index]);
      }
    },
    changed: () => {
      if (isHypothetical) return;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reset: () => {
      pending.clear();
      limits = defaultLimits;
      random.reset();
    },
  };
}

/** Timers that can be dropped together. */
function createPending(clock: Clock) {
  const cancels = new Set<() => void>();
  return {
    schedule: (delayMs: number, run: () => void) => {
      const cancel = clock.schedule(delayMs, () => {
        cancels.delete(cancel);
        run();
      });
      cancels.add(cancel);
    },
    clear: () => {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
