// One Gateway and all it depends on, attached and validated, in Gateway API words: no ALB in here.
// Every problem is a Finding on its object; what is invalid stays in the graph, marked, so that its status can be told.
import type { Finding } from '../base/finding.ts';
import type { GatewayKey, ObjectKey } from '../base/ids.ts';
import type {
  ConditionStatus,
  GatewayStatus,
  ListenerRuleConfigurationSpec,
  ListenerStatus,
  LoadBalancerConfigurationSpec,
  ParentRef,
  RouteParentStatus,
  TargetGroupProps,
} from '../snapshot/objects.ts';
import type { CertificateSecret } from './certificate-refs.ts';
import type { ClientValidation } from './client-validation.ts';
import type { Filter, Match } from './route-rule.ts';

export interface Graph {
  readonly key: GatewayKey;
  /** `absent`: no such Gateway. `foreign`: its class is not ours (or unknown): leave it alone. */
  readonly verdict: 'absent' | 'foreign' | 'deleting' | 'ours';
  /** Present unless the verdict is `absent` or `foreign`. */
  readonly gateway?: GatewayNode;
  readonly gatewayClass?: GatewayClassNode;
  readonly listeners: readonly ListenerNode[];
  readonly listenerSets: readonly ListenerSetNode[];
  /** Every route that names this Gateway or one of its ListenerSets, attached or not, plus those whose status still names it. */
  readonly routes: readonly RouteNode[];
  readonly findings: readonly Finding[];
  /** False if a list the graph is built from failed: then nothing may be deleted and nothing known be blanked (law 11). */
  readonly complete: boolean;
}

export interface GatewayClassNode {
  readonly key: ObjectKey;
  readonly apiVersion: string;
  readonly generation: number;
  readonly resourceVersion: string;
  readonly accepted: boolean;
  /** As read; what we write is compared with it. */
  readonly status: { readonly conditions: readonly ConditionStatus[]; readonly supportedFeatures: readonly string[] };
}

export interface GatewayNode {
  readonly key: ObjectKey;
  readonly apiVersion: string;
  readonly uid: string;
  readonly generation: number;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly finalizers: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly infrastructure: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  /** Class and Gateway level merged; empty object if neither has one. */
  readonly configuration: LoadBalancerConfigurationSpec;
  /** False: what the Gateway asks for as a whole cannot be given, say a configuration it names is missing. Then nothing is built and the last known good serves on. */
  readonly configurationValid: boolean;
  /** Status as read; what we write is compared with it. */
  readonly status: GatewayStatus;
}

export interface ListenerSetNode {
  readonly key: ObjectKey;
  readonly apiVersion: string;
  readonly generation: number;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  /** The Gateway allows it. Only then its listeners are in the graph. */
  readonly allowed: boolean;
  /** Allowed, and at least one of its listeners is valid. */
  readonly accepted: boolean;
  /** As read. */
  readonly status: { readonly conditions: readonly ConditionStatus[]; readonly listeners: readonly ListenerStatus[] };
}

export interface ListenerNode {
  /** Unique in the graph: `<owner keyText>#<listener name>`. */
  readonly id: string;
  readonly owner: ObjectKey;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** Lower case; empty: every host. */
  readonly hostname: string;
  readonly supportedKinds: readonly { readonly group: string; readonly kind: string }[];
  /** Valid listeners are realised; an invalid one has at least one error Finding. */
  readonly valid: boolean;
  /** `tls.certificateRefs` that resolved to a TLS Secret this listener may read. */
  readonly certificateSecrets: readonly CertificateSecret[];
  /** What is asked of client certificates by `spec.tls.frontend`; absent: nothing. */
  readonly clients?: ClientValidation;
  /** Routes accepted by this listener, whatever their or its other conditions (Gateway API `attachedRoutes`). */
  readonly attachedRoutes: number;
}

export interface RouteNode {
  readonly key: ObjectKey;
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly apiVersion: string;
  readonly generation: number;
  /** RFC 3339, as Kubernetes writes it. */
  readonly creationTimestamp: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly parents: readonly ParentNode[];
  /** All `spec.parentRefs`, also those that name others. */
  readonly parentRefs: readonly ParentRef[];
  readonly rules: readonly RouteRuleNode[];
  /** `status.parents` as read: what is not ours is kept when status is written. */
  readonly statusParents: readonly RouteParentStatus[];
  /** Of our entries in `statusParents`: those about a ListenerSet that does not exist any more. */
  readonly orphans: readonly ParentRef[];
  readonly resourceVersion: string;
}

/** One `spec.parentRefs[]` entry that names this Gateway or one of its ListenerSets. */
export interface ParentNode {
  readonly index: number;
  readonly ref: ParentRef;
  readonly accepted: boolean;
  readonly attachments: readonly Attachment[];
}

/** A ParentRef resolved against one listener that accepts it. */
export interface Attachment {
  readonly listener: string;
  /** Hostnames of the route that the listener serves, lower case; a single empty string: every host. */
  readonly hostnames: readonly string[];
}

export interface RouteRuleNode {
  readonly index: number;
  readonly name?: string;
  readonly matches: readonly Match[];
  readonly filters: readonly Filter[];
  readonly backends: readonly BackendNode[];
  /** The ListenerRuleConfiguration that an ExtensionRef filter names, when it is there and valid. */
  readonly ruleConfiguration?: ListenerRuleConfigurationSpec;
  /** False: a part of the rule cannot be read as written; the rule answers 500 and nothing else suffers. */
  readonly valid: boolean;
}

export interface BackendNode {
  /** Index in `backendRefs`. */
  readonly index: number;
  readonly weight: number;
  readonly filters: readonly Filter[];
  readonly target: BackendTarget;
}

export type BackendTarget =
  | { readonly kind: 'service'; readonly service: ServiceBackend }
  | { readonly kind: 'target-group-name'; readonly name: string }
  | { readonly kind: 'gateway'; readonly namespace: string; readonly name: string; readonly port: number }
  /** Its weight answers 500 (Gateway API: an invalid backend's share fails, it does not move to its neighbours). */
  | { readonly kind: 'invalid'; readonly reason: string };

export interface ServiceBackend {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly port: number;
  /** Number or name, as the Service says; the number as a number. */
  readonly targetPort: number | string;
  /** 0: the port has none. */
  readonly nodePort: number;
  readonly appProtocol?: string;
  readonly ipFamilies: readonly string[];
  /** All ports, for health checks that name another one. */
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly targetPort: number | string;
    readonly nodePort: number;
  }[];
  /** TargetGroupConfigurations resolved for this route and Service, strongest first merged; empty object if none. */
  readonly props: TargetGroupProps;
}
