// LoadBalancerConfiguration: how the load balancer of a Gateway, or of all Gateways of a class, is to be built.
// Field for field the kind that users of the AWS Load Balancer Controller have; what only a Network Load Balancer can
// do is accepted here and answered with a finding later.
import * as z from 'zod/mini';
import { configurationKind, parseConfiguration, type Parsed } from './configuration-kind.ts';
import { mutualAuthentication } from './mutual-authentication.ts';
import { attributes, int32, observedConfigurationStatus, stringMap } from './values.ts';

/** `PROTOCOL:PORT`; both halves may be missing, the colon may not. */
const protocolPort =
  /^(HTTP|HTTPS|TLS|TCP|UDP|TCP_UDP)?:(6553[0-5]|655[0-2]\d|65[0-4]\d{2}|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3})?$/;

const subnet = z.object({
  /** Subnet id, or the value of its Name tag. */
  identifier: z.optional(z.string()),
  eipAllocation: z.optional(z.string()),
  privateIPv4Allocation: z.optional(z.string()),
  ipv6Allocation: z.optional(z.string()),
  sourceNatIPv6Prefix: z.optional(z.string()),
});

const listenerConfiguration = z.object({
  protocolPort: z.string().check(z.regex(protocolPort)),
  /** Certificate ARN. */
  defaultCertificate: z.optional(z.string()),
  certificates: z.optional(z.array(z.string())),
  sslPolicy: z.optional(z.string()),
  alpnPolicy: z._default(z.enum(['HTTP1Only', 'HTTP2Only', 'HTTP2Optional', 'HTTP2Preferred', 'None']), 'None'),
  targetGroupStickiness: z.optional(z.boolean()),
  mutualAuthentication: z.optional(mutualAuthentication),
  listenerAttributes: z.optional(attributes),
  quicEnabled: z.optional(z.boolean()),
});

const spec = z.object({
  /** Which side wins where the class's and the Gateway's configuration differ; read on the class's only. */
  mergingMode: z.optional(z.enum(['prefer-gateway', 'prefer-gateway-class'])),
  loadBalancerName: z.optional(z.string().check(z.minLength(1), z.maxLength(32))),
  scheme: z.optional(z.enum(['internal', 'internet-facing'])),
  ipAddressType: z.optional(z.enum(['ipv4', 'dualstack', 'dualstack-without-public-ipv4'])),
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: z.optional(z.string()),
  customerOwnedIpv4Pool: z.optional(z.string()),
  ipv4IPAMPoolId: z.optional(z.string()),
  /** Wins over the selector. */
  loadBalancerSubnets: z.optional(z.array(subnet)),
  /** Tag key → values one of which the subnet's tag must have. */
  loadBalancerSubnetsSelector: z.optional(z.record(z.string(), z.array(z.string()))),
  listenerConfigurations: z.optional(z.array(listenerConfiguration)),
  disableSecurityGroup: z.optional(z.boolean()),
  /** Security group ids or names. */
  securityGroups: z.optional(z.array(z.string())),
  /** Prefix list ids. */
  securityGroupPrefixes: z.optional(z.array(z.string())),
  /** CIDRs; absent means everywhere. */
  sourceRanges: z.optional(z.array(z.string())),
  loadBalancerAttributes: z.optional(attributes),
  tags: z.optional(stringMap()),
  enableICMP: z.optional(z.boolean()),
  manageBackendSecurityGroupRules: z.optional(z.boolean()),
  minimumLoadBalancerCapacity: z.optional(z.object({ capacityUnits: int32() })),
  wafV2: z.optional(z.object({ webACL: z.string() })),
  shieldConfiguration: z.optional(z.object({ enabled: z.optional(z.boolean()) })),
  /** A TargetGroupConfiguration of the same namespace. */
  defaultTargetGroupConfiguration: z.optional(z.object({ name: z.string() })),
});

export const loadBalancerConfiguration = configurationKind('LoadBalancerConfiguration', {
  spec,
  status: observedConfigurationStatus,
});

export type LoadBalancerConfiguration = z.output<typeof loadBalancerConfiguration.object>;

/** Reads an untrusted object; what the schema does not know is dropped, defaults are filled in. */
export function parseLoadBalancerConfiguration(object: unknown): Parsed<LoadBalancerConfiguration> {
  return parseConfiguration(loadBalancerConfiguration.object, object);
}
