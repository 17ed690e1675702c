// Running one action, on the state of the moment or, in the weather of eventual consistency, on that of before the latest
// write.
import { isDeepStrictEqual } from 'node:util';
import type { Faults } from '../faults.ts';
import type { Action, AwsService, Call, Input, ServiceState } from './service.ts';
import type { World } from './world.ts';

export interface Run {
  readonly service: AwsService;
  readonly action: Action;
  readonly input: Input;
  readonly call: Call;
  readonly isStale: boolean;
}

export interface ActionRunner {
  run(run: Run): object | Promise<object>;
}

const isRead = (action: string) => /^(Describe|Get|List|Search)/.test(action);

/** Runs actions and keeps, while stale reads are in the weather, each service's state before its latest change. */
export function createActionRunner(world: World, faults: Faults): ActionRunner {
  const past = new Map<ServiceState, unknown>();
  return {
    run: ({ service: { state }, action, input, call, isStale }) => {
      const perform = () => action(input as never, call);
      if (state && isStale && past.has(state)) {
        // A write judged in the past may miss its parent there; if it finds nothing wrong, it is done for real below.
        const answer = world.hypothetically(() => {
          state.restore(structuredClone(past.get(state)));
          return perform();
        });
        if (isRead(call.action)) return answer;
      }
      if (isRead(call.action) || !faults.has('stale-read')) return perform();
      return keepingPast(world, past, perform);
    },
  };
}

/** Runs a write and keeps the former state of every service it changed: a load balancer takes interfaces of EC2 along. */
function keepingPast(world: World, past: Map<ServiceState, unknown>, perform: () => object | Promise<object>) {
  const before = world.states.map((state) => [state, state.save()] as const);
  const keep = () => {
    for (const [state, saved] of before) if (!isDeepStrictEqual(saved, state.save())) past.set(state, saved);
  };
  const answer = perform();
  if (answer instanceof Promise) return answer.finally(keep);
  keep();
  return answer;
}
