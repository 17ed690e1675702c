// Status of the ListenerSets that name the Gateway. https://gateway-api.sigs.k8s.io/geps/gep-1713/
import { sameJson } from '../base/canonical.ts';
import type { StatusPatch } from '../base/status-patch.ts';
import type { ListenerSetNode } from '../graph/graph.ts';
import { listenerSetAcceptance } from './acceptance.ts';
import { type Condition, notProgrammed, pending, programmed } from './conditions.ts';
import { layConditions, type Stamp, timeText } from './lay-conditions.ts';
import { listenerStatuses } from './listener-status.ts';
import { isReady, listenerProgramming, type ListenerProgramming } from './programming.ts';
import type { FindingsByObject, Projection } from './projection.ts';

/**
 * At most one patch for each set, those that the Gateway does not let in included; none where status already says
 * so.
 */
export function listenerSetPatches(
  { graph, outcome, now }: Projection,
  findingsOf: FindingsByObject,
): readonly StatusPatch[] {
  const programming = listenerProgramming(outcome);
  return graph.listenerSets.flatMap((set) => {
    const stamp: Stamp = { generation: set.generation, time: timeText(now) };
    const acceptance = listenerSetAcceptance(graph, set, findingsOf);
    const around = { listeners: graph.listeners, findings: findingsOf(set.key), programming, stamp };
    const status = {
      conditions: layConditions(
        set.status.conditions,
        [acceptance, programmedCondition(set, acceptance, programming)],
        stamp,
      ),
      listeners: listenerStatuses(set.key, set.status.listeners, around),
    };
    if (sameJson(set.status, status)) return [];
    const { key: object, apiVersion, resourceVersion } = set;
    return [{ write: 'status', object, apiVersion, status, ...(resourceVersion === '' ? {} : { resourceVersion }) }];
  });
}

/** What is not accepted is not programmed, for the same reason. */
function programmedCondition(set: ListenerSetNode, acceptance: Condition, programming: ListenerProgramming): Condition {
  if (acceptance.status !== 'True') return notProgrammed(acceptance.reason, acceptance.message);
  return isReady(programming, set.status.conditions) ? programmed() : pending(programming.why);
}
