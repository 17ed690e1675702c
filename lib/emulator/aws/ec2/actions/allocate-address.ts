import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { newPublicIp } from '../public-addresses.ts';
import { readTagSpecifications, type TagSpecification } from '../tags.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface AllocateAddressInput {
  readonly Domain?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const unsupported = ['Address', 'PublicIpv4Pool', 'CustomerOwnedIpv4Pool', 'IpamPoolId', 'NetworkBorderGroup'];

/** AllocateAddress: one of Amazon's addresses. */
export const allocateAddress = (ec2: Ec2) =>
  function allocate(input: AllocateAddressInput) {
    const { tables, world } = ec2;
    refuseUnsupported(input, unsupported);
    if (input.Domain === 'standard') {
      throw new AwsError('UnsupportedOperation', 'EC2-Classic addresses can no longer be allocated.');
    }
    const tags = readTagSpecifications(input.TagSpecifications, 'elastic-ip', world.limits.tagsPerResource);
    if (tables.now.addresses.size >= world.limits.elasticAddresses) {
      throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
    }
    const id = newId(world, 'eipalloc');
    const publicIp = newPublicIp(ec2);
    tables.now.addresses.set(id, { id, publicIp, tags });
    world.changed();
    return {
      AllocationId: id,
      PublicIp: publicIp,
      Domain: 'vpc',
      PublicIpv4Pool: 'amazon',
      NetworkBorderGroup: world.region,
    };
  };
