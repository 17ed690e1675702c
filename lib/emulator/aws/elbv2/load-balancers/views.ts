// Load balancers as replies show them.
import type { Elbv2 } from '../elbv2.ts';
import type { LoadBalancer, Placement } from '../tables.ts';
import { hostedZoneOf } from './hosted-zones.ts';

/** One load balancer. A Gateway Load Balancer has neither name in DNS nor scheme nor security groups. */
export function toLoadBalancerView(elbv2: Elbv2, loadBalancer: LoadBalancer) {
  const { arn, name, type, state, vpcId, createdAt, ipAddressType, ipv4IpamPoolId } = loadBalancer;
  return {
    LoadBalancerArn: arn,
    ...(type !== 'gateway' && facingMembers(elbv2, loadBalancer)),
    CreatedTime: createdAt,
    LoadBalancerName: name,
    VpcId: vpcId,
    State: { Code: state },
    Type: type,
    AvailabilityZones: toZoneViews(elbv2, loadBalancer),
    IpAddressType: ipAddressType,
    CustomerOwnedIpv4Pool: loadBalancer.customerOwnedIpv4Pool,
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: loadBalancer.enforcesPrivateLinkRules,
    EnablePrefixForIpv6SourceNat: loadBalancer.sourceNatPrefix,
    IpamPools: ipv4IpamPoolId === undefined ? undefined : { Ipv4IpamPoolId: ipv4IpamPoolId },
  };
}

/** What clients see. A Network Load Balancer without security groups leaves them out. */
const facingMembers = ({ world }: Elbv2, { type, dnsName, scheme, securityGroups }: LoadBalancer) => ({
  DNSName: dnsName,
  CanonicalHostedZoneId: hostedZoneOf(world.region, type),
  Scheme: scheme,
  ...((type === 'application' || securityGroups.length > 0) && { SecurityGroups: securityGroups }),
});

/** Its zones with their subnets and fixed addresses. */
export const toZoneViews = (elbv2: Elbv2, { subnets }: Pick<LoadBalancer, 'subnets'>) =>
  subnets.map((placement) => ({
    ZoneName: placement.zone,
    SubnetId: placement.subnetId,
    LoadBalancerAddresses: addressesOf(elbv2, placement),
    ...(placement.sourceNatIpv6Prefix !== undefined && { SourceNatIpv6Prefixes: [placement.sourceNatIpv6Prefix] }),
  }));

function addressesOf(elbv2: Elbv2, { allocationId, privateIpv4Address, ipv6Address }: Placement) {
  const address = {
    ...(allocationId !== undefined && {
      IpAddress: elbv2.ec2.tables.now.addresses.get(allocationId)?.publicIp,
      AllocationId: allocationId,
    }),
    ...(privateIpv4Address !== undefined && { PrivateIPv4Address: privateIpv4Address }),
    ...(ipv6Address !== undefined && { IPv6Address: ipv6Address }),
  };
  return Object.keys(address).length === 0 ? [] : [address];
}
