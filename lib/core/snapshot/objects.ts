// The kinds we rely on, by name. The types are the shapes behind parse-object's door: trimmed, readonly, with the defaults of
// the published CRDs already applied (files that never met an API server get them too).
import type {
  ListenerRuleConfiguration,
  LoadBalancerConfiguration,
  TargetGroupConfiguration,
} from './configuration-objects.ts';
import type {
  Gateway,
  GatewayClass,
  GrpcRoute,
  HttpRoute,
  ListenerSet,
  ReferenceGrant,
} from './gateway-api-objects.ts';
import type { ConfigMap, EndpointSlice, Namespace, Node, Secret, Service } from './kubernetes-objects.ts';

export type { LabelRequirement, Labels, LabelSelector } from '../base/labels.ts';
export type * from './configuration-objects.ts';
export type * from './gateway-api-objects.ts';
export type * from './kubernetes-objects.ts';
export type * from './parsed-object.ts';

export type KubernetesObject =
  | GatewayClass
  | Gateway
  | ListenerSet
  | HttpRoute
  | GrpcRoute
  | ReferenceGrant
  | LoadBalancerConfiguration
  | TargetGroupConfiguration
  | ListenerRuleConfiguration
  | Service
  | Namespace
  | Secret
  | ConfigMap
  | Node
  | EndpointSlice;

/** The parsed type of a kind, by its name. */
export type ObjectOf<Kind extends KubernetesObject['kind']> = Extract<KubernetesObject, { readonly kind: Kind }>;
