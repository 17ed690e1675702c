// The subnets of a load balancer: at least two zones, one subnet per zone, one VPC, room for its nodes.
import { AwsError } from '../../aws-error.ts';
import { freeAddressCount } from '../../ec2/network-interfaces.ts';
import type { Subnet } from '../../ec2/tables.ts';
import { parseCidr } from '../../cidr.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { LoadBalancer } from '../tables.ts';

export interface SubnetsInput {
  readonly Subnets?: readonly string[];
  readonly SubnetMappings?: readonly SubnetMapping[];
}

export interface SubnetMapping {
  readonly SubnetId?: string;
  readonly AllocationId?: string;
  readonly PrivateIPv4Address?: string;
  readonly IPv6Address?: string;
}

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Ids of the request; exactly one of the two lists must be given. */
export function subnetIdsOf({ Subnets, SubnetMappings }: SubnetsInput): readonly string[] {
  if (Subnets && SubnetMappings) throw invalid('You cannot specify both Subnets and SubnetMappings');
  if (
    SubnetMappings?.some(
      ({ AllocationId, PrivateIPv4Address, IPv6Address }) => AllocationId ?? PrivateIPv4Address ?? IPv6Address,
    )
  ) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Addresses cannot be specified in subnet mappings of an Application Load Balancer',
    );
  }
  const ids = Subnets ?? SubnetMappings?.map(({ SubnetId = '' }) => SubnetId) ?? [];
  if (ids.length === 0) throw invalid('At least one subnet must be specified');
  return ids;
}

export interface SubnetDemand {
  readonly scheme: LoadBalancer['scheme'];
  readonly ipAddressType: string;
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
  if (zones.size < 2) throw invalid('At least two subnets in two different Availability Zones must be specified');
  if (new Set(subnets.map(({ vpcId }) => vpcId)).size > 1) {
    throw new AwsError('InvalidConfigurationRequest', 'All subnets must belong to the same VPC');
  }
  refuseUnsuitable(elbv2, subnets, demand);
  return subnets;
}

function refuseUnsuitable(
  { ec2 }: Elbv2,
  subnets: readonly Subnet[],
  { scheme, ipAddressType, present }: SubnetDemand,
): void {
  const gateways = [...ec2.tables.now.internetGateways.values()];
  for (const { id, vpcId, cidr, ipv6Cidr } of subnets) {
    if (scheme === 'internet-facing' && !gateways.some((gateway) => gateway.vpcId === vpcId)) {
      throw new AwsError('InvalidSubnet', `VPC ${vpcId} has no internet gateway`);
    }
    if (ipAddressType !== 'ipv4' && ipv6Cidr === undefined) {
      throw new AwsError(
        'InvalidSubnet',
        `The subnet '${id}' must have an IPv6 CIDR block for IP address type '${ipAddressType}'`,
      );
    }
    const isSmall = (parseCidr(cidr)?.prefix ?? 32) > 27;
    if (isSmall || (!present.includes(id) && freeAddressCount(ec2, id) < 8)) {
      throw new AwsError(
        'InvalidSubnet',
        `Not enough IP space available in ${id}. ELB requires at least 8 free IP addresses in each subnet.`,
      );
    }
  }
}
