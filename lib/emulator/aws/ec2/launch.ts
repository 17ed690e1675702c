// Launch requests: which image, where, with which interfaces and groups.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { groupInDefaultVpc } from './group-reference.ts';
import type { AddressesInput } from './interface-addresses.ts';
import { readInterfaceGroups } from './interface-groups.ts';
import { requireInterface } from './network-interfaces.ts';
import { requireSubnet } from './subnets.ts';
import type { NetworkInterface, Subnet } from './tables.ts';
import { defaultVpc } from './vpcs.ts';
import { zoneNames } from './zones.ts';

export interface InterfaceSpecification extends AddressesInput {
  readonly NetworkInterfaceId?: string;
  readonly DeviceIndex?: number;
  readonly SubnetId?: string;
  readonly Description?: string;
  readonly Groups?: readonly string[];
  readonly DeleteOnTermination?: boolean;
  readonly AssociatePublicIpAddress?: boolean;
}

export interface LaunchInput extends AddressesInput {
  readonly SubnetId?: string;
  readonly SecurityGroupIds?: readonly string[];
  readonly SecurityGroups?: readonly string[];
  readonly NetworkInterfaces?: readonly InterfaceSpecification[];
  readonly Placement?: { readonly AvailabilityZone?: string };
}

/** An interface to make, or one that is there to be attached. */
export interface PlannedInterface {
  readonly deviceIndex: number;
  readonly subnet: Subnet;
  readonly groupIds: readonly string[];
  readonly present?: NetworkInterface;
  readonly specification: InterfaceSpecification;
}

/** The interfaces of each instance of a launch, the first device first. */
export function planInterfaces(ec2: Ec2, input: LaunchInput): readonly PlannedInterface[] {
  const { NetworkInterfaces: specifications = [] } = input;
  if (specifications.length === 0) {
    const subnet = input.SubnetId === undefined ? defaultSubnet(ec2, input) : requireSubnet(ec2, input.SubnetId);
    refuseOtherZone(ec2, subnet, input);
    const groupIds = readInterfaceGroups(ec2, groupIdsOf(ec2, input), subnet);
    return [{ deviceIndex: 0, subnet, groupIds, specification: input }];
  }
  refuseBoth(input);
  refusePublicAddress(specifications);
  const planned = specifications.map((specification) => planInterface(ec2, input, specification));
  if (!planned.some(({ deviceIndex }) => deviceIndex === 0)) {
    throw new AwsError('InvalidParameterValue', 'A network interface with device index 0 must be specified');
  }
  return [...planned].sort((a, b) => a.deviceIndex - b.deviceIndex);
}

function planInterface(ec2: Ec2, input: LaunchInput, specification: InterfaceSpecification): PlannedInterface {
  const { DeviceIndex: deviceIndex, NetworkInterfaceId: id, Groups } = specification;
  if (deviceIndex === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter deviceIndex');
  }
  if (id !== undefined) {
    const present = requireInterface(ec2, id);
    if (present.attachment) throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${id}] in use.`);
    const subnet = requireSubnet(ec2, present.subnetId);
    return { deviceIndex, subnet, groupIds: present.groupIds, present, specification };
  }
  const subnet =
    specification.SubnetId === undefined ? defaultSubnet(ec2, input) : requireSubnet(ec2, specification.SubnetId);
  return { deviceIndex, subnet, groupIds: readInterfaceGroups(ec2, Groups, subnet), specification };
}

/** Amazon lends a public address to the first device of an instance that has no other. */
function refusePublicAddress(specifications: readonly InterfaceSpecification[]): void {
  const asking = specifications.filter(({ AssociatePublicIpAddress }) => AssociatePublicIpAddress);
  if (asking.length > 0 && specifications.length > 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.',
    );
  }
  if (asking.some(({ DeviceIndex }) => DeviceIndex !== 0)) {
    throw new AwsError(
      'InvalidParameterValue',
      'The associatePublicIPAddress parameter can only be specified for the network interface with DeviceIndex 0.',
    );
  }
}

function refuseBoth(input: LaunchInput): void {
  const [what] = [
    ...(input.SubnetId === undefined ? [] : ['subnet ID']),
    ...(input.SecurityGroupIds || input.SecurityGroups ? ['security groups'] : []),
    ...(input.PrivateIpAddress === undefined ? [] : ['private IP address']),
  ];
  if (what === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `Network interfaces and an instance-level ${what} may not be specified on the same request`,
  );
}

/** Groups by id, or by name in the default VPC. */
function groupIdsOf(ec2: Ec2, { SecurityGroupIds, SecurityGroups, SubnetId }: LaunchInput) {
  if (!SecurityGroups) return SecurityGroupIds;
  if (SubnetId !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter groupName cannot be used with the parameter subnet',
    );
  }
  const named = SecurityGroups.map((name) => {
    const group = groupInDefaultVpc(ec2, name);
    if (group) return group.id;
    const place = `default VPC '${defaultVpc(ec2)?.id}'`;
    throw new AwsError('InvalidGroup.NotFound', `The security group '${name}' does not exist in ${place}`);
  });
  return [...(SecurityGroupIds ?? []), ...named];
}

function requireZone({ world }: Ec2, zone: string): void {
  if (zoneNames(world.region).includes(zone)) return;
  throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${zone}]`);
}

function refuseOtherZone(ec2: Ec2, subnet: Subnet, { Placement }: LaunchInput): void {
  const zone = Placement?.AvailabilityZone;
  if (zone === undefined) return;
  requireZone(ec2, zone);
  if (zone === subnet.zone) return;
  throw new AwsError(
    'InvalidParameterValue',
    `The availability zone '${zone}' does not match the availability zone of subnet '${subnet.id}'`,
  );
}

/** The default subnet of the asked zone, or of the first that has one. */
function defaultSubnet(ec2: Ec2, { Placement }: LaunchInput): Subnet {
  const zone = Placement?.AvailabilityZone;
  if (zone !== undefined) requireZone(ec2, zone);
  const vpc = defaultVpc(ec2);
  if (!vpc) {
    throw new AwsError(
      'VPCIdNotSpecified',
      'No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.',
    );
  }
  const subnets = ec2.tables.now.subnets.by('vpc-id', vpc.id).filter(({ isDefaultForZone }) => isDefaultForZone);
  const found = subnets.find((subnet) => zone === undefined || subnet.zone === zone);
  if (found) return found;
  if (zone === undefined) {
    throw new AwsError('MissingInput', `No subnets found for the default VPC '${vpc.id}'. Please specify a subnet.`);
  }
  throw new AwsError('InvalidInput', `No default subnet for availability zone: '${zone}'.`);
}
