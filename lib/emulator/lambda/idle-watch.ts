// Waiting until nothing is in work.

/** Tells when nothing is in work, without looking again and again: it is asked after every event. */
export function createIdleWatch(isBusy: () => boolean) {
  let wake: (() => void)[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    changed: () => {
      for (const resolve of wake) resolve();
      wake = [];
    },
    whenIdle: async () => {
      await turn();
      while (isBusy()) {
        await new Promise<void>((resolve) => wake.push(resolve));
        // What the event led to (a deletion, the next receive) happens in the turns after it.
        await turn();
        await turn();
      }
    },
  };
}
