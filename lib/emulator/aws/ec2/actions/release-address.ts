import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireAddress, type AddressReference } from '../elastic-addresses.ts';
import { defaultVpc } from '../vpcs.ts';

/** ReleaseAddress: one that is associated only in the default VPC, which disassociates it. */
export const releaseAddress = (ec2: Ec2) =>
  function release(input: AddressReference) {
    const { id, publicIp, association } = requireAddress(ec2, input);
    const { networkInterfaces } = ec2.tables.now;
    const vpcId = association && networkInterfaces.get(association.networkInterfaceId)?.vpcId;
    if (association && vpcId !== defaultVpc(ec2)?.id) {
      throw new AwsError('InvalidIPAddress.InUse', `Address ${publicIp} is in use.`);
    }
    ec2.tables.now.addresses.delete(id);
    ec2.world.changed();
    return {};
  };
