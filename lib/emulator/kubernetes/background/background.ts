// What a cluster's controllers do behind the API: they look at every change, in order, in a microtask of their own, so
// that the request that caused the change is answered first.
import type { Change, ObjectStore } from '../store/object-store.ts';

/** Reacts to a change; further changes it makes come to every controller in turn. */
export type Controller = (change: Change) => void;

export interface Background {
  /** Resolves when no change is left to react to. */
  settled(): Promise<void>;
}

/**
 * Sees changes from now on, not those before, and never ends. Controllers run in the order given and must not throw:
 * that would stop them all.
 */
export function runInBackground(store: ObjectStore, controllers: readonly Controller[]): Background {
  const pending: Change[] = [];
  let isRunning = false;
  const drain = () => {
    for (let change = pending.shift(); change; change = pending.shift()) {
      for (const control of controllers) control(change);
    }
    isRunning = false;
  };
  store.subscribe((change) => {
    pending.push(change);
    if (isRunning) return;
    isRunning = true;
    queueMicrotask(drain);
  });
  return {
    settled: async () => {
      while (isRunning) await Promise.resolve();
    },
  };
}
