import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { freeAddresses, refuseAddress, refuseRequesterManaged, requireInterface } from '../network-interfaces.ts';
import { requireSubnet } from '../subnets.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface AssignInput {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddresses?: readonly string[];
  readonly SecondaryPrivateIpAddressCount?: number;
}

/** AssignPrivateIpAddresses: given secondary addresses, or as many as asked for. */
export const assignPrivateIpAddresses = (ec2: Ec2) =>
  function assign(input: AssignInput) {
    const { PrivateIpAddresses, SecondaryPrivateIpAddressCount } = input;
    refuseUnsupported(input, ['Ipv4Prefixes', 'Ipv4PrefixCount']);
    const row = requireInterface(ec2, input.NetworkInterfaceId);
    refuseRequesterManaged(row);
    if ((PrivateIpAddresses === undefined) === (SecondaryPrivateIpAddressCount === undefined)) {
      throw new AwsError(
        'InvalidParameterCombination',
        'Exactly one of privateIpAddresses and secondaryPrivateIpAddressCount must be specified',
      );
    }
    const subnet = requireSubnet(ec2, row.subnetId);
    for (const address of PrivateIpAddresses ?? []) refuseAddress(ec2, subnet, address);
    const added = PrivateIpAddresses ?? freeAddresses(ec2, subnet.id, SecondaryPrivateIpAddressCount ?? 0);
    ec2.tables.now.networkInterfaces.set(row.id, { ...row, secondaryIps: [...row.secondaryIps, ...added] });
    ec2.world.changed();
    return {
      NetworkInterfaceId: row.id,
      AssignedPrivateIpAddresses: added.map((PrivateIpAddress) => ({ PrivateIpAddress })),
      AssignedIpv4Prefixes: [],
    };
  };

interface UnassignInput {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddresses?: readonly string[];
}

/** UnassignPrivateIpAddresses: secondary ones only. */
export const unassignPrivateIpAddresses = (ec2: Ec2) =>
  function unassign(input: UnassignInput) {
    refuseUnsupported(input, ['Ipv4Prefixes']);
    const row = requireInterface(ec2, input.NetworkInterfaceId);
    refuseRequesterManaged(row);
    const doomed = input.PrivateIpAddresses ?? [];
    const unknown = doomed.filter((address) => !row.secondaryIps.includes(address));
    if (unknown.length > 0) {
      throw new AwsError(
        'InvalidParameterValue',
        `Some of the specified addresses are not assigned to interface ${row.id}`,
      );
    }
    const secondaryIps = row.secondaryIps.filter((address) => !doomed.includes(address));
    ec2.tables.now.networkInterfaces.set(row.id, { ...row, secondaryIps });
    ec2.world.changed();
    return {};
  };
