// What the ALB data plane reads of the control plane, as plain values, and what it reports back. The control plane
// owns the truth; the data plane listens, routes and checks health.
import type { ActionShape, RuleConditionShape, RuleTransformShape } from '../aws/elbv2/shapes.ts';

export interface LoadBalancerView {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly scheme: string;
  /** Availability Zones it has a node in. */
  readonly zones?: readonly string[];
  /** Only an `active` load balancer accepts connections. */
  readonly state: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly listeners: readonly ListenerView[];
  /** The web ACL that guards the load balancer. */
  readonly webAcl?: WebAclView;
}

/** A web ACL as far as the data plane knows it: its rules are not evaluated. */
export interface WebAclView {
  readonly arn: string;
  readonly defaultAction: 'allow' | 'block';
  /** Status of a custom response of the block action. */
  readonly blockStatus?: number;
}

export interface ListenerView {
  readonly arn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly sslPolicy?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Default certificate first, then the SNI certificates in the order they were added. */
  readonly certificates: readonly CertificateView[];
  /** How clients prove who they are; absent when they need not. */
  readonly mutualAuthentication?: MutualAuthenticationView;
  /** Ascending priority; the default rule last. */
  readonly rules: readonly RuleView[];
}

export interface MutualAuthenticationView {
  readonly mode: 'passthrough' | 'verify';
  /** Whether a client certificate is accepted after its end. */
  readonly ignoreExpiry: boolean;
  /** Whether the handshake names the authorities of the trust store. */
  readonly advertiseAuthorities: boolean;
  /** The authorities of the trust store, one PEM block each. */
  readonly bundlePem?: string;
  /** The revocation lists of the trust store, each in PEM. */
  readonly revocationListPems?: readonly string[];
}

export interface RuleView {
  readonly arn: string;
  /** `default` or the decimal priority. */
  readonly priority: string;
  readonly conditions: readonly RuleConditionShape[];
  readonly actions: readonly ActionShape[];
  readonly transforms: readonly RuleTransformShape[];
}

export interface CertificateView {
  readonly arn: string;
  readonly domainNames: readonly string[];
  readonly certificatePem: string;
  readonly chainPem?: string;
  readonly privateKeyPem: string;
}

export interface TargetGroupView {
  readonly arn: string;
  readonly name: string;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly protocolVersion: 'HTTP1' | 'HTTP2' | 'GRPC';
  readonly port: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly healthCheck: HealthCheckView;
  readonly targets: readonly TargetView[];
  /** ARNs of the load balancers whose listeners or rules name the group; ALB checks only attached groups. */
  readonly loadBalancerArns: readonly string[];
}

export interface HealthCheckView {
  readonly enabled: boolean;
  readonly protocol: string;
  /** `traffic-port` or a decimal port. */
  readonly port: string;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher: string;
}

export interface TargetView {
  /** What was registered: an address or an instance id. */
  readonly id: string;
  readonly port: number;
  /** Where the target answers inside the emulated VPC (an instance's private address, or the id itself). */
  readonly address: string;
  /** Availability Zone; absent, or `all`, for a target that belongs to none. */
  readonly zone?: string;
  readonly state: string;
}

/** Target health as DescribeTargetHealth reports it (reason codes of the ELBv2 API). */
export interface TargetHealth {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';
  readonly reason?: string;
  readonly description?: string;
}

/** The control plane as the data plane sees it. */
export interface LoadBalancerSource {
  loadBalancers(): readonly LoadBalancerView[];
  targetGroup(arn: string): TargetGroupView | undefined;
  targetGroups(): readonly TargetGroupView[];
  /** Called after every change of any view; returns the unsubscribe function. */
  subscribe(changed: () => void): () => void;
  reportHealth(
    targetGroupArn: string,
    target: { readonly id: string; readonly port: number },
    health: TargetHealth,
  ): void;
}
