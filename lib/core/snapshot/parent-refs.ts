// Whom a route's parentRef or a ListenerSet's parentRef names. Absent parts have the defaults of the Gateway API.
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { ListenerSet, ParentRef, Route, RouteParentStatus } from './objects.ts';

const gatewayGroup = 'gateway.networking.k8s.io';

/** The Gateway or ListenerSet named; undefined for any other kind of parent (a Service mesh's, say). */
export function parentOf(ref: ParentRef, routeNamespace: string): ObjectKey | undefined {
  const kind = ref.kind ?? 'Gateway';
  if ((ref.group ?? gatewayGroup) !== gatewayGroup || (kind !== 'Gateway' && kind !== 'ListenerSet')) return undefined;
  return { kind, namespace: ref.namespace ?? routeNamespace, name: ref.name };
}

/** The Gateway that a ListenerSet adds its listeners to. */
export function gatewayOfListenerSet(set: ListenerSet): ObjectKey | undefined {
  const { group, kind, namespace, name } = set.spec.parentRef;
  if (group !== gatewayGroup || kind !== 'Gateway') return undefined;
  return { kind, namespace: namespace ?? set.metadata.namespace, name };
}

/** Whether one of the parents (key texts) is named by the route's spec. */
export function namesParent(route: Route, parents: ReadonlySet<string>): boolean {
  return route.spec.parentRefs.some((ref) => isNamed(ref, route.metadata.namespace, parents));
}

/** Whether a status entry is about one of the parents (key texts). */
export function concernsParent(
  entry: RouteParentStatus,
  routeNamespace: string,
  parents: ReadonlySet<string>,
): boolean {
  return isNamed(entry.parentRef, routeNamespace, parents);
}

function isNamed(ref: ParentRef, routeNamespace: string, parents: ReadonlySet<string>): boolean {
  const parent = parentOf(ref, routeNamespace);
  return parent !== undefined && parents.has(keyText(parent));
}
