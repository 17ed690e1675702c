// Addresses that a request wants an interface to have: one primary, any number of secondary ones, IPv6.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { freeAddresses, freeIpv6Addresses, readIpv6Address, refuseAddress } from './network-interfaces.ts';
import type { Subnet } from './tables.ts';

export interface AddressesInput {
  readonly PrivateIpAddress?: string;
  readonly PrivateIpAddresses?: readonly { readonly PrivateIpAddress?: string; readonly Primary?: boolean }[];
  readonly SecondaryPrivateIpAddressCount?: number;
  readonly Ipv6AddressCount?: number;
  readonly Ipv6Addresses?: readonly { readonly Ipv6Address?: string }[];
}

export interface InterfaceAddresses {
  readonly privateIp: string;
  readonly secondaryIps: readonly string[];
  readonly ipv6Addresses: readonly string[];
}

/** The addresses of a new interface; given ones must be free addresses of the subnet. */
export function readInterfaceAddresses(ec2: Ec2, subnet: Subnet, input: AddressesInput): InterfaceAddresses {
  const { PrivateIpAddress: single, PrivateIpAddresses: list = [] } = input;
  const primary = list.filter(({ Primary }) => Primary).map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (primary.length > 1 || (single !== undefined && primary.some((address) => address !== single))) {
    throw new AwsError('InvalidParameterCombination', 'Only one primary private IP address can be specified.');
  }
  const given = list.filter(({ Primary }) => !Primary).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  const fixed = single ?? primary[0];
  const named = [...(fixed === undefined ? [] : [fixed]), ...given];
  for (const address of named) refuseAddress(ec2, subnet, address);
  const wanted = (input.SecondaryPrivateIpAddressCount ?? 0) + (fixed === undefined ? 1 : 0);
  const free = freeAddresses(ec2, subnet.id, wanted, named);
  const [privateIp = '', ...secondaryIps] = [...(fixed === undefined ? [] : [fixed]), ...free];
  return { privateIp, secondaryIps: [...given, ...secondaryIps], ipv6Addresses: readIpv6(ec2, subnet, input) };
}

function readIpv6(ec2: Ec2, subnet: Subnet, { Ipv6Addresses, Ipv6AddressCount }: AddressesInput): readonly string[] {
  if (Ipv6Addresses && Ipv6AddressCount !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'IPv6 addresses and IPv6 address count may not be specified on the same request',
    );
  }
  const count = Ipv6AddressCount ?? (Ipv6Addresses || !subnet.assignsIpv6 ? 0 : 1);
  const given = (Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []);
  return readIpv6Addresses(ec2, subnet, given, count);
}

/** Given addresses, which must be free in the subnet's block, and `count` more; both in canonical form. */
export function readIpv6Addresses(
  ec2: Ec2,
  subnet: Subnet,
  given: readonly string[],
  count: number,
): readonly string[] {
  const fixed = given.map((address) => readIpv6Address(ec2, subnet, address));
  return count === 0 ? fixed : [...fixed, ...freeIpv6Addresses(ec2, subnet, count, fixed)];
}
