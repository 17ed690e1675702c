// Elastic IP addresses: looking them up, letting go of them, showing them.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { ElasticAddress } from './tables.ts';
import { toTagList } from './tags.ts';

export interface AddressReference {
  readonly AllocationId?: string;
  readonly PublicIp?: string;
}

/** The address by allocation id or by itself; throws the NotFound error of the form used. */
export function requireAddress({ tables }: Ec2, { AllocationId, PublicIp }: AddressReference): ElasticAddress {
  if (AllocationId !== undefined && PublicIp !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'You may specify public IP or allocation id, but not both in the same call',
    );
  }
  if (AllocationId !== undefined) return requireRow(tables.now, 'addresses', AllocationId);
  if (PublicIp === undefined) {
    throw new AwsError('MissingParameter', 'Either public IP or allocation id must be specified');
  }
  const [found] = tables.now.addresses.by('public-ip', PublicIp);
  if (!found) throw new AwsError('InvalidAddress.NotFound', `Address '${PublicIp}' not found.`);
  return found;
}

/** Frees an address of what it is associated with. */
export function disassociate({ tables }: Ec2, { association: _gone, ...free }: ElasticAddress): void {
  tables.now.addresses.set(free.id, free);
}

/** An address as DescribeAddresses shows it. */
export function toAddressView({ tables, world }: Ec2, { id, publicIp, association, tags }: ElasticAddress) {
  const networkInterface = association && tables.now.networkInterfaces.get(association.networkInterfaceId);
  return {
    AllocationId: id,
    PublicIp: publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: world.region,
    ...(association && {
      AssociationId: association.id,
      NetworkInterfaceId: association.networkInterfaceId,
      NetworkInterfaceOwnerId: world.accountId,
      PrivateIpAddress: association.privateIp,
      InstanceId: networkInterface?.attachment?.instanceId,
    }),
    Tags: toTagList(tags),
  };
}
