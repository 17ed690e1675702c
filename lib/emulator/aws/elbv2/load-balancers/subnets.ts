// The subnets of a load balancer: enough zones, one subnet per zone, one VPC, room for its nodes.
import { AwsError } from '../../aws-error.ts';
import { parseCidr } from '../../cidr.ts';
import { freeAddressCount } from '../../ec2/network-interfaces.ts';
import type { Subnet } from '../../ec2/tables.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { LoadBalancer } from '../tables.ts';
import { traitsOf } from './types.ts';

export interface SubnetDemand extends Pick<LoadBalancer, 'type' | 'scheme' | 'ipAddressType'> {
  /** Subnets whose nodes are there already and need no room. */
  readonly present: readonly string[];
}

/** The subnets of these ids, or the refusal. */
export function requireSubnets(elbv2: Elbv2, ids: readonly string[], demand: SubnetDemand): readonly Subnet[] {
  const { ec2 } = elbv2;
  const subnets = ids.map((id) => {
    const subnet = ec2.tables.now.subnets.get(id);
    if (!subnet) throw new AwsError('SubnetNotFound', `The subnet ID '${id}' does not exist`);
    return subnet;
  });
  const zones = new Set(subnets.map(({ zone }) => zone));
  if (zones.size < subnets.length) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  if (zones.size < traitsOf(demand.type).minimumZones) {
    throw new AwsError('ValidationError', 'At least two subnets in two different Availability Zones must be specified');
  }
  if (new Set(subnets.map(({ vpcId }) => vpcId)).size > 1) {
    throw new AwsError('InvalidConfigurationRequest', 'All subnets must belong to the same VPC');
  }
  refuseUnsuitable(elbv2, subnets, demand);
  return subnets;
}

/** Network and Gateway Load Balancers have one node per subnet; an Application Load Balancer may grow to eight. */
const roomFor = { application: 8, network: 1, gateway: 1 } as const;

function refuseUnsuitable(elbv2: Elbv2, subnets: readonly Subnet[], demand: SubnetDemand): void {
  const { internetGateways } = elbv2.ec2.tables.now;
  const { type, scheme, ipAddressType } = demand;
  const needsGateway = type !== 'gateway' && scheme === 'internet-facing';
  for (const subnet of subnets) {
    if (needsGateway && internetGateways.countBy('attachment.vpc-id', subnet.vpcId) === 0) {
      throw new AwsError('InvalidSubnet', `VPC ${subnet.vpcId} has no internet gateway`);
    }
    if (ipAddressType !== 'ipv4' && subnet.ipv6Cidr === undefined) {
      throw new AwsError(
        'InvalidSubnet',
        `The subnet '${subnet.id}' must have an IPv6 CIDR block for IP address type '${ipAddressType}'`,
      );
    }
    refuseNarrow(elbv2, subnet, demand);
  }
}

/** A subnet must have room for the nodes, and one of an Application Load Balancer 32 addresses. */
function refuseNarrow({ ec2 }: Elbv2, { id, cidr }: Subnet, { type, present }: SubnetDemand): void {
  const room = roomFor[type];
  const isSmall = type === 'application' && (parseCidr(cidr)?.prefix ?? 32) > 27;
  if (!isSmall && (present.includes(id) || freeAddressCount(ec2, id) >= room)) return;
  throw new AwsError(
    'InvalidSubnet',
    `Not enough IP space available in ${id}. ELB requires at least ${room} free IP addresses in each subnet.`,
  );
}
