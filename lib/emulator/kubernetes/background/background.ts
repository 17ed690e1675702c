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
 * Sees changes from now on, not those before, and never ends. Controllers run in the order given; one that throws does
 * not see that change again, and disturbs neither the others nor its own next change. `failed` hears of it.
 */
export function runInBackground(
  store: ObjectStore,
  controllers: readonly Controller[],
  failed: (error: unknown) => void,
): Background {
  const pending: Change[] = [];
  let isRunning = false;
  const react = (control: Controller, change: Change) => {
    try {
      control(change);
    } catch (error) {
      failed(error);
    }
  };
  const drain = () => {
    for (let change = pending.shift(); change; change = pending.shift()) {
      for (const control of controllers) react(control, change);
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
