// The state of one service as plain maps, replaceable as a whole: reset, and the past that stale reads look into.
import type { ServiceState } from './service.ts';

export interface Tables<T> {
  /** The tables of the moment. Read it anew in every action; never keep it. */
  readonly now: T;
  readonly state: ServiceState;
  reset(): void;
}

/** Tables that start as `empty()` says. Rows refer to each other by id, so that a copy is complete. */
export function createTables<T>(empty: () => T): Tables<T> {
  let now = empty();
  return {
    get now() {
      return now;
    },
    state: {
      save: () => structuredClone(now),
      restore: (saved) => {
        now = saved as T;
      },
    },
    reset: () => {
      now = empty();
    },
  };
}
