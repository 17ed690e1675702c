// What was asked for that is not here: calls of services, or of actions, that the emulator does not know.

export interface UnmodelledAction {
  /** Signing name; `-` where a request named none. */
  readonly service: string;
  readonly action: string;
  readonly calls: number;
}

export interface Unmodelled {
  count(service: string, action: string): void;
  /** By service and action, in the order of their first call. */
  list(): readonly UnmodelledAction[];
  clear(): void;
}

/** Names come from clients; beyond this many, new ones are counted together. */
const maximumNames = 1000;

/** Nothing has been asked for yet. */
export function createUnmodelled(): Unmodelled {
  const calls = new Map<string, UnmodelledAction>();
  return {
    count: (service, action) => {
      const given = JSON.stringify([service, action.slice(0, 128)]);
      const key = calls.has(given) || calls.size < maximumNames ? given : JSON.stringify(['*', '*']);
      const [keptService, keptAction] = JSON.parse(key) as [string, string];
      calls.set(key, { service: keptService, action: keptAction, calls: (calls.get(key)?.calls ?? 0) + 1 });
    },
    list: () => [...calls.values()],
    clear: () => calls.clear(),
  };
}
