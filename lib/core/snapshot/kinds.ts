// The kinds we read: where the API server has them, which versions we understand, and when in a run they are read.
import type { ObjectKey } from '../base/ids.ts';
import type { KubernetesObject } from './objects.ts';

export interface Kind {
  readonly kind: KubernetesObject['kind'];
  /** Empty for the core group. */
  readonly group: string;
  /** That we understand, in order of preference: the first that the API server serves is used. */
  readonly versions: readonly [string, ...string[]];
  readonly plural: string;
  readonly namespaced: boolean;
  /** 1: listed in all namespaces. 2: read by name, where an object of round 1 refers to it. */
  readonly round: 1 | 2;
  /** Whether the forwarder watches it. Secrets only where an operator has opted in, and then without their data. */
  readonly watched: boolean;
}

const gatewayApi = {
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1'],
  namespaced: true,
  round: 1,
  watched: true,
} as const;
const configuration = {
  group: 'gateway.k8s.aws',
  versions: ['v1', 'v1beta1'],
  namespaced: true,
  round: 1,
  watched: true,
} as const;
const core = { group: '', versions: ['v1'], namespaced: true, round: 2, watched: true } as const;

export const kinds: readonly Kind[] = [
  { ...gatewayApi, kind: 'GatewayClass', plural: 'gatewayclasses', namespaced: false },
  { ...gatewayApi, kind: 'Gateway', plural: 'gateways' },
  { ...gatewayApi, kind: 'ListenerSet', plural: 'listenersets', versions: ['v1'] },
  { ...gatewayApi, kind: 'HTTPRoute', plural: 'httproutes' },
  { ...gatewayApi, kind: 'GRPCRoute', plural: 'grpcroutes', versions: ['v1'] },
  { ...gatewayApi, kind: 'ReferenceGrant', plural: 'referencegrants' },
  { ...configuration, kind: 'LoadBalancerConfiguration', plural: 'loadbalancerconfigurations' },
  { ...configuration, kind: 'TargetGroupConfiguration', plural: 'targetgroupconfigurations' },
  { ...configuration, kind: 'ListenerRuleConfiguration', plural: 'listenerruleconfigurations' },
  { ...core, kind: 'Namespace', plural: 'namespaces', namespaced: false, round: 1 },
  { ...core, kind: 'Service', plural: 'services' },
  { ...core, kind: 'Secret', plural: 'secrets', watched: false },
  { ...core, kind: 'ConfigMap', plural: 'configmaps' },
  { ...core, kind: 'Node', plural: 'nodes', namespaced: false },
  {
    group: 'discovery.k8s.io',
    versions: ['v1'],
    kind: 'EndpointSlice',
    plural: 'endpointslices',
    namespaced: true,
    round: 2,
    watched: true,
  },
];

const byName = new Map<string, Kind>(kinds.map((kind) => [kind.kind, kind]));

/** Undefined: not one of ours. */
export function kindNamed(name: string): Kind | undefined {
  return byName.get(name);
}

/** `group/version`, or the bare version in the core group. */
export function apiVersionOf(kind: Kind, version: string = kind.versions[0]): string {
  return kind.group === '' ? version : `${kind.group}/${version}`;
}

/** The path under which an API server has one object of a known kind, e.g. `/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways/web`. */
export function resourcePath(apiVersion: string, key: ObjectKey): string {
  return `${collectionPath(apiVersion, key.kind, key.namespace)}/${encodeURIComponent(key.name)}`;
}

/** The path of a kind's list: of one namespace, or of all (empty). */
export function collectionPath(apiVersion: string, kind: string, namespace: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${kindNamed(kind)?.plural ?? `${kind.toLowerCase()}s`}`;
}
