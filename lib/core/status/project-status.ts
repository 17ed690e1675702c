// All that one run has to tell the cluster, as writes: one for each object, none for what already says so (law 10).
import type { StatusPatch } from '../base/status-patch.ts';
import { gatewayEvents } from './events.ts';
import { releaseGateway } from './finalizers.ts';
import { gatewayPatches } from './gateway-status.ts';
import { listenerSetPatches } from './listener-set-status.ts';
import { groupFindings, type Projection } from './projection.ts';
import { routePatches } from './route-status.ts';

/**
 * In the order to write. An incomplete snapshot changes no status: what it lacks may exist (law 11). A deleted Gateway is
 * let go only when the outcome is `done`, and after the routes no longer speak of it.
 */
export function projectStatus(projection: Projection): readonly StatusPatch[] {
  const { graph, outcome, profile } = projection;
  const { gateway } = graph;
  if (!graph.complete) return gateway ? gatewayEvents(gateway, outcome) : [];
  const findingsOf = groupFindings(projection);
  if (graph.verdict !== 'ours' || gateway === undefined) {
    const gone = graph.verdict !== 'deleting' || outcome?.verdict === 'done';
    const routes = gone ? routePatches(projection, findingsOf) : [];
    return [
      ...routes,
      ...(gateway ? gatewayEvents(gateway, outcome) : []),
      ...(gone ? releaseGateway(graph, profile) : []),
    ];
  }
  if (outcome?.verdict === 'superseded') return [];
  return [
    ...routePatches(projection, findingsOf),
    ...listenerSetPatches(projection, findingsOf),
    ...gatewayPatches(projection, gateway, findingsOf),
    ...gatewayEvents(gateway, outcome),
  ];
}
