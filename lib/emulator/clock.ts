// The one clock of the emulator. Every lifecycle, visibility timeout, delay and token expiry is measured on it, so a
// test moves time with `advance` and never sleeps.

/** Milliseconds since the epoch on the emulated clock, and timers on it. */
export interface Clock {
  now(): number;
  /**
   * What clients outside the emulator take the time to be: the machine's time where the clock flows with it, unmoved by
   * `advance`; `now` on a manual clock, which knows no other time.
   */
  outside(): number;
  /** Runs `run` once, `delayMs` from now; returns a function that cancels it. */
  schedule(delayMs: number, run: () => void): () => void;
  /** Resolves `ms` from now. */
  sleep(ms: number): Promise<void>;
  /** Moves time forward and fires everything that becomes due, in order of its due time. */
  advance(ms: number): Promise<void>;
  /** Drops every pending timer. */
  stop(): void;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** How a clock flows between two `advance` calls: with the machine's time, or not at all. */
export type ClockFlow = 'real' | 'manual';

/**
 * A clock that starts at `startMs`. A `manual` clock stands still until it is advanced; a `real` one flows with the
 * machine and can be advanced in addition.
 */
export function createClock(
  flow: ClockFlow,
  startMs: number = flow === 'real' ? Date.now() : Date.UTC(2026, 0, 1),
): Clock {
  const timers = new Set<Timer>();
  const epoch = flow === 'real' ? performance.now() : 0;
  let advanced = 0;
  let order = 0;
  let wake: NodeJS.Timeout | undefined;

  const elapsed = () => (flow === 'real' ? performance.now() - epoch : 0);
  const now = () => startMs + advanced + elapsed();
  const next = () => [...timers].sort((a, b) => a.due - b.due || a.order - b.order)[0];

  const fireDue = () => {
    for (let timer = next(); timer && timer.due <= now(); timer = next()) {
      timers.delete(timer);
      timer.run();
    }
  };

  const arm = () => {
    if (flow === 'manual') return;
    clearTimeout(wake);
    const timer = next();
    if (!timer) return;
    wake = setTimeout(
      () => {
        fireDue();
        arm();
      },
      Math.min(Math.max(timer.due - now(), 0), 2 ** 31 - 1),
    );
  };

  const schedule = (delayMs: number, run: () => void) => {
    const timer: Timer = { due: now() + Math.max(delayMs, 0), order: (order += 1), run };
    timers.add(timer);
    arm();
    return () => {
      timers.delete(timer);
    };
  };

  return {
    now,
    outside: () => (flow === 'real' ? startMs + elapsed() : now()),
    schedule,
    sleep: (ms) => new Promise((resolve) => void schedule(ms, resolve)),
    advance: async (ms) => {
      const end = now() + ms;
      for (let timer = next(); timer && timer.due <= end; timer = next()) {
        advanced += Math.max(timer.due - now(), 0);
        fireDue();
        // Lets what the timer woke run (and set its own timers) before time goes on.
        await new Promise((resolve) => setImmediate(resolve));
      }
      advanced += Math.max(end - now(), 0);
      fireDue();
      arm();
    },
    stop: () => {
      clearTimeout(wake);
      timers.clear();
    },
  };
}
