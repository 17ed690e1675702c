// Load balancers, listeners and rules as AWS describes them → our observed form.
import type {
  Listener as SdkListener,
  LoadBalancer as SdkLoadBalancer,
  Rule as SdkRule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ObservedListener, ObservedLoadBalancer, ObservedRule } from '../../core/plan/observed.ts';
import type { MutualAuthentication } from '../../core/stack/stack.ts';
import { actionsFromSdk } from './action-shapes.ts';
import { conditionFromSdk } from './condition-shapes.ts';
import { dropAbsent, list, number, text } from './optional-members.ts';
import { transformFromSdk } from './transform-shapes.ts';

/** Members that AWS leaves out become '' or an empty list; tags and attributes come from other calls. */
export function loadBalancerFromSdk(described: SdkLoadBalancer): Omit<ObservedLoadBalancer, 'tags'> {
  return {
    arn: text(described.LoadBalancerArn),
    name: text(described.LoadBalancerName),
    dnsName: text(described.DNSName),
    state: text(described.State?.Code),
    scheme: text(described.Scheme),
    ipAddressType: text(described.IpAddressType),
    vpcId: text(described.VpcId),
    subnetIds: list(described.AvailabilityZones).map(({ SubnetId }) => text(SubnetId)),
    securityGroups: list(described.SecurityGroups),
    ...dropAbsent({
      canonicalHostedZoneId: described.CanonicalHostedZoneId,
      ipv4IpamPoolId: described.IpamPools?.Ipv4IpamPoolId,
    }),
  };
}

/** Of the certificates only the default one is described here. */
export function listenerFromSdk(described: SdkListener): Omit<ObservedListener, 'tags'> {
  return {
    arn: text(described.ListenerArn),
    loadBalancerArn: text(described.LoadBalancerArn),
    port: number(described.Port),
    protocol: text(described.Protocol),
    defaultActions: actionsFromSdk(described.DefaultActions),
    certificates: list(described.Certificates).map(({ CertificateArn }) => text(CertificateArn)),
    ...dropAbsent({ sslPolicy: described.SslPolicy, mutualAuthentication: mutualAuthenticationFromSdk(described) }),
  };
}

function mutualAuthenticationFromSdk({
  MutualAuthentication: described,
}: SdkListener): MutualAuthentication | undefined {
  if (!described?.Mode) return undefined;
  return {
    mode: described.Mode as MutualAuthentication['mode'],
    ...dropAbsent({
      trustStoreArn: described.TrustStoreArn,
      ignoreClientCertificateExpiry: described.IgnoreClientCertificateExpiry,
      advertiseTrustStoreCaNames: described.AdvertiseTrustStoreCaNames,
    }),
  };
}

/**
 * The listener is given because AWS does not name it in a rule. The default rule, whose priority is no number, gets
 * NaN: leave it out before.
 */
export function ruleFromSdk(described: SdkRule, listenerArn: string): Omit<ObservedRule, 'tags'> {
  return {
    arn: text(described.RuleArn),
    listenerArn,
    priority: Number(described.Priority),
    conditions: list(described.Conditions).map(conditionFromSdk),
    actions: actionsFromSdk(described.Actions),
    transforms: list(described.Transforms).map(transformFromSdk),
  };
}
