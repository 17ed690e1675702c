// Load balancers as replies show them.
import type { LoadBalancer } from '../tables.ts';

/** Hosted zones of Application Load Balancers by region ("Elastic Load Balancing endpoints and quotas"). */
const hostedZones: Readonly<Record<string, string>> = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-east-2': 'Z3AADJGX6KTTL2',
  'us-west-1': 'Z368ELLRRE2KJ0',
  'us-west-2': 'Z1H1FL5HABSF5',
  'eu-west-1': 'Z32O12XQLNTSW2',
  'eu-central-1': 'Z215JYRZR1TBD5',
};

const hostedZoneOf = (dnsName: string) => hostedZones[dnsName.split('.')[1] ?? ''] ?? 'Z1H1FL5HABSF5';

/** One load balancer. */
export const toLoadBalancerView = (loadBalancer: LoadBalancer) => ({
  LoadBalancerArn: loadBalancer.arn,
  DNSName: loadBalancer.dnsName,
  CanonicalHostedZoneId: hostedZoneOf(loadBalancer.dnsName),
  CreatedTime: loadBalancer.createdAt,
  LoadBalancerName: loadBalancer.name,
  Scheme: loadBalancer.scheme,
  VpcId: loadBalancer.vpcId,
  State: { Code: loadBalancer.state },
  Type: 'application',
  AvailabilityZones: toZoneViews(loadBalancer),
  SecurityGroups: loadBalancer.securityGroups,
  IpAddressType: loadBalancer.ipAddressType,
  CustomerOwnedIpv4Pool: loadBalancer.customerOwnedIpv4Pool,
  IpamPools: loadBalancer.ipv4IpamPoolId === undefined ? undefined : { Ipv4IpamPoolId: loadBalancer.ipv4IpamPoolId },
});

/** Its zones with their subnets. */
export const toZoneViews = ({ subnets }: LoadBalancer) =>
  subnets.map(({ subnetId, zone }) => ({ ZoneName: zone, SubnetId: subnetId, LoadBalancerAddresses: [] }));
