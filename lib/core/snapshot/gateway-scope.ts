// The objects of a snapshot that belong to one Gateway, found by following its references and those that point at it.
import { type GatewayKey, keyText, nameOf } from '../base/ids.ts';
import type { ClusterSnapshot } from './cluster-snapshot.ts';
import type {
  Gateway,
  GatewayClass,
  KubernetesObject,
  ListenerSet,
  LoadBalancerConfiguration,
  ObjectOf,
  Route,
} from './objects.ts';
import { gatewayOfListenerSet, namesParent } from './parent-refs.ts';

export interface GatewayScope {
  readonly gateway?: Gateway;
  readonly gatewayClass?: GatewayClass;
  /** Named by the class, and by the Gateway. Absent: none is named, or it does not exist. */
  readonly classConfiguration?: LoadBalancerConfiguration;
  readonly gatewayConfiguration?: LoadBalancerConfiguration;
  /** That name this Gateway as their parent, allowed or not. */
  readonly listenerSets: readonly ListenerSet[];
  /** That name the Gateway or one of the ListenerSets in their spec. */
  readonly routes: readonly Route[];
}

/** Never fails: what is not there is absent. */
export function scopeOf(snapshot: ClusterSnapshot, key: GatewayKey): GatewayScope {
  const gateway = find(snapshot, 'Gateway', key.namespace, key.name);
  const gatewayClass = gateway && find(snapshot, 'GatewayClass', '', gateway.spec.gatewayClassName);
  const classConfiguration = gatewayClass && configurationOfClass(snapshot, gatewayClass);
  const gatewayConfiguration = gateway && configurationOfGateway(snapshot, gateway);
  const gatewayText = keyText({ kind: 'Gateway', ...key });
  const listenerSets = snapshot.objects.ListenerSet.filter((set) => {
    const parent = gatewayOfListenerSet(set);
    return parent !== undefined && keyText(parent) === gatewayText;
  });
  const parents = new Set([
    gatewayText,
    ...listenerSets.map((set) => keyText({ kind: 'ListenerSet', ...set.metadata })),
  ]);
  return {
    ...(gateway && { gateway }),
    ...(gatewayClass && { gatewayClass }),
    ...(classConfiguration && { classConfiguration }),
    ...(gatewayConfiguration && { gatewayConfiguration }),
    listenerSets,
    routes: routesOf(snapshot).filter((route) => namesParent(route, parents)),
  };
}

/** Routes of both kinds. */
export function routesOf(snapshot: ClusterSnapshot): readonly Route[] {
  return [...snapshot.objects.HTTPRoute, ...snapshot.objects.GRPCRoute];
}

/** Indexes by `namespace/name`, made once per list: a list is never changed after it was parsed. */
const indexes = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, KubernetesObject>>();

/** The object of that name, if the snapshot has it. */
export function find<Kind extends KubernetesObject['kind']>(
  snapshot: ClusterSnapshot,
  kind: Kind,
  namespace: string,
  name: string,
): ObjectOf<Kind> | undefined {
  const objects: readonly KubernetesObject[] = snapshot.objects[kind];
  const known = indexes.get(objects);
  const index = known ?? new Map(objects.map((object) => [nameOf(object.metadata), object]));
  if (known === undefined) indexes.set(objects, index);
  return index.get(nameOf({ namespace, name })) as ObjectOf<Kind> | undefined;
}

/** The LoadBalancerConfiguration that a class names, if it is there. */
export function configurationOfClass(
  snapshot: ClusterSnapshot,
  { spec }: GatewayClass,
): LoadBalancerConfiguration | undefined {
  const ref = spec.parametersRef;
  return ref?.namespace === undefined
    ? undefined
    : find(snapshot, 'LoadBalancerConfiguration', ref.namespace, ref.name);
}

function configurationOfGateway(
  snapshot: ClusterSnapshot,
  { metadata, spec }: Gateway,
): LoadBalancerConfiguration | undefined {
  const ref = spec.infrastructure?.parametersRef;
  return ref && find(snapshot, 'LoadBalancerConfiguration', metadata.namespace, ref.name);
}
