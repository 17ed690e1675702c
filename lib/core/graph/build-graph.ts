// Snapshot and Gateway in, one Graph out: attached, validated, nothing of ALB in it yet.
import { keyText, type GatewayKey } from '../base/ids.ts';
import type { Profile } from '../profile/profile.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { type GatewayScope, scopeOf } from '../snapshot/gateway-scope.ts';
import type { Gateway, GatewayClass } from '../snapshot/objects.ts';
import type { ListenersByParent } from './attach-routes.ts';
import type { BackendWorld } from './backend-refs.ts';
import { resolveConfigurations } from './configurations.ts';
import { collectListeners, listenerNodes } from './gateway-listeners.ts';
import { judgeGateway } from './gateway-node.ts';
import { judgeGatewayClass } from './gateway-class.ts';
import type { Graph } from './graph.ts';
import { judgeRoutes } from './routes.ts';
import { configurationsByService } from './target-group-props.ts';

/** Never fails: what is wrong is a Finding, what is not ours is a verdict. */
export function buildGraph(snapshot: ClusterSnapshot, key: GatewayKey, profile: Profile): Graph {
  const scope = scopeOf(snapshot, key);
  const { gateway, gatewayClass } = scope;
  if (gateway === undefined) return bare(snapshot, key, profile, 'absent');
  const isOurs = gatewayClass?.spec.controllerName === profile.controllerName;
  const isLeaving = gateway.metadata.deletionTimestamp !== undefined;
  if (isLeaving && (isOurs || gateway.metadata.finalizers.includes(profile.finalizer)))
    return leaving(snapshot, key, profile, gateway);
  if (gatewayClass === undefined) return { ...bare(snapshot, key, profile, 'foreign'), routes: [] };
  if (!isOurs) return bare(snapshot, key, profile, 'foreign');
  return attached(snapshot, key, profile, { ...scope, gateway, gatewayClass });
}

type OurScope = GatewayScope & { readonly gateway: Gateway; readonly gatewayClass: GatewayClass };

function attached(snapshot: ClusterSnapshot, key: GatewayKey, profile: Profile, scope: OurScope): Graph {
  const gatewayClass = judgeGatewayClass(snapshot, scope.gatewayClass);
  const configurations = resolveConfigurations(snapshot, scope.gateway, scope, profile.reading);
  const gateway = judgeGateway(scope.gateway, gatewayClass.value, configurations);
  const collected = collectListeners(snapshot, scope.gateway, scope.listenerSets, profile.reading);
  const { targetGroups } = configurations.value;
  const world: BackendWorld = {
    snapshot,
    reading: profile.reading,
    serviceConfigurations: configurationsByService(snapshot),
    ...(targetGroups && { targetGroups }),
  };
  const routes = judgeRoutes(world, profile, collected.value.byParent);
  return {
    key,
    verdict: 'ours',
    gateway: gateway.value,
    gatewayClass: gatewayClass.value,
    listeners: listenerNodes(collected.value.listeners, routes.value),
    listenerSets: collected.value.listenerSets,
    routes: routes.value,
    findings: [...snapshot.findings, ...gateway.findings, ...collected.findings, ...routes.findings],
    complete: snapshot.complete,
  };
}

/** Deletion needs nothing but the Gateway itself: no class, no configuration, no valid route. */
function leaving(snapshot: ClusterSnapshot, key: GatewayKey, profile: Profile, gateway: Gateway): Graph {
  const node = judgeGateway(gateway, undefined, { value: { configuration: {} }, findings: [] });
  return { ...bare(snapshot, key, profile, 'deleting'), gateway: node.value };
}

/** Without listeners; routes only to take back what their status says of this Gateway. */
function bare(snapshot: ClusterSnapshot, key: GatewayKey, profile: Profile, verdict: Graph['verdict']): Graph {
  const { listenerSets } = scopeOf(snapshot, key);
  const parents: ListenersByParent = new Map(
    [
      keyText({ kind: 'Gateway', ...key }),
      ...listenerSets.map((set) => keyText({ kind: 'ListenerSet', ...set.metadata })),
    ].map((text) => [text, []]),
  );
  const world: BackendWorld = { snapshot, reading: profile.reading, serviceConfigurations: new Map() };
  const routes = judgeRoutes(world, profile, parents).value.map((route) => ({ ...route, parents: [], rules: [] }));
  const stale = routes.filter(({ statusParents }) =>
    statusParents.some(({ controllerName }) => controllerName === profile.controllerName),
  );
  return {
    key,
    verdict,
    listeners: [],
    listenerSets: [],
    routes: stale,
    findings: snapshot.findings,
    complete: snapshot.complete,
  };
}
