// The set of subjects that still have to be rung. It holds keys, so however fast the cluster changes it is never larger
// than the number of Gateways and Services; the first change of a quiet subject is due at once, later ones once per window.
import type { Cause, Subject } from '../core/base/doorbell.ts';
import type { Clock } from '../adapters/kube/list-watch-clock.ts';

/** One `kubectl apply` makes several changes in a row: so long the first of them waits for the others. */
export const settleMs = 20;
/** A subject is rung at most once in this time. */
export const windowMs = 500;
const causesKept = 10;

/** A subject to ring, why (oldest first, at most ten), and since when (epoch milliseconds). */
export interface Due {
  readonly subject: Subject;
  readonly causes: readonly Cause[];
  readonly at: number;
}

export interface Coalescer {
  /** The subject has to be rung because of something seen at `at`. */
  add(subject: Subject, cause: Cause, at: number): void;
  /** Up to `limit` subjects that are due, longest due first; they are the caller's now. */
  take(limit: number): readonly Due[];
  /** Subjects that could not be rung: due again, after `delayMs`. Merges with what was added meanwhile. */
  putBack(dues: readonly Due[], delayMs?: number): void;
  /** Makes everything due now. */
  hurry(): void;
  /** Resolves when something is due, or the signal is aborted. */
  due(signal: AbortSignal): Promise<void>;
}

/**
 * `Gateway shop/web`; without a namespace `GatewayClass alb`, and the kind alone without a name. Unique per subject, so
 * it serves as a key.
 */
export function subjectText({ kind, namespace, name }: Subject): string {
  const path = [namespace, name].filter((part) => part !== undefined && part !== '').join('/');
  return path === '' ? kind : `${kind} ${path}`;
}

/**
 * Nothing is due at first. State is kept in memory only: what a process held when it ended comes back with its
 * successor's first lists.
 */
export function createCoalescer(clock: Clock): Coalescer {
  return new DueSet(clock);
}

class DueSet implements Coalescer {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { due: Due; readonly cancel: () => void }>();
  readonly #ready = new Map<string, Due>();
  /** When subjects were taken last, as long as that delays their next ring. */
  readonly #takenAt = new Map<string, number>();
  #wake = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(subject: Subject, cause: Cause, at: number): void {
    const last = this.#takenAt.get(subjectText(subject));
    const quietIn = last === undefined ? 0 : last + windowMs - this.#clock.now();
    this.#put({ subject, causes: [cause], at }, Math.max(settleMs, quietIn));
  }

  take(limit: number): readonly Due[] {
    const taken: Due[] = [];
    for (const [key, due] of this.#ready) {
      if (taken.length === limit) break;
      taken.push(due);
      this.#ready.delete(key);
      this.#remember(key);
    }
    return taken;
  }

  putBack(dues: readonly Due[], delayMs = 0): void {
    for (const due of dues) {
      this.#put(due, delayMs);
      if (delayMs === 0) this.#makeReady(subjectText(due.subject));
    }
  }

  hurry(): void {
    for (const key of [...this.#waiting.keys()]) this.#makeReady(key);
  }

  due(signal: AbortSignal): Promise<void> {
    if (this.#ready.size > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#wake = () => {};
        resolve();
      };
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }

  #put(due: Due, delayMs: number): void {
    const key = subjectText(due.subject);
    const ready = this.#ready.get(key);
    const waiting = this.#waiting.get(key);
    if (ready) this.#ready.set(key, merge(ready, due));
    else if (waiting) waiting.due = merge(waiting.due, due);
    else this.#waiting.set(key, { due, cancel: this.#clock.schedule(delayMs, () => this.#makeReady(key)) });
  }

  #makeReady(key: string): void {
    const entry = this.#waiting.get(key);
    if (!entry) return;
    entry.cancel();
    this.#waiting.delete(key);
    this.#ready.set(key, entry.due);
    this.#wake();
  }

  #remember(key: string): void {
    const at = this.#clock.now();
    this.#takenAt.set(key, at);
    this.#clock.schedule(windowMs, () => {
      if (this.#takenAt.get(key) === at) this.#takenAt.delete(key);
    });
  }
}

function merge(one: Due, other: Due): Due {
  const [older, newer] = one.at <= other.at ? [one, other] : [other, one];
  return { subject: one.subject, causes: [...older.causes, ...newer.causes].slice(0, causesKept), at: older.at };
}
