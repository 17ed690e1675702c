import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readIpv6SubnetBlock, readSubnetBlock } from '../subnet-blocks.ts';
import { addSubnet, readZone, toSubnetView } from '../subnets.ts';
import { readTagSpecifications, type TagSpecification } from '../tags.ts';
import { refuseUnsupported } from '../unsupported.ts';
import { requireVpc } from '../vpcs.ts';

interface CreateSubnetInput {
  readonly VpcId: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly Ipv6Native?: boolean;
  readonly AvailabilityZone?: string;
  readonly AvailabilityZoneId?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const unsupported = ['OutpostArn', 'Ipv4IpamPoolId', 'Ipv6IpamPoolId', 'Ipv4NetmaskLength', 'Ipv6NetmaskLength'];

/** CreateSubnet. Subnets without IPv4 (`Ipv6Native`) are refused: no load balancer lives in them. */
export const createSubnet = (ec2: Ec2) =>
  function create(input: CreateSubnetInput) {
    const { tables, world } = ec2;
    refuseUnsupported(input, unsupported);
    const vpc = requireVpc(ec2, input.VpcId);
    if (input.Ipv6Native) refuseNative(input);
    if (input.CidrBlock === undefined) {
      throw new AwsError('MissingParameter', `Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.`);
    }
    refuseBothZones(input);
    const zone = readZone(ec2, input.AvailabilityZone, input.AvailabilityZoneId);
    const cidr = readSubnetBlock(ec2, vpc, input.CidrBlock);
    const ipv6Cidr = input.Ipv6CidrBlock === undefined ? undefined : readIpv6SubnetBlock(ec2, vpc, input.Ipv6CidrBlock);
    const tags = readTagSpecifications(input.TagSpecifications, 'subnet', world.limits.tagsPerResource);
    if (tables.now.subnets.countBy('vpc-id', vpc.id) >= world.limits.subnetsPerVpc) {
      throw new AwsError('SubnetLimitExceeded', 'The maximum number of subnets has been reached.');
    }
    const subnet = addSubnet(ec2, { vpcId: vpc.id, zone, cidr, tags, ...(ipv6Cidr !== undefined && { ipv6Cidr }) });
    world.changed();
    return { Subnet: toSubnetView(ec2, subnet) };
  };

function refuseNative({ CidrBlock, Ipv6CidrBlock }: CreateSubnetInput): never {
  if (Ipv6CidrBlock === undefined) {
    throw new AwsError('MissingParameter', `Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.`);
  }
  if (CidrBlock !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'When specifying ipv4 parameters, cidrBlock or ipv4IpamPoolId, you cannot set ipv6Native to true.',
    );
  }
  throw new AwsError('UnsupportedOperation', 'The parameter Ipv6Native is not supported by this emulator.');
}

function refuseBothZones({ AvailabilityZone, AvailabilityZoneId }: CreateSubnetInput): void {
  if (AvailabilityZone === undefined || AvailabilityZoneId === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    'The parameter availabilityZone cannot be used with the parameter availabilityZoneId',
  );
}
