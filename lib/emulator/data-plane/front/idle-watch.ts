// Idle timeouts on the emulated clock. Thousands of connections share one timer: deadlines only ever move away, so the
// timer looks at all of them when the earliest is due.
import type { Clock } from '../../clock.ts';

export interface Watch {
  /** Something happened: the timeout starts again, with a new length if one is given (milliseconds). */
  touch(idleMs?: number): void;
  stop(): void;
}

export interface IdleWatch {
  /**
   * Runs `expire` once `idleMs` milliseconds pass without a `touch` and without `progress` (a count of bytes) moving.
   */
  watch(idleMs: number, progress: () => number, expire: () => void): Watch;
  close(): void;
}

interface Entry {
  deadline: number;
  idleMs: number;
  seen: number;
  readonly progress: () => number;
  readonly expire: () => void;
}

/** Idle timeouts measured on `clock`. */
export function createIdleWatch(clock: Clock): IdleWatch {
  const entries = new Set<Entry>();
  let timer: { readonly due: number; readonly cancel: () => void } | undefined;

  const arm = (due: number) => {
    if (timer && timer.due <= due) return;
    timer?.cancel();
    timer = { due, cancel: clock.schedule(due - clock.now(), look) };
  };

  const look = () => {
    timer = undefined;
    for (const entry of entries) examine(entry, clock.now(), entries);
    const earliest = [...entries].reduce((least, entry) => Math.min(least, entry.deadline), Infinity);
    if (earliest < Infinity) arm(earliest);
  };

  return {
    watch: (idleMs, progress, expire) => {
      const entry: Entry = { deadline: 0, idleMs, seen: 0, progress, expire };
      let stopped = false;
      const touch = (length = entry.idleMs) => {
        if (stopped) return;
        entry.idleMs = length;
        entry.seen = progress();
        entry.deadline = clock.now() + length;
        entries.add(entry);
        arm(entry.deadline);
      };
      touch();
      const stop = () => {
        stopped = true;
        entries.delete(entry);
      };
      return { touch, stop };
    },
    close: () => {
      entries.clear();
      timer?.cancel();
      timer = undefined;
    },
  };
}

/** Expires an entry that is due and idle; gives one that moved another full timeout. */
function examine(entry: Entry, now: number, entries: Set<Entry>): void {
  if (entry.deadline > now) return;
  const seen = entry.progress();
  if (seen !== entry.seen) {
    entry.seen = seen;
    entry.deadline = now + entry.idleMs;
    return;
  }
  entries.delete(entry);
  entry.expire();
}
