// Who may attach: namespaces and kinds. The same rule decides for allowedRoutes and for allowedListeners.
import { invalidRequirement, type Labels, selects } from '../base/labels.ts';
import type { Reading } from '../profile/reading.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find } from '../snapshot/gateway-scope.ts';
import type { ListenerSpec, NamespacePolicy } from '../snapshot/objects.ts';

export interface RouteKind {
  readonly group: string;
  readonly kind: string;
}

/** `owner` is the namespace of the object that has the policy: for an entry of a ListenerSet, the ListenerSet's. */
export function allowsNamespace(
  snapshot: ClusterSnapshot,
  policy: NamespacePolicy,
  owner: string,
  namespace: string,
): boolean {
  switch (policy.from) {
    case 'All':
      return true;
    case 'Same':
      return namespace === owner;
    case 'Selector':
      return policy.selector !== undefined && selects(policy.selector, labelsOf(snapshot, namespace));
    default:
      return false;
  }
}

/** Every namespace carries its name as a label, also in files that do not have the Namespace object. */
function labelsOf(snapshot: ClusterSnapshot, namespace: string): Labels {
  return { 'kubernetes.io/metadata.name': namespace, ...find(snapshot, 'Namespace', '', namespace)?.metadata.labels };
}

/** What a policy says that cannot be followed, if anything; it then selects nothing. */
export function policyComplaint({ from, selector }: NamespacePolicy): string | undefined {
  if (from !== 'Selector') return undefined;
  if (selector === undefined) return 'has no selector, so nothing is selected. Add one, or choose another "from".';
  const bad = invalidRequirement(selector);
  return (
    bad &&
    `requirement on label "${bad.key}" with operator "${bad.operator}" cannot be followed, so nothing is selected. Correct it.`
  );
}

const gatewayGroup = 'gateway.networking.k8s.io';
const httpRoute: RouteKind = { group: gatewayGroup, kind: 'HTTPRoute' };
const grpcRoute: RouteKind = { group: gatewayGroup, kind: 'GRPCRoute' };

/** Kinds that a listener of this protocol can serve; none: ALB does not speak the protocol. */
export function kindsOfProtocol(protocol: string): readonly RouteKind[] {
  if (protocol === 'HTTP') return [httpRoute];
  return protocol === 'HTTPS' ? [httpRoute, grpcRoute] : [];
}

export interface AllowedKinds {
  /** What `supportedKinds` shows. */
  readonly supported: readonly RouteKind[];
  /** Indexes in `allowedRoutes.kinds` of what we do not serve. */
  readonly unsupported: readonly number[];
}

/** Protocol and `allowedRoutes.kinds` together. */
export function allowedKinds({ protocol, allowedRoutes }: ListenerSpec, reading: Reading): AllowedKinds {
  const byProtocol = kindsOfProtocol(protocol);
  const kinds = allowedRoutes.kinds ?? [];
  if (kinds.length === 0 || byProtocol.length === 0) return { supported: byProtocol, unsupported: [] };
  const servable = reading.grpcOnHttp === 'accept' ? [httpRoute, grpcRoute] : byProtocol;
  const isServable = (asked: RouteKind): boolean =>
    servable.some(({ group, kind }) => group === asked.group && kind === asked.kind);
  const unsupported = kinds.flatMap((kind, index) => (isServable(kind) ? [] : [index]));
  return {
    supported: servable.filter(({ kind }) => kinds.some((asked) => asked.kind === kind && isServable(asked))),
    unsupported,
  };
}
