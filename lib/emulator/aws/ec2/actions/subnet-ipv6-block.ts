import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { readIpv6SubnetBlock } from '../subnet-blocks.ts';
import { ipv6AssociationId, requireSubnet, toIpv6View } from '../subnets.ts';
import { refuseUnsupported } from '../unsupported.ts';
import { requireVpc } from '../vpcs.ts';

/** AssociateSubnetCidrBlock: the one IPv6 block of a subnet. */
export const associateSubnetCidrBlock = (ec2: Ec2) =>
  function associate(input: { readonly SubnetId: string; readonly Ipv6CidrBlock?: string }) {
    refuseUnsupported(input, ['Ipv6IpamPoolId', 'Ipv6NetmaskLength']);
    const subnet = requireSubnet(ec2, input.SubnetId);
    if (input.Ipv6CidrBlock === undefined) {
      throw new AwsError('MissingParameter', `Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.`);
    }
    if (subnet.ipv6Cidr !== undefined) {
      throw new AwsError(
        'InvalidSubnet.Conflict',
        `The subnet '${subnet.id}' already has an IPv6 CIDR block associated with it`,
      );
    }
    const ipv6Cidr = readIpv6SubnetBlock(ec2, requireVpc(ec2, subnet.vpcId), input.Ipv6CidrBlock);
    const changed = { ...subnet, ipv6Cidr };
    ec2.tables.now.subnets.set(subnet.id, changed);
    ec2.world.changed();
    return { SubnetId: subnet.id, Ipv6CidrBlockAssociation: toIpv6View(changed, 'associating') };
  };

/** DisassociateSubnetCidrBlock: refused while an interface has an address of the block. */
export const disassociateSubnetCidrBlock = (ec2: Ec2) =>
  function disassociate({ AssociationId }: { readonly AssociationId: string }) {
    const { subnets, networkInterfaces } = ec2.tables.now;
    const subnet = [...subnets.values()].find(
      (candidate) => candidate.ipv6Cidr !== undefined && ipv6AssociationId(candidate) === AssociationId,
    );
    if (!subnet) {
      throw new AwsError(
        'InvalidSubnetCidrBlockAssociationID.NotFound',
        `The subnet CIDR block with association ID '${AssociationId}' does not exist`,
      );
    }
    if (networkInterfaces.by('subnet-id', subnet.id).some(({ ipv6Addresses }) => ipv6Addresses.length > 0)) {
      throw new AwsError(
        'DependencyViolation',
        `The subnet CIDR block with association ID '${AssociationId}' has dependencies and cannot be disassociated.`,
      );
    }
    const { ipv6Cidr: _gone, ...rest } = subnet;
    subnets.set(subnet.id, { ...rest, assignsIpv6: false });
    ec2.world.changed();
    return { SubnetId: subnet.id, Ipv6CidrBlockAssociation: toIpv6View(subnet, 'disassociating') };
  };
