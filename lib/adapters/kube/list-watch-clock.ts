// Time and chance as parameters of everything that waits, so that a test moves both.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `run` once, `delayMs` from now; returns a function that cancels it. */
  schedule(delayMs: number, run: () => void): () => void;
}

/** A number in [0, 1), as Math.random gives it. */
export type Chance = () => number;

/** Resolves after `ms`, or at once when the signal is or becomes aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.schedule(ms, done);
    signal.addEventListener('abort', done);
  });
}

/** Whole number between `from` and `to`, evenly spread: many replicas and kinds must not act at the same moment. */
export function between(from: number, to: number, chance: Chance): number {
  return Math.round(from + (to - from) * chance());
}

export interface Backoff {
  /** Milliseconds to wait after one more failure: doubling, between half and whole of the step. */
  next(): number;
  /** Like `next`, but the first failure in a row costs nothing: its remedy is known and immediate. */
  nextOrNothing(): number;
  reset(): void;
}

/**
 * Steps in milliseconds, doubling from `firstMs` up to `longestMs`. Waits for nothing itself: the caller does, and
 * resets it after a success.
 */
export function createBackoff(firstMs: number, longestMs: number, chance: Chance): Backoff {
  let failures = 0;
  const next = () => {
    const step = Math.min(firstMs * 2 ** failures, longestMs);
    failures += 1;
    return between(step / 2, step, chance);
  };
  return {
    next,
    nextOrNothing: () => {
      const wait = failures === 0 ? 0 : next();
      failures = Math.max(failures, 1);
      return wait;
    },
    reset: () => {
      failures = 0;
    },
  };
}
