// The rows of Elastic Load Balancing v2. Everything refers to everything else by ARN.
import { createTables, type Tables } from '../tables.ts';
import type { ActionShape, RuleConditionShape, RuleTransformShape } from './shapes.ts';

export type TagMap = Readonly<Record<string, string>>;
export type Attributes = Readonly<Record<string, string>>;

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly scheme: 'internet-facing' | 'internal';
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly subnets: readonly { readonly subnetId: string; readonly zone: string }[];
  readonly securityGroups: readonly string[];
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

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly sslPolicy?: string;
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
  readonly tags: TagMap;
}

export interface Elbv2Rows {
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly rules: Map<string, Rule>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly trustStores: Map<string, TrustStore>;
  /** Indexes over `rules`, kept by `rules/rule-index.ts`. */
  readonly rulesByListener: Map<string, Set<string>>;
  readonly groupUsers: Map<string, Map<string, number>>;
  readonly groupsUsedBy: Map<string, Map<string, number>>;
  /** Target groups that some rule forwarded to when last looked at. */
  readonly groupsInUse: Set<string>;
}

export type Elbv2Tables = Tables<Elbv2Rows>;

/** Tables without a single resource. */
export const createElbv2Tables = (): Elbv2Tables =>
  createTables<Elbv2Rows>(() => ({
    loadBalancers: new Map(),
    listeners: new Map(),
    rules: new Map(),
    targetGroups: new Map(),
    trustStores: new Map(),
    rulesByListener: new Map(),
    groupUsers: new Map(),
    groupsUsedBy: new Map(),
    groupsInUse: new Set(),
  }));
