// Routes of the graph: those that name one of its parents, and those whose status still does.
import type { Finding } from '../base/finding.ts';
import { keyText } from '../base/ids.ts';
import { by, compareText } from '../base/ordering.ts';
import type { Profile } from '../profile/profile.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find, routesOf } from '../snapshot/gateway-scope.ts';
import type { ParentRef, Route, RouteParentStatus } from '../snapshot/objects.ts';
import { concernsParent, namesParent, parentOf } from '../snapshot/parent-refs.ts';
import { attachRoute, type ListenersByParent } from './attach-routes.ts';
import type { BackendWorld } from './backend-refs.ts';
import type { RouteNode, RouteRuleNode } from './graph.ts';
import { judgeGrpcRules } from './grpc-route.ts';
import { judgeHttpRules } from './http-route.ts';
import { type Judged, keyOf, note } from './judged.ts';
import { unreadFields } from './unread-fields.ts';

/** In the order of their keys. Rules are read only for routes that name a parent of this graph. */
export function judgeRoutes(
  world: BackendWorld,
  profile: Profile,
  parents: ListenersByParent,
): Judged<readonly RouteNode[]> {
  const names = new Set(parents.keys());
  const concerned = routesOf(world.snapshot)
    .filter((route) => namesParent(route, names) || owesStatus(world.snapshot, route, profile, names))
    .sort(by((route) => keyText(keyOf(route)), compareText));
  const orphansOf = (route: Route): readonly ParentRef[] =>
    ownEntries(route, profile)
      .filter((entry) => isOrphaned(world.snapshot, route, entry))
      .map(({ parentRef }) => parentRef);
  const judged = concerned.map((route) => judgeRoute(world, route, parents, orphansOf(route)));
  return { value: judged.map(({ value }) => value), findings: judged.flatMap(({ findings }) => findings) };
}

/** Routes whose status has entries of ours that nothing stands behind any more. */
function owesStatus(snapshot: ClusterSnapshot, route: Route, profile: Profile, parents: ReadonlySet<string>): boolean {
  return ownEntries(route, profile).some(
    (entry) => concernsParent(entry, route.metadata.namespace, parents) || isOrphaned(snapshot, route, entry),
  );
}

function ownEntries({ status }: Route, { controllerName }: Profile): readonly RouteParentStatus[] {
  return status.parents.filter((entry) => entry.controllerName === controllerName);
}

/** An entry about a ListenerSet that is gone concerns no Gateway in particular, so whoever comes by removes it. */
function isOrphaned(snapshot: ClusterSnapshot, route: Route, { parentRef }: RouteParentStatus): boolean {
  const parent = parentOf(parentRef, route.metadata.namespace);
  return (
    snapshot.complete &&
    parent?.kind === 'ListenerSet' &&
    find(snapshot, 'ListenerSet', parent.namespace, parent.name) === undefined
  );
}

function judgeRoute(
  world: BackendWorld,
  route: Route,
  parents: ListenersByParent,
  orphans: readonly ParentRef[],
): Judged<RouteNode> {
  const attached = attachRoute(world.snapshot, route, parents);
  const rules = attached.value.length === 0 ? [] : judgeRules(world, route);
  return {
    value: { ...identityOf(route), parents: attached.value, rules: rules.map(({ value }) => value), orphans },
    findings: [
      ...attached.findings,
      ...rules.flatMap(({ findings }) => findings),
      ...(attached.value.length === 0 ? [] : wholeRoute(route)),
    ],
  };
}

function judgeRules(world: BackendWorld, route: Route): readonly Judged<RouteRuleNode>[] {
  return route.kind === 'HTTPRoute' ? judgeHttpRules(world, route) : judgeGrpcRules(world, route);
}

function wholeRoute(route: Route): readonly Finding[] {
  const key = keyOf(route);
  const { useDefaultGateways } = route.spec;
  const defaults =
    useDefaultGateways === undefined || useDefaultGateways === 'None'
      ? []
      : [
          note(
            key,
            'spec.useDefaultGateways',
            'routes do not attach to default Gateways; it has no effect. Name the Gateway in spec.parentRefs.',
          ),
        ];
  return [...defaults, ...unreadFields(route, key)];
}

function identityOf({
  metadata,
  kind,
  apiVersion,
  spec,
  status,
}: Route): Omit<RouteNode, 'parents' | 'rules' | 'orphans'> {
  return {
    key: { kind, namespace: metadata.namespace, name: metadata.name },
    kind,
    apiVersion,
    generation: metadata.generation,
    creationTimestamp: metadata.creationTimestamp,
    annotations: metadata.annotations,
    parentRefs: spec.parentRefs,
    statusParents: status.parents,
    resourceVersion: metadata.resourceVersion,
  };
}
