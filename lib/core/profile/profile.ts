// A dialect as a value: identity (names, tags, finalizer), defaults, and the behaviours in which dialects differ.
// Builders receive a Profile and never ask which one it is.
import type { ClusterId, GatewayKey } from '../base/ids.ts';
import type { Action } from '../stack/listener-rule.ts';
import type { Quotas } from '../stack/limits.ts';
import type { HealthCheck, Tags, TargetGroup } from '../stack/stack.ts';
import type { Matching } from './matching/condition-text.ts';
import type { PathMatch } from './matching/request-set.ts';
import type { Folding } from './folding.ts';
import type { Isolation } from './isolation.ts';
import type { PathPrecedence } from './precedence.ts';
import type { ProblemCode } from './problem.ts';
import type { Reading } from './reading.ts';
import type { Redirection } from './matching/redirection.ts';
import type { Refusal } from './refusal.ts';
import type { Share, Weighed } from './weighing.ts';

export interface Profile {
  readonly name: 'alb' | 'lbc';
  readonly controllerName: string;
  readonly finalizer: string;
  readonly tagKeys: TagKeys;
  readonly annotationKeys: AnnotationKeys;
  readonly descriptions: Descriptions;
  readonly names: Names;
  readonly defaults: Defaults;
  /** Whether the targets' ingress is managed, from what the configuration says and what the platform team does (LIM-58). */
  readonly managesTargetIngress: (asked: boolean | undefined, fallback: boolean) => boolean;
  /** How Gateway API objects are read. */
  readonly reading: Reading;
  readonly quotas: Quotas;
  readonly matching: Matching;
  readonly redirection: Redirection;
  readonly isolation: Isolation;
  readonly pathPrecedence: (path: PathMatch | undefined) => PathPrecedence;
  readonly listenerRules: ListenerRules;
  readonly listeners: Listeners;
  readonly targetGroups: TargetGroups;
  /** Whether a problem leaves the whole Gateway as it is, instead of costing only the part it is about. */
  readonly stopsGateway: (problem: ProblemCode) => boolean;
}

export interface AnnotationKeys {
  /** On a route; `literal` switches the list syntax of header values off. */
  readonly headerValues: string;
}

/** Descriptions of security groups and their permissions: part of the identity of the latter. */
export interface Descriptions {
  readonly frontEndGroup: string;
  readonly sharedGroup: string;
  /** Marks a permission on a security group of the cluster as ours. */
  readonly targetIngress: string;
}

export interface TagKeys {
  /** `elbv2.k8s.aws/cluster`: on everything we own. */
  readonly cluster: string;
  readonly stack: string;
  readonly resource: string;
  /** On the load balancer: digest of what was last applied in full. */
  readonly applied: string;
  /** On a target group: `<namespace>/<service>:<port>`. */
  readonly binding: string;
  readonly bindingOptions: string;
  readonly retireAfter: string;
  /** On what is made from Secrets and ConfigMaps: what of them was last brought in. */
  readonly content: string;
  /** On load balancers, listeners and target groups: which attributes configuration has set, so that removed ones return to their defaults. */
  readonly attributes: string;
  /** Key and value that mark the shared backend security group, beside the cluster tag. */
  readonly sharedResource: string;
  readonly sharedResourceValue: string;
  /** `kubernetes.io/cluster/<cluster>`. */
  readonly clusterOwned: (cluster: ClusterId) => string;
  readonly publicSubnetRole: string;
  readonly internalSubnetRole: string;
}

export interface Names {
  readonly loadBalancer: (gateway: GatewayKey, uid: string, scheme: string) => string;
  readonly securityGroup: (gateway: GatewayKey, uid: string) => string;
  readonly sharedSecurityGroup: (cluster: ClusterId) => string;
  readonly targetGroup: (identity: TargetGroupIdentity) => string;
  /** The group without targets that answers for invalid backends; `kind` tells protocols apart. */
  readonly unavailableTargetGroup: (gateway: GatewayKey, kind: string) => string;
  /** `id`: of the trust store in its stack. */
  readonly trustStore: (gateway: GatewayKey, id: string) => string;
  /** Text of the stack tag. */
  readonly stack: (gateway: GatewayKey) => string;
}

