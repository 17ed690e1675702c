// The desired AWS resources of one load balancer: what should exist, said in ELB's words, before anyone looks at what does.
// Resource ids are LBC's (they are the value of the `resource` tag), so that a take-over finds its resources again.
import type { GatewayKey } from '../base/ids.ts';
import type { Value } from '../base/ref.ts';
import type { Action, Condition, Transform } from './listener-rule.ts';

export interface Stack {
  readonly gateway: GatewayKey;
  /** Absent: nothing should exist (the Gateway is being deleted). */
  readonly loadBalancer?: LoadBalancer;
  readonly securityGroups: readonly SecurityGroup[];
  readonly listeners: readonly AlbListener[];
  readonly rules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
  /** Certificates that listeners take from Secrets. Absent: none. */
  readonly certificates?: readonly ImportedCertificate[];
  /** Trust stores that listeners verify clients with, made from ConfigMaps. Absent: none. */
  readonly trustStores?: readonly TrustStore[];
  /** Ingress that lets the load balancer reach its targets, on security groups that the cluster owns. */
  readonly targetIngress: readonly TargetIngress[];
  /** The group that `targetIngress` admits; absent: the ingress of targets is not managed. */
  readonly towardsTargets?: Value;
  /**
   * Ports whose listener cannot be decided now (its certificate is not there yet, say): whatever serves there stays as it
   * is, rules and the groups they forward to included. Absent: none.
   */
  readonly heldPorts?: readonly number[];
}

export type Tags = Readonly<Record<string, string>>;

/** Name → value in the order AWS is told; keys are AWS attribute keys such as `idle_timeout.timeout_seconds`. */
export type Attributes = Readonly<Record<string, string>>;

export interface LoadBalancer {
  /** Always `LoadBalancer`: a stack has one. */
  readonly id: string;
  readonly name: string;
  /** True if the user fixed the name: it can then not be replaced by creating a second one. */
  readonly nameIsFixed: boolean;
  readonly scheme: 'internal' | 'internet-facing';
  readonly ipAddressType: 'ipv4' | 'dualstack' | 'dualstack-without-public-ipv4';
  readonly subnetIds: readonly string[];
  readonly securityGroups: readonly Value[];
  readonly attributes: Attributes;
  /** User tags; the planner lays the tracking tags over them. */
  readonly tags: Tags;
  readonly customerOwnedIpv4Pool?: string;
  readonly ipv4IpamPoolId?: string;
  /** Load balancer capacity units; 0 resets the reservation. */
  readonly minimumCapacityUnits?: number;
  /** ARN; empty string: associate none. Absent: not managed. */
  readonly webAclArn?: string;
  /** Absent: not managed. */
  readonly shieldProtected?: boolean;
}

export interface SecurityGroup {
  /** `ManagedLBSecurityGroup` (front end of this load balancer) or `BackendSecurityGroup` (shared by the cluster). */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  /** Absent: ingress is not managed by this stack (the shared group). */
  readonly ingress?: readonly IngressRule[];
  readonly tags: Tags;
  /** A shared group is found by its tags, made by whoever needs it first and removed only by the sweep. */
  readonly shared: boolean;
}

/** One permission; ports inclusive. For ICMP `fromPort`/`toPort` are type and code. */
export interface IngressRule {
  readonly protocol: 'tcp' | 'icmp' | 'icmpv6';
  readonly fromPort: number;
  readonly toPort: number;
  readonly source:
    | { readonly cidrIpv4: string }
    | { readonly cidrIpv6: string }
    | { readonly prefixListId: string }
    | { readonly securityGroup: Value };
  readonly description?: string;
}

/** Ingress from the load balancer's security group on a security group that is not ours but marked as the cluster's. */
export interface TargetIngress {
  readonly groupId: string;
  readonly rules: readonly IngressRule[];
}

export interface AlbListener {
  /** The decimal port. */
  readonly id: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly defaultActions: readonly Action[];
  /** First is the default certificate. Empty for HTTP. */
  readonly certificates: readonly Value[];
  readonly sslPolicy?: string;
  readonly mutualAuthentication?: MutualAuthentication;
  readonly attributes: Attributes;
  readonly tags: Tags;
}

/** A certificate that is brought into ACM from a Secret of type `kubernetes.io/tls`; equal contents are imported once. */
export interface ImportedCertificate {
  /** `Certificate:<namespace>/<name>` of the Secret. */
  readonly id: string;
  readonly secret: { readonly namespace: string; readonly name: string };
  /** SHA-256 (hex) of the certificates in their order. */
  readonly fingerprint: string;
  /** In ACM's words. A certificate in ACM keeps its ARN only while its key stays of one kind. */
  readonly keyAlgorithm: string;
  readonly tags: Tags;
}

/** CA certificates of ConfigMaps as one trust store. */
export interface TrustStore {
  /** `TrustStore:<namespace>/<name>+…` of the ConfigMaps in their order. */
  readonly id: string;
  readonly name: string;
  readonly configMaps: readonly { readonly namespace: string; readonly name: string }[];
  /** SHA-256 (hex) of all certificates. */
  readonly fingerprint: string;
  readonly tags: Tags;
}

export interface MutualAuthentication {
  readonly mode: 'off' | 'passthrough' | 'verify';
  readonly trustStoreArn?: Value;
  readonly ignoreClientCertificateExpiry?: boolean;
  readonly advertiseTrustStoreCaNames?: 'on' | 'off';
}

export interface ListenerRule {
  /** `<port>:<condition digest>` under `alb`, `<port>:<priority>` under `lbc`. */
  readonly id: string;
  readonly port: number;
  /** Rank in the listener's total order, from 1 without gaps; the planner turns ranks into sparse priorities. */
  readonly rank: number;
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
  readonly transforms: readonly Transform[];
  readonly tags: Tags;
  /** Which parts of which routes this rule serves (empty for a guard); for `explain` and quota messages. */
  readonly serves: readonly RuleOrigin[];
}

export interface RuleOrigin {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly namespace: string;
  readonly name: string;
  readonly rule: number;
  readonly match: number;
  readonly hostname: string;
}

export interface TargetGroup {
  readonly id: string;
  readonly name: string;
  readonly nameIsFixed: boolean;
  readonly targetType: 'instance' | 'ip';
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly protocolVersion: 'HTTP1' | 'HTTP2' | 'GRPC';
  readonly ipAddressType: 'ipv4' | 'ipv6';
  readonly vpcId: string;
  readonly healthCheck: HealthCheck;
  readonly attributes: Attributes;
  readonly tags: Tags;
  /** Absent: a group that never has targets (the 503 share of invalid backends). */
  readonly binding?: TargetBinding;
}

export interface HealthCheck {
  /** `traffic-port` or a decimal port. */
  readonly port: string;
  /** `TCP` is LBC's (LIM-56); AWS refuses it for these groups, so only a take-over shows it. */
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  /** Empty with `TCP`, as are the codes. */
  readonly path: string;
  readonly matcher: { readonly httpCode: string } | { readonly grpcCode: string };
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
}

/** Which endpoints belong to a target group; lives on the group as its binding tags. */
export interface TargetBinding {
  readonly namespace: string;
  readonly service: string;
  readonly servicePort: number;
  readonly targetType: 'instance' | 'ip';
  /** Label selector text on Nodes (instance targets only). */
  readonly nodeSelector?: string;
  readonly multiCluster?: boolean;
}
