// What invokes functions by itself: the pollers of mappings, and schedules.
import { startSchedule } from './events/schedule.ts';
import type { Targets } from './events/target.ts';
import type { FunctionPools } from './function-pools.ts';
import { startPoller, type DeliveredBatch, type Poller } from './mapping/poller.ts';
import type { LambdaDeployment } from './read-deployment.ts';
import type { RuntimeEvent } from './runtime-event.ts';
import type { LambdaRuntimeOptions } from './runtime-options.ts';

/** Event sources at rest until `start`. */
export function createEventSources(
  deployment: LambdaDeployment,
  options: LambdaRuntimeOptions,
  pools: FunctionPools,
  onEvent: (event: RuntimeEvent) => void,
) {
  const { queues, clock, random } = options;
  const onUndelivered = (why: string) => onEvent({ kind: 'undelivered', why });
  const targets: Targets = { queues, findPool: pools.find };
  let pollers: Poller[] = [];
  let stopSchedules: (() => void)[] = [];
  return {
    targets,
    onUndelivered,
    isBusy: () => pollers.some((poller) => poller.active() > 0),
    start: () => {
      const enabled = deployment.mappings.filter(({ state }) => state === 'Enabled');
      pollers = enabled.map(({ mapping }) => {
        const onBatch = (batch: DeliveredBatch) => onEvent({ kind: 'batch', ...batch });
        return startPoller({ mapping, pool: pools.get(mapping.functionName), queues, clock, onBatch });
      });
      stopSchedules = deployment.schedules.map((schedule) =>
        startSchedule(schedule, { clock, random, targets, onUndelivered }),
      );
    },
    stop: () => {
      for (const poller of pollers) poller.stop();
      for (const stopSchedule of stopSchedules) stopSchedule();
    },
  };
}
