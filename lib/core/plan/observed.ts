// What AWS reports of one stack, canonicalised: our own vocabulary, ARNs instead of Refs, tags beside every resource.
// A member that was not read (nothing depends on it in this run) is absent, which never means "does not exist".
import type { Action, Condition, Transform } from '../stack/listener-rule.ts';
import type { Attributes, HealthCheck, IngressRule, MutualAuthentication, Tags } from '../stack/stack.ts';

export interface ObservedStack {
  readonly loadBalancers: readonly ObservedLoadBalancer[];
  readonly listeners: readonly ObservedListener[];
  readonly rules: readonly ObservedRule[];
  readonly targetGroups: readonly ObservedTargetGroup[];
  readonly securityGroups: readonly ObservedSecurityGroup[];
  /** In ACM, those that may be of the stack. Absent: none was looked for. */
  readonly certificates?: readonly ObservedCertificate[];
  /** Those that may be of the stack. Absent: none was looked for. */
  readonly trustStores?: readonly ObservedTrustStore[];
  /** False if any read failed: then nothing may be deleted (law 11). */
  readonly complete: boolean;
}

export interface ObservedLoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly canonicalHostedZoneId?: string;
  /** `provisioning`, `active`, `active_impaired`, `failed`. */
  readonly state: string;
  readonly scheme: string;
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroups: readonly string[];
  readonly ipv4IpamPoolId?: string;
  readonly attributes?: Attributes;
  readonly tags: Tags;
  readonly webAclArn?: string;
  /** Of Shield Advanced; see `unreadProtection`. */
  readonly protectionId?: string;
  readonly capacityUnits?: number;
}

/** In place of a protection's id: this process has made one, and only AWS knows its id until it is read. */
export const unreadProtection = '';

export interface ObservedListener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly defaultActions: readonly Action[];
  /** Default certificate first, then the SNI certificates; SNI ones only when they were read. */
  readonly certificates: readonly string[];
  readonly sslPolicy?: string;
  readonly mutualAuthentication?: MutualAuthentication;
  readonly attributes?: Attributes;
  readonly tags: Tags;
}

export interface ObservedRule {
  readonly arn: string;
  readonly listenerArn: string;
  readonly priority: number;
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
  readonly transforms: readonly Transform[];
  readonly tags: Tags;
}

export interface ObservedTargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly targetType: string;
  readonly port: number;
  readonly protocol: string;
  readonly protocolVersion: string;
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly healthCheck: HealthCheck;
  readonly attributes?: Attributes;
  readonly loadBalancerArns: readonly string[];
  /** Read only while a group warms up behind a parked rule. */
  readonly health?: { readonly registered: number; readonly healthy: number };
  readonly tags: Tags;
}

export interface ObservedCertificate {
  readonly arn: string;
  readonly tags: Tags;
}

export interface ObservedTrustStore {
  readonly arn: string;
  readonly tags: Tags;
}

export interface ObservedSecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly ingress: readonly IngressRule[];
  readonly tags: Tags;
}
