import { AwsError } from '../../aws-error.ts';
import { formatCidr, type Cidr } from '../../cidr.ts';
import { isWithin, newIpv6Block, overlapping, readBlock, refuseBlockSize, refuseReserved } from '../blocks.ts';
import { newId, type Ec2 } from '../ec2.ts';
import type { Vpc } from '../tables.ts';
import { refuseUnsupported } from '../unsupported.ts';
import { replaceBlocks, requireVpc, toBlockView, toIpv6BlockView } from '../vpcs.ts';

interface AssociateVpcCidrBlockInput {
  readonly VpcId: string;
  readonly CidrBlock?: string;
  readonly AmazonProvidedIpv6CidrBlock?: boolean;
}

/** AssociateVpcCidrBlock: one more IPv4 block, or an IPv6 block that Amazon chooses. */
export const associateVpcCidrBlock = (ec2: Ec2) =>
  function associate(input: AssociateVpcCidrBlockInput) {
    refuseUnsupported(input, ['Ipv4IpamPoolId', 'Ipv6IpamPoolId', 'Ipv6Pool', 'Ipv6CidrBlock']);
    const vpc = requireVpc(ec2, input.VpcId);
    if (input.CidrBlock !== undefined && input.AmazonProvidedIpv6CidrBlock) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameter amazonProvidedIpv6CidrBlock cannot be used with the parameter cidrBlock',
      );
    }
    if (input.CidrBlock !== undefined) return associateIpv4(ec2, vpc, input.CidrBlock);
    if (input.AmazonProvidedIpv6CidrBlock) return associateIpv6(ec2, vpc);
    throw new AwsError('MissingParameter', `Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.`);
  };

/** Blocks per VPC and family (Amazon VPC quotas). */
const maxBlocks = 5;

function refuseTooMany(vpc: Vpc, blocks: Vpc['cidrBlocks']): void {
  if (blocks.length < maxBlocks) return;
  throw new AwsError(
    'CidrLimitExceeded',
    `This network ${vpc.id} has met its maximum number of allowed CIDRs: ${maxBlocks}`,
  );
}

function associateIpv4(ec2: Ec2, vpc: Vpc, text: string) {
  const block = readBlock(text, 4, 'cidrBlock');
  refuseBlockSize(block, text, 'InvalidVpc.Range');
  refuseTooMany(vpc, vpc.cidrBlocks);
  refuseReserved(block, text);
  const other = vpc.cidrBlocks.find(({ cidr }) => overlapping(block, [cidr]) !== undefined);
  if (other) {
    throw new AwsError(
      'CidrConflict',
      `CIDR range conflicts with ${other.cidr} with association ID ${other.associationId}`,
    );
  }
  refuseRestricted(vpc, block, text);
  const association = { cidr: formatCidr(block), associationId: newId(ec2.world, 'vpc-cidr-assoc') };
  replaceBlocks(ec2, { ...vpc, cidrBlocks: [...vpc.cidrBlocks, association] });
  return { VpcId: vpc.id, CidrBlockAssociation: toBlockView(association, 'associating') };
}

function associateIpv6(ec2: Ec2, vpc: Vpc) {
  refuseTooMany(vpc, vpc.ipv6CidrBlocks);
  const association = { cidr: newIpv6Block(ec2), associationId: newId(ec2.world, 'vpc-cidr-assoc') };
  replaceBlocks(ec2, { ...vpc, ipv6CidrBlocks: [...vpc.ipv6CidrBlocks, association] });
  return {
    VpcId: vpc.id,
    Ipv6CidrBlockAssociation: toIpv6BlockView(ec2.world.region, association, 'associating'),
  };
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '198.19.0.0/16'];

/** A VPC stays in one private range (Amazon VPC user guide, "IPv4 CIDR block association restrictions"). */
function refuseRestricted(vpc: Vpc, block: Cidr, text: string): void {
  const primary = readBlock(vpc.cidrBlocks[0]?.cidr ?? '', 4, 'cidrBlock');
  const own = privateRanges.find((range) => isWithin(primary, [range]));
  const foreign = [...privateRanges, '169.254.0.0/16'].filter((range) => range !== own);
  if (!isWithin(block, foreign)) return;
  throw new AwsError(
    'InvalidVpc.Range',
    `The CIDR '${text}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Subnets.html`,
  );
}
