import { AwsError } from '../../aws-error.ts';
import { readIpv6Addresses } from '../interface-addresses.ts';
import type { Ec2 } from '../ec2.ts';
import { refuseRequesterManaged, requireInterface } from '../network-interfaces.ts';
import { requireSubnet } from '../subnets.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface AssignInput {
  readonly NetworkInterfaceId: string;
  readonly Ipv6Addresses?: readonly string[];
  readonly Ipv6AddressCount?: number;
}

/** AssignIpv6Addresses: given addresses, or as many as asked for. */
export const assignIpv6Addresses = (ec2: Ec2) =>
  function assign(input: AssignInput) {
    refuseUnsupported(input, ['Ipv6Prefixes', 'Ipv6PrefixCount']);
    const row = requireInterface(ec2, input.NetworkInterfaceId);
    refuseRequesterManaged(row);
    const { Ipv6Addresses: given = [], Ipv6AddressCount: count = 0 } = input;
    if (given.length === 0 && count === 0) {
      throw new AwsError('MissingParameter', 'Either ipv6Addresses or ipv6AddressCount must be specified');
    }
    const added = readIpv6Addresses(ec2, requireSubnet(ec2, row.subnetId), given, count);
    ec2.tables.now.networkInterfaces.set(row.id, { ...row, ipv6Addresses: [...row.ipv6Addresses, ...added] });
    ec2.world.changed();
    return { NetworkInterfaceId: row.id, AssignedIpv6Addresses: added, AssignedIpv6Prefixes: [] };
  };

interface UnassignInput {
  readonly NetworkInterfaceId: string;
  readonly Ipv6Addresses?: readonly string[];
}

/** UnassignIpv6Addresses. */
export const unassignIpv6Addresses = (ec2: Ec2) =>
  function unassign(input: UnassignInput) {
    refuseUnsupported(input, ['Ipv6Prefixes']);
    const row = requireInterface(ec2, input.NetworkInterfaceId);
    refuseRequesterManaged(row);
    const doomed = input.Ipv6Addresses ?? [];
    if (doomed.some((address) => !row.ipv6Addresses.includes(address))) {
      throw new AwsError(
        'InvalidParameterValue',
        `Some of the specified addresses are not assigned to interface ${row.id}`,
      );
    }
    const ipv6Addresses = row.ipv6Addresses.filter((address) => !doomed.includes(address));
    ec2.tables.now.networkInterfaces.set(row.id, { ...row, ipv6Addresses });
    ec2.world.changed();
    return { NetworkInterfaceId: row.id, UnassignedIpv6Addresses: doomed, UnassignedIpv6Prefixes: [] };
  };
