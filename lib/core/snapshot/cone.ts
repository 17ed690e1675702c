// The part of a snapshot that one Gateway's load balancer depends on, as one canonical text. Equal texts: nothing to do.
// Without status and endpoints (they never change the load balancer's configuration); Secrets by their digest.
import { type GatewayKey, keyText, type ObjectKey } from '../base/ids.ts';
import { by, compareText } from '../base/ordering.ts';
import type { ClusterSnapshot } from './cluster-snapshot.ts';
import { find, type GatewayScope, scopeOf } from './gateway-scope.ts';
import type { KubernetesObject, ObjectMeta, Route } from './objects.ts';
import { ruleConfigurationNames, secondRound } from './second-round.ts';

/** Objects of the cone, sorted by kind, namespace and name, each once. */
export function coneOf(snapshot: ClusterSnapshot, key: GatewayKey): readonly KubernetesObject[] {
  const scope = scopeOf(snapshot, key);
  const referenced = secondRound(snapshot, key);
  const own: readonly (KubernetesObject | undefined)[] = [
    scope.gateway,
    scope.gatewayClass,
    scope.classConfiguration,
    scope.gatewayConfiguration,
    ...scope.listenerSets,
    ...scope.routes,
    ...referenced.map((each) => findReferenced(snapshot, each)),
    ...scope.routes.flatMap((route) => ruleConfigurations(snapshot, route)),
    ...defaultTargetGroupConfigurations(snapshot, scope),
    ...targetGroupConfigurations(snapshot, referenced),
    ...grants(snapshot, scope, referenced),
    ...namespaces(snapshot, scope),
  ];
  const present = own.filter((object) => object !== undefined);
  return [...new Map(present.map((object) => [textOf(object), object])).values()].sort(by(textOf, compareText));
}

/** The text whose digest the load balancer carries. Canonical, because parsed objects have their members in a fixed order. */
export function coneText(cone: readonly KubernetesObject[]): string {
  return JSON.stringify(cone.map(trim));
}

/** uid tells an object from a namesake made after its deletion; creationTimestamp decides precedence. */
function trim(object: KubernetesObject): unknown {
  const { name, namespace, uid, creationTimestamp, deletionTimestamp } = object.metadata;
  const identity = { kind: object.kind, name, namespace, uid, creationTimestamp, deletionTimestamp };
  if (object.kind === 'Namespace') return { ...identity, labels: object.metadata.labels };
  if (object.kind === 'Secret' || object.kind === 'ConfigMap') return { ...identity, digest: object.digest };
  return { ...identity, annotations: meantForUs(object.metadata), spec: 'spec' in object ? object.spec : undefined };
}

/** kubectl's copy of the whole object is not information. */
function meantForUs({ annotations }: ObjectMeta): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations).filter(([name]) => name !== 'kubectl.kubernetes.io/last-applied-configuration'),
  );
}

function textOf(object: KubernetesObject): string {
  return keyText({ kind: object.kind, ...object.metadata });
}

function findReferenced(snapshot: ClusterSnapshot, { kind, namespace, name }: ObjectKey): KubernetesObject | undefined {
  return find(snapshot, kind === 'Secret' || kind === 'ConfigMap' ? kind : 'Service', namespace, name);
}

function ruleConfigurations(snapshot: ClusterSnapshot, route: Route): readonly (KubernetesObject | undefined)[] {
  return ruleConfigurationNames(route).map((name) =>
    find(snapshot, 'ListenerRuleConfiguration', route.metadata.namespace, name),
  );
}

function defaultTargetGroupConfigurations(
  snapshot: ClusterSnapshot,
  scope: GatewayScope,
): readonly (KubernetesObject | undefined)[] {
  return [scope.classConfiguration, scope.gatewayConfiguration].map((configuration) => {
    const name = configuration?.spec.defaultTargetGroupConfiguration?.name;
    return configuration && name !== undefined
      ? find(snapshot, 'TargetGroupConfiguration', configuration.metadata.namespace, name)
      : undefined;
  });
}

function targetGroupConfigurations(
  snapshot: ClusterSnapshot,
  referenced: readonly ObjectKey[],
): readonly KubernetesObject[] {
  const services = new Set(referenced.map(keyText));
  return snapshot.objects.TargetGroupConfiguration.filter(({ metadata, spec }) => {
    const target = spec.targetReference;
    return (
      target !== undefined &&
      services.has(keyText({ kind: 'Service', namespace: metadata.namespace, name: target.name }))
    );
  });
}

/** Grants where something is that is referred to, from wherever one of ours is. */
function grants(
  snapshot: ClusterSnapshot,
  scope: GatewayScope,
  referenced: readonly ObjectKey[],
): readonly KubernetesObject[] {
  const targets = new Set(referenced.map(({ namespace }) => namespace));
  const sources = namespacesOf(scope);
  return snapshot.objects.ReferenceGrant.filter(
    ({ metadata, spec }) =>
      targets.has(metadata.namespace) && spec.from.some(({ namespace }) => sources.has(namespace)),
  );
}

function namespaces(snapshot: ClusterSnapshot, scope: GatewayScope): readonly KubernetesObject[] {
  const ours = namespacesOf(scope);
  return snapshot.objects.Namespace.filter(({ metadata }) => ours.has(metadata.name));
}

function namespacesOf({ gateway, listenerSets, routes }: GatewayScope): ReadonlySet<string> {
  return new Set([...(gateway ? [gateway] : []), ...listenerSets, ...routes].map(({ metadata }) => metadata.namespace));
}
