// Where a subnet may lie: inside a block of its VPC, apart from its neighbours.
import { AwsError } from '../aws-error.ts';
import { formatCidr } from '../cidr.ts';
import { isWithin, overlapping, readBlock, refuseBlockSize } from './blocks.ts';
import type { Ec2 } from './ec2.ts';
import type { Vpc } from './tables.ts';

const conflict = (text: string) =>
  new AwsError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);

/** The IPv4 block in canonical form; throws InvalidParameterValue, InvalidSubnet.Range or InvalidSubnet.Conflict. */
export function readSubnetBlock({ tables }: Ec2, vpc: Vpc, text: string): string {
  const block = readBlock(text, 4, 'cidrBlock');
  refuseBlockSize(block, text, 'InvalidSubnet.Range');
  const outside = !isWithin(
    block,
    vpc.cidrBlocks.map(({ cidr }) => cidr),
  );
  if (outside) throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  const neighbours = tables.now.subnets.by('vpc-id', vpc.id).map(({ cidr }) => cidr);
  if (overlapping(block, neighbours) !== undefined) throw conflict(text);
  return formatCidr(block);
}

/** The IPv6 block, a /44 to /64 in steps of four inside a block of the VPC (Amazon VPC user guide, "Subnet sizing for IPv6"). */
export function readIpv6SubnetBlock({ tables }: Ec2, vpc: Vpc, text: string): string {
  const block = readBlock(text, 6, 'ipv6CidrBlock');
  const isAllowedSize = block.prefix >= 44 && block.prefix <= 64 && block.prefix % 4 === 0;
  if (
    !isAllowedSize ||
    !isWithin(
      block,
      vpc.ipv6CidrBlocks.map(({ cidr }) => cidr),
    )
  ) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  const neighbours = tables.now.subnets.by('vpc-id', vpc.id).flatMap(({ ipv6Cidr }) => ipv6Cidr ?? []);
  if (overlapping(block, neighbours) !== undefined) throw conflict(text);
  return formatCidr(block);
}
