import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { disassociate } from '../elastic-addresses.ts';
import { refuseRequesterManaged, requireInterface } from '../network-interfaces.ts';

/** DeleteNetworkInterface: only one that nothing uses and no service owns. */
export const deleteNetworkInterface = (ec2: Ec2) =>
  function remove({ NetworkInterfaceId }: { readonly NetworkInterfaceId: string }) {
    const row = requireInterface(ec2, NetworkInterfaceId);
    if (row.attachment) {
      throw new AwsError('InvalidParameterValue', `Network interface '${row.id}' is currently in use.`);
    }
    refuseRequesterManaged(row);
    for (const address of ec2.tables.now.addresses.by('network-interface-id', row.id)) disassociate(ec2, address);
    ec2.tables.now.networkInterfaces.delete(row.id);
    ec2.world.changed();
    return {};
  };
