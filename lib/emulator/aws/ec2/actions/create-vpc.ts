import { AwsError } from '../../aws-error.ts';
import { formatCidr } from '../../cidr.ts';
import { newIpv6Block, readBlock, refuseBlockSize, refuseReserved } from '../blocks.ts';
import type { Ec2 } from '../ec2.ts';
import { readTagSpecifications, type TagSpecification } from '../tags.ts';
import { refuseUnsupported } from '../unsupported.ts';
import { addVpc, toVpcView } from '../vpcs.ts';

interface CreateVpcInput {
  readonly CidrBlock?: string;
  readonly InstanceTenancy?: string;
  readonly AmazonProvidedIpv6CidrBlock?: boolean;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const unsupported = ['Ipv4IpamPoolId', 'Ipv6IpamPoolId', 'Ipv6Pool', 'Ipv6CidrBlock', 'VpcEncryptionControl'];

/** CreateVpc: with a main route table, an access control list and a default security group. */
export const createVpc = (ec2: Ec2) =>
  function create(input: CreateVpcInput) {
    const { tables, world } = ec2;
    refuseUnsupported(input, unsupported);
    if (input.CidrBlock === undefined) {
      throw new AwsError('MissingParameter', `Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.`);
    }
    const block = readBlock(input.CidrBlock, 4, 'cidrBlock');
    refuseBlockSize(block, input.CidrBlock, 'InvalidVpc.Range');
    refuseReserved(block, input.CidrBlock);
    if (input.InstanceTenancy === 'host') {
      throw new AwsError('InvalidParameterValue', `The tenancy value 'host' is not supported for a VPC.`);
    }
    const tags = readTagSpecifications(input.TagSpecifications, 'vpc', world.limits.tagsPerResource);
    if (tables.now.vpcs.size >= world.limits.vpcs) {
      throw new AwsError('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
    }
    const vpc = addVpc(ec2, {
      cidr: formatCidr(block),
      tags,
      ...(input.InstanceTenancy !== undefined && { tenancy: input.InstanceTenancy }),
      ...(input.AmazonProvidedIpv6CidrBlock && { ipv6Cidr: newIpv6Block(ec2) }),
    });
    world.changed();
    return { Vpc: { ...toVpcView(ec2, vpc), State: 'pending' } };
  };