export interface TargetGroupIdentity {
  readonly gateway: GatewayKey;
  readonly routeNamespace: string;
  readonly routeName: string;
  readonly routeKind: string;
  readonly serviceNamespace: string;
  readonly serviceName: string;
  /** NodePort for instance targets, target port (number or name) as text for ip targets. */
  readonly portText: string;
  readonly targetType: string;
  readonly protocol: string;
  readonly protocolVersion: string;
  readonly targetControlPort?: number;
}

export interface ListenerRules {
  /** Identity of a rule inside its stack. `rank` counts from 1 in its listener; `text` is that of its conditions. */
  readonly id: (port: number, rank: number, text: string) => string;
  /** Whether rules with more than five condition values become several rules (LIM-11). */
  readonly splitsOverBudget: boolean;
  /** Which rules with one outcome become one (LIM-13). */
  readonly folding: Folding;
  /** Whether a rule that an earlier one with equal conditions hides is left out. */
  readonly omitsShadowed: boolean;
  /** What an authentication becomes where ALB cannot authenticate; undefined: nothing (LIM-70). */
  readonly instead: (https: { readonly port: number } | undefined) => Action | undefined;
  readonly weigh: (shares: readonly Share[], isSticky: boolean) => Weighed;
}

export interface Listeners {
  /** Whether a listener with so many routes exists in AWS (LIM-95). */
  readonly exists: (routes: number) => boolean;
  /** IPv4 and IPv6 sources of the front end, from what is configured (LIM-57). */
  readonly sourceRanges: (
    sourceRanges: readonly string[] | undefined,
    prefixLists: readonly string[],
  ) => readonly string[];
  /** Whether two listeners of one port open it twice; AWS knows each permission once. */
  readonly repeatsIngress: boolean;
  /** Whether `spec.infrastructure` becomes tags; LBC puts it on its TargetGroupBindings only. */
  readonly tagsFromInfrastructure: boolean;
}

export interface TargetGroups {
  readonly protocolVersion: (backend: ProtocolVersionAsked) => TargetGroup['protocolVersion'] | Refusal;
  readonly type: (
    asked: string | undefined,
    nodePort: number,
    fallback: 'instance' | 'ip',
  ) => TargetTypeChoice | Refusal;
  /** Resource id; also how target groups are told apart in a stack. */
  readonly id: (identity: TargetGroupPlace) => string;
  readonly ipAddressType: (
    asked: string | undefined,
    ipFamilies: readonly string[],
    loadBalancer: string,
  ) => 'ipv4' | 'ipv6' | Refusal;
  /** Why AWS would refuse the health check. */
  readonly healthCheckProblem: (healthCheck: HealthCheck) => string | undefined;
  /** Whether groups are made for backends of rules that do not forward (LIM-23). */
  readonly existWithoutForward: boolean;
}

export interface ProtocolVersionAsked {
  /** Of the listener. */
  readonly protocol: string;
  readonly routeKind: string;
  readonly configured?: string;
  readonly appProtocol?: string;
}

export interface TargetTypeChoice {
  readonly say: 'type';
  readonly targetType: 'instance' | 'ip';
  readonly note?: string;
}

/** What tells a target group from the others of its stack. */
export interface TargetGroupPlace {
  readonly gateway: GatewayKey;
  readonly route: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly service: { readonly namespace: string; readonly name: string };
  /** Number or name as text. */
  readonly targetPort: string;
  readonly servicePort: number;
  /** The first port of the Service with this target port. */
  readonly firstServicePort: number;
  readonly protocolVersion: string;
  /** The protocol version that the backend has behind an HTTPS listener. */
  readonly secureProtocolVersion: string;
}

/** What the platform team has decided for every Gateway. */
export interface Defaults {
  readonly scheme: 'internal' | 'internet-facing';
  readonly sslPolicy: string;
  readonly targetType: 'instance' | 'ip';
  readonly tags: Tags;
  /** Whether `tags` give way to tags of a configuration; else they win. */
  readonly tagsYield: boolean;
  /** Tag keys that somebody else writes: never asked for, never removed. */
  readonly externalTagKeys: readonly string[];
  /** As whom load balancers reach targets: the cluster's shared group, one that exists already, or their front-end group. */
  readonly backendGroup: 'shared' | 'none' | { readonly id: string };
  /** Whether targets' ingress is managed for security groups that a configuration names, where it does not say. */
  readonly managesTargetIngress: boolean;
  /** Whether targets admit the load balancer on the ports it uses only, or on all. */
  readonly restrictsTargetPorts: boolean;
  /** How many subnets in availability zones a load balancer needs. */
  readonly leastSubnets: 1 | 2;
}
