// The subnets a request names, with the fixed addresses of Network Load Balancers ("SubnetMapping", ELBv2 API reference).
import { AwsError } from '../../aws-error.ts';
import { addressValue, contains, parseCidr } from '../../cidr.ts';
import type { Subnet } from '../../ec2/tables.ts';
import type { Elbv2 } from '../elbv2.ts';
import { given } from '../given-members.ts';
import type { LoadBalancer, Placement } from '../tables.ts';

export interface SubnetsInput {
  readonly Subnets?: readonly string[];
  readonly SubnetMappings?: readonly SubnetMapping[];
}

export interface SubnetMapping {
  readonly SubnetId?: string;
  readonly AllocationId?: string;
  readonly PrivateIPv4Address?: string;
  readonly IPv6Address?: string;
  readonly SourceNatIpv6Prefix?: string;
}

/** The load balancer the mappings are for. */
export type MappedLoadBalancer = Pick<LoadBalancer, 'type' | 'scheme' | 'ipAddressType' | 'sourceNatPrefix'>;

const invalid = (message: string) => new AwsError('ValidationError', message);
const unsuitable = (message: string) => new AwsError('InvalidConfigurationRequest', message);

/** One mapping per subnet of the request; exactly one of the two lists must be given. */
export function mappingsOf({ Subnets, SubnetMappings }: SubnetsInput): readonly SubnetMapping[] {
  if (Subnets && SubnetMappings) throw invalid('You cannot specify both Subnets and SubnetMappings');
  const mappings = SubnetMappings ?? Subnets?.map((SubnetId) => ({ SubnetId })) ?? [];
  if (mappings.length === 0) throw invalid('At least one subnet must be specified');
  if (mappings.some(({ SubnetId }) => SubnetId === undefined)) throw invalid('A subnet ID must be specified');
  return mappings;
}

/** Refuses fixed addresses that this load balancer cannot have, whatever its subnets. */
export function refuseMappings(mappings: readonly SubnetMapping[], loadBalancer: MappedLoadBalancer): void {
  for (const mapping of mappings) {
    refuseIpv4(mapping, loadBalancer);
    refuseIpv6(mapping, loadBalancer);
  }
}

function refuseIpv4({ AllocationId, PrivateIPv4Address }: SubnetMapping, { type, scheme }: MappedLoadBalancer): void {
  if (AllocationId !== undefined && type !== 'network') {
    throw unsuitable(`Elastic IPs are not supported for load balancers with type '${type}'`);
  }
  if (AllocationId !== undefined && scheme === 'internal') {
    throw unsuitable(`Elastic IPs are not supported for load balancers with scheme 'internal'`);
  }
  if (PrivateIPv4Address !== undefined && (type !== 'network' || scheme !== 'internal')) {
    throw unsuitable(`You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'.`);
  }
}

function refuseIpv6(
  { IPv6Address, SourceNatIpv6Prefix }: SubnetMapping,
  { type, ipAddressType, sourceNatPrefix }: MappedLoadBalancer,
): void {
  if (IPv6Address !== undefined && (type !== 'network' || ipAddressType !== 'dualstack')) {
    throw unsuitable(
      `You can only specify IPv6 addresses for Network Load Balancers with IP address type 'dualstack'.`,
    );
  }
  if (SourceNatIpv6Prefix !== undefined && sourceNatPrefix !== 'on') {
    throw unsuitable(
      `'EnablePrefixForIpv6SourceNat' must be set to 'on', before 'SourceNatIpv6Prefix' can be specified.`,
    );
  }
}

/** The mapping as it is kept, once its subnet is known; refuses addresses that are not there to be had. */
export function toPlacement(elbv2: Elbv2, mapping: SubnetMapping, subnet: Subnet): Placement {
  const { AllocationId, PrivateIPv4Address, IPv6Address, SourceNatIpv6Prefix } = mapping;
  if (AllocationId !== undefined && !elbv2.ec2.tables.now.addresses.has(AllocationId)) {
    throw new AwsError('AllocationIdNotFound', `The allocation ID '${AllocationId}' does not exist`);
  }
  if (PrivateIPv4Address !== undefined && !isIn(subnet.cidr, PrivateIPv4Address)) {
    throw unsuitable(`The private IPv4 address ${PrivateIPv4Address} does not belong to the subnet '${subnet.id}'`);
  }
  if (IPv6Address !== undefined && !isIn(subnet.ipv6Cidr, IPv6Address)) {
    throw unsuitable(`IPv6 address ${IPv6Address} does not belong to the cidr block associated with the subnet`);
  }
  if (SourceNatIpv6Prefix !== undefined && !/^auto_assigned$|\/80$/.test(SourceNatIpv6Prefix)) {
    throw unsuitable(`The IPv6 prefix '${SourceNatIpv6Prefix}' must have a netmask of /80 or be 'auto_assigned'`);
  }
  return {
    subnetId: subnet.id,
    zone: subnet.zone,
    ...given({
      allocationId: AllocationId,
      privateIpv4Address: PrivateIPv4Address,
      ipv6Address: IPv6Address,
      sourceNatIpv6Prefix: SourceNatIpv6Prefix,
    }),
  };
}

function isIn(block: string | undefined, address: string): boolean {
  const cidr = block === undefined ? undefined : parseCidr(block);
  return cidr !== undefined && addressValue(address) !== undefined && contains(cidr, address);
}
