// Subnets: their place in the VPC, and how replies show them.
import { AwsError } from '../aws-error.ts';
import { ec2Arn, newId, type Ec2 } from './ec2.ts';
import { freeAddressCount } from './network-interfaces.ts';
import { requireRow } from './resource-ids.ts';
import type { Subnet } from './tables.ts';
import { toTagsMember } from './tags.ts';
import { zoneId, zoneNames } from './zones.ts';

export interface SubnetPlan {
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly ipv6Cidr?: string;
  readonly isDefaultForZone?: boolean;
  readonly mapsPublicIp?: boolean;
  readonly tags: Subnet['tags'];
}

/** A subnet with the settings AWS gives a new one; instances of a default subnet get public addresses. */
export function addSubnet({ world, tables }: Ec2, plan: SubnetPlan): Subnet {
  const isDefaultForZone = plan.isDefaultForZone ?? false;
  const subnet: Subnet = {
    ...plan,
    id: newId(world, 'subnet'),
    isDefaultForZone,
    mapsPublicIp: plan.mapsPublicIp ?? isDefaultForZone,
    assignsIpv6: false,
    enableDns64: false,
    hostnames: { HostnameType: 'ip-name', EnableResourceNameDnsARecord: false, EnableResourceNameDnsAAAARecord: false },
  };
  tables.now.subnets.set(subnet.id, subnet);
  return subnet;
}

/** The block of the default subnet in the n-th zone. */
export const defaultSubnetBlock = (index: number): string => `172.31.${16 * index}.0/20`;

/** The subnet; throws InvalidSubnetID.Malformed or InvalidSubnetID.NotFound. */
export const requireSubnet = ({ tables }: Ec2, id: string): Subnet => requireRow(tables.now, 'subnets', id);

/** The zone of a request by name or id, or the first one; throws InvalidParameterValue for another. */
export function readZone({ world }: Ec2, name: string | undefined, id: string | undefined): string {
  const zones = zoneNames(world.region);
  const found = zones.find((zone) => (name === undefined ? id === undefined || zoneId(zone) === id : zone === name));
  if (found !== undefined) return found;
  const [parameter, given] = name === undefined ? ['availabilityZoneId', id] : ['availabilityZone', name];
  const known = parameter === 'availabilityZone' ? zones : zones.map(zoneId);
  throw new AwsError(
    'InvalidParameterValue',
    `Value (${given}) for parameter ${parameter} is invalid. Subnets can currently only be created in the following availability zones: ${known.join(', ')}.`,
  );
}

/** A subnet as replies show it. */
export const toSubnetView = (ec2: Ec2, subnet: Subnet) => ({
  SubnetId: subnet.id,
  SubnetArn: ec2Arn(ec2.world, 'subnet', subnet.id),
  VpcId: subnet.vpcId,
  OwnerId: ec2.world.accountId,
  CidrBlock: subnet.cidr,
  Ipv6CidrBlockAssociationSet: subnet.ipv6Cidr === undefined ? [] : [toIpv6View(subnet)],
  AvailabilityZone: subnet.zone,
  AvailabilityZoneId: zoneId(subnet.zone),
  AvailableIpAddressCount: freeAddressCount(ec2, subnet.id),
  DefaultForAz: subnet.isDefaultForZone,
  MapPublicIpOnLaunch: subnet.mapsPublicIp,
  AssignIpv6AddressOnCreation: subnet.assignsIpv6,
  MapCustomerOwnedIpOnLaunch: false,
  EnableDns64: subnet.enableDns64,
  Ipv6Native: false,
  PrivateDnsNameOptionsOnLaunch: subnet.hostnames,
  State: 'available',
  ...toTagsMember(subnet.tags),
});

/** Id of the one association a subnet can have with an IPv6 block. */
export const ipv6AssociationId = ({ id }: Pick<Subnet, 'id'>): string =>
  `subnet-cidr-assoc-${id.slice('subnet-'.length)}`;

/** The association with the IPv6 block. */
export const toIpv6View = (subnet: Subnet, State = 'associated') => ({
  AssociationId: ipv6AssociationId(subnet),
  Ipv6CidrBlock: subnet.ipv6Cidr,
  Ipv6CidrBlockState: { State },
  Ipv6AddressAttribute: 'public',
  IpSource: 'amazon',
});
