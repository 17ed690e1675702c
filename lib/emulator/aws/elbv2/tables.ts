// The rows of Elastic Load Balancing v2. Everything refers to everything else by ARN.
import { createTables, type Tables } from '../tables.ts';
import type { ActionShape, RuleConditionShape, RuleTransformShape } from './shapes.ts';

export type TagMap = Readonly<Record<string, string>>;
export type Attributes = Readonly<Record<string, string>>;

export type LoadBalancerType = 'application' | 'network' | 'gateway';

export interface LoadBalancer {
  readonly arn: string;
  readonly type: LoadBalancerType;
  readonly name: string;
  readonly dnsName: string;
  /** Gateway Load Balancers have none; theirs reads `internal` here and is not shown. */
  readonly scheme: 'internet-facing' | 'internal';
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly subnets: readonly Placement[];
  readonly securityGroups: readonly string[];
  /** Network Load Balancers with security groups: whether those judge PrivateLink traffic as well. */
  readonly enforcesPrivateLinkRules?: 'on' | 'off';
  /** Network Load Balancers: whether UDP to IPv6 targets has a source prefix. */
  readonly sourceNatPrefix?: 'on' | 'off';
  readonly customerOwnedIpv4Pool?: string;
  readonly ipv4IpamPoolId?: string;
  readonly state: 'provisioning' | 'active';
  /** Whether it has ever been active: from then on it serves, even while a change provisions. */
  readonly isServing: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Only what differs from the defaults. */
  readonly attributes: Attributes;
  readonly capacity?: Capacity;
  readonly tags: TagMap;
}

/** A subnet of a load balancer, with the fixed addresses of its node there. */
export interface Placement {
  readonly subnetId: string;
  readonly zone: string;
  readonly allocationId?: string;
  readonly privateIpv4Address?: string;
  readonly ipv6Address?: string;
  readonly sourceNatIpv6Prefix?: string;
}

/** A capacity reservation. */
export interface Capacity {
  readonly units: number;
  readonly modifiedAt: number;
  readonly state: 'pending' | 'provisioned';
  readonly decreasesRemaining: number;
}

export interface MutualAuthentication {
  readonly Mode: string;
  readonly TrustStoreArn?: string;
  readonly IgnoreClientCertificateExpiry?: boolean;
  readonly AdvertiseTrustStoreCaNames?: string;
}

export type ListenerProtocol = 'HTTP' | 'HTTPS' | 'TCP' | 'TLS' | 'UDP' | 'TCP_UDP' | 'QUIC' | 'TCP_QUIC' | 'GENEVE';

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  /** Gateway listeners: GENEVE on 6081, which replies do not show. */
  readonly port: number;
  readonly protocol: ListenerProtocol;
  readonly sslPolicy?: string;
  readonly alpnPolicy?: string;
  readonly defaultCertificateArn?: string;
  /** Certificates added for SNI, in the order they were added. */
  readonly certificateArns: readonly string[];
  readonly mutualAuthentication?: MutualAuthentication;
  readonly attributes: Attributes;
  readonly tags: TagMap;
}

export interface Rule {
  readonly arn: string;
  readonly listenerArn: string;
  readonly priority: number | 'default';
  /** In read-back form, as are actions and transforms. */
  readonly conditions: readonly RuleConditionShape[];
  readonly actions: readonly ActionShape[];
  readonly transforms: readonly RuleTransformShape[];
  readonly tags: TagMap;
}

export interface HealthCheck {
  readonly enabled: boolean;
  readonly protocol?: string;
  readonly port: string;
  readonly path?: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher?: { readonly HttpCode?: string; readonly GrpcCode?: string };
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly protocol?: string;
  readonly protocolVersion?: 'HTTP1' | 'HTTP2' | 'GRPC';
  readonly port?: number;
  readonly vpcId?: string;
  readonly ipAddressType?: 'ipv4' | 'ipv6';
  readonly targetControlPort?: number;
  readonly healthCheck: HealthCheck;
  readonly attributes: Attributes;
  readonly targets: readonly Target[];
  readonly tags: TagMap;
}

export interface Target {
  readonly id: string;
  readonly port?: number;
  readonly zone?: string;
  readonly quicServerId?: string;
  /** What health checks last said; only meaningful while the group is in use. */
  readonly health: TargetState;
  /** Registrations are told apart, so that a drain that was overtaken by a new registration ends nothing. */
  readonly registration: number;
}

export interface TargetState {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';
  readonly reason?: string;
  readonly description?: string;
}

export interface TrustStore {
  readonly arn: string;
  readonly name: string;
  readonly status: 'CREATING' | 'ACTIVE';
  readonly bundle: { readonly bucket: string; readonly key: string; readonly pem: string };
  readonly certificateCount: number;
  /** Certificate revocation lists, in the order they were added. */
  readonly revocations: readonly Revocation[];
  readonly lastRevocationId: number;
  readonly tags: TagMap;
}

/** One certificate revocation list of a trust store. */
export interface Revocation {
  readonly id: number;
  readonly pem: string;
  readonly entryCount: number;
}

export interface Elbv2Rows {
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly rules: Map<string, Rule>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly trustStores: Map<string, TrustStore>;
  /** Load balancers, target groups and trust stores by name, kept by `named-rows.ts`. */
  readonly names: { readonly [Table in NamedTable]: Map<string, string> };
  /** Load balancers by type, kept by `load-balancers/load-balancer-rows.ts`. */
  readonly arnsByType: Map<LoadBalancerType, Set<string>>;
  /** Load balancer → port → listener, and what listeners hold, kept by `listeners/listener-rows.ts`. */
  readonly listenersByPort: Map<string, Map<number, string>>;
  readonly certificateUsers: Map<string, Map<string, number>>;
  readonly trustStoreUsers: Map<string, Map<string, number>>;
  /** Indexes over `rules`, kept by `rules/rule-index.ts`: listener → priority → rule, and group ↔ load balancer. */
  readonly rulesByPriority: Map<string, Map<Rule['priority'], string>>;
  readonly groupUsers: Map<string, Map<string, number>>;
  readonly groupsUsedBy: Map<string, Map<string, number>>;
  /** Target groups whose rules changed since `groupsInUse` was last brought up to date. */
  readonly touchedGroups: Set<string>;
  /** Target groups that some rule forwarded to when last looked at. */
  readonly groupsInUse: Set<string>;
  /** Terminated instances whose registrations have been ended → the groups they were in. */
  readonly departedInstances: Map<string, readonly string[]>;
}

/** Tables whose rows have a name that is theirs alone. */
export type NamedTable = 'loadBalancers' | 'targetGroups' | 'trustStores';

export type Elbv2Tables = Tables<Elbv2Rows>;

/** Tables without a single resource. */
export const createElbv2Tables = (): Elbv2Tables =>
  createTables<Elbv2Rows>(() => ({
    loadBalancers: new Map(),
    listeners: new Map(),
    rules: new Map(),
    targetGroups: new Map(),
    trustStores: new Map(),
    names: { loadBalancers: new Map(), targetGroups: new Map(), trustStores: new Map() },
    arnsByType: new Map(),
    listenersByPort: new Map(),
    certificateUsers: new Map(),
    trustStoreUsers: new Map(),
    rulesByPriority: new Map(),
    groupUsers: new Map(),
    groupsUsedBy: new Map(),
    touchedGroups: new Set(),
    groupsInUse: new Set(),
    departedInstances: new Map(),
  }));
