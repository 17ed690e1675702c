import { AwsError } from '../../aws-error.ts';
import { isWithin } from '../blocks.ts';
import { parseCidr } from '../../cidr.ts';
import type { Ec2 } from '../ec2.ts';
import type { Vpc } from '../tables.ts';
import { replaceBlocks, toBlockView, toIpv6BlockView } from '../vpcs.ts';

/** DisassociateVpcCidrBlock: not the primary block, and none that a subnet lies in. */
export const disassociateVpcCidrBlock = (ec2: Ec2) =>
  function disassociate({ AssociationId }: { readonly AssociationId: string }) {
    const isIt = ({ associationId }: Vpc['cidrBlocks'][number]) => associationId === AssociationId;
    const vpc = [...ec2.tables.now.vpcs.values()].find(
      ({ cidrBlocks, ipv6CidrBlocks }) => cidrBlocks.some(isIt) || ipv6CidrBlocks.some(isIt),
    );
    const block = vpc && [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks].find(isIt);
    if (!vpc || !block) {
      throw new AwsError(
        'InvalidVpcCidrBlockAssociationID.NotFound',
        `The vpc CIDR block association ID '${AssociationId}' does not exist`,
      );
    }
    if (vpc.cidrBlocks[0] === block) {
      throw new AwsError(
        'OperationNotPermitted',
        `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
      );
    }
    refuseUsed(ec2, vpc, block);
    const others = (blocks: Vpc['cidrBlocks']) => blocks.filter((other) => other !== block);
    replaceBlocks(ec2, {
      ...vpc,
      cidrBlocks: others(vpc.cidrBlocks),
      ipv6CidrBlocks: others(vpc.ipv6CidrBlocks),
    });
    return vpc.cidrBlocks.includes(block)
      ? { VpcId: vpc.id, CidrBlockAssociation: toBlockView(block, 'disassociating') }
      : {
          VpcId: vpc.id,
          Ipv6CidrBlockAssociation: toIpv6BlockView(ec2.world.region, block, 'disassociating'),
        };
  };

function refuseUsed({ tables }: Ec2, vpc: Vpc, { cidr, associationId }: Vpc['cidrBlocks'][number]): void {
  const isInside = (text: string | undefined) => {
    const block = parseCidr(text ?? '');
    return block !== undefined && isWithin(block, [cidr]);
  };
  const user = tables.now.subnets
    .by('vpc-id', vpc.id)
    .find((subnet) => isInside(subnet.cidr) || isInside(subnet.ipv6Cidr));
  if (!user) return;
  throw new AwsError(
    'DependencyViolation',
    `The vpc CIDR block with association ID ${associationId} has dependencies and cannot be disassociated: ${user.id}`,
  );
}
