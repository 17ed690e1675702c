// Network interfaces in subnets: of instances, of load balancers and other services, and of their own.
import { AwsError } from '../aws-error.ts';
import { addressValue, contains, formatAddress, parseCidr, type Cidr } from '../cidr.ts';
import { addressAt } from './blocks.ts';
import { newId, type Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { NetworkInterface, Subnet, TagMap } from './tables.ts';

export interface InterfaceRequest {
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  readonly attachment?: {
    readonly instanceId?: string;
    readonly ownerId: string;
    readonly deviceIndex?: number;
    readonly deleteOnTermination?: boolean;
  };
  readonly requesterId?: string;
  /** A fixed address; otherwise the next free one of the subnet. */
  readonly privateIp?: string;
  readonly secondaryIps?: readonly string[];
  readonly ipv6Addresses?: readonly string[];
  readonly ipv4Prefixes?: readonly string[];
  readonly publicIp?: string;
  readonly interfaceType?: string;
  readonly tags?: TagMap;
}

/** AWS keeps the first four addresses of a subnet and the last one (Amazon VPC user guide, "Subnet sizing for IPv4"). */
const reservedAtStart = 4n;
const reservedCount = 5;

/** Addresses of a subnet that nothing uses yet. */
export function freeAddressCount(ec2: Ec2, subnetId: string): number {
  const block = blockOf(requireRow(ec2.tables.now, 'subnets', subnetId));
  const used = ec2.tables.now.networkInterfaces
    .by('subnet-id', subnetId)
    .reduce((sum, { secondaryIps }) => sum + 1 + secondaryIps.length, 0);
  return sizeOf(block) - reservedCount - used;
}

const sizeOf = ({ prefix }: Cidr) => 2 ** (32 - prefix);

function blockOf({ id, cidr }: Subnet): Cidr {
  const block = parseCidr(cidr);
  if (!block) throw new Error(`subnet ${id} has no block`);
  return block;
}

const isUsed = ({ tables }: Ec2, subnetId: string, address: string) =>
  tables.now.networkInterfaces.countBy('subnet-address', `${subnetId} ${address}`) > 0;

/** Free addresses of a subnet, none of them in `taken`; throws InsufficientFreeAddressesInSubnet. */
export function freeAddresses(ec2: Ec2, subnetId: string, count: number, taken: readonly string[] = []): string[] {
  const block = blockOf(requireRow(ec2.tables.now, 'subnets', subnetId));
  const usable = BigInt(sizeOf(block) - reservedCount);
  // As many steps in as there are interfaces: in a subnet that nobody left, the first try is free.
  const start = BigInt(ec2.tables.now.networkInterfaces.countBy('subnet-id', subnetId));
  const found: string[] = [];
  for (let step = 0n; step < usable && found.length < count; step += 1n) {
    const address = addressAt(block, reservedAtStart + ((start + step) % usable));
    if (!taken.includes(address) && !isUsed(ec2, subnetId, address)) found.push(address);
  }
  if (found.length === count) return found;
  throw new AwsError(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
  );
}

function ipv6BlockOf({ id, ipv6Cidr = '' }: Subnet): Cidr {
  const block = parseCidr(ipv6Cidr);
  if (block) return block;
  throw new AwsError('InvalidParameterValue', `The subnet '${id}' does not have an IPv6 CIDR block associated with it`);
}

/** The next free addresses of a subnet's IPv6 block, none of them in `taken`; the subnet must have one. */
export function freeIpv6Addresses(ec2: Ec2, subnet: Subnet, count: number, taken: readonly string[] = []): string[] {
  const block = ipv6BlockOf(subnet);
  const found: string[] = [];
  for (let offset = reservedAtStart; found.length < count; offset += 1n) {
    const address = addressAt(block, offset);
    if (!taken.includes(address) && !isUsed(ec2, subnet.id, address)) found.push(address);
  }
  return found;
}

/** A free address of the subnet's IPv6 block in canonical form; refuses another. */
export function readIpv6Address(ec2: Ec2, subnet: Subnet, text: string): string {
  const block = ipv6BlockOf(subnet);
  const value = addressValue(text);
  if (value?.family !== 6 || !contains(block, text)) {
    throw new AwsError('InvalidParameterValue', `Address does not fall within the subnet's address range`);
  }
  const address = formatAddress(6, value.value);
  if (isUsed(ec2, subnet.id, address)) throw new AwsError('InvalidIPAddress.InUse', `Address ${address} is in use.`);
  return address;
}

/** Refuses an address that is outside the subnet, kept by AWS or in use. */
export function refuseAddress(ec2: Ec2, subnet: Subnet, address: string): void {
  const block = blockOf(subnet);
  if (!contains(block, address)) {
    throw new AwsError('InvalidParameterValue', `Address does not fall within the subnet's address range`);
  }
  const last = addressAt(block, BigInt(sizeOf(block) - 1));
  if ([0n, 1n, 2n, 3n].some((offset) => addressAt(block, offset) === address) || address === last) {
    throw new AwsError('InvalidParameterValue', `Address is in subnet's reserved address range`);
  }
  if (isUsed(ec2, subnet.id, address)) throw new AwsError('InvalidIPAddress.InUse', `Address ${address} is in use.`);
}

/** Creates an interface; the subnet must have a free address. */
export function createNetworkInterface(ec2: Ec2, request: InterfaceRequest): NetworkInterface {
  const { world, tables } = ec2;
  const { attachment, privateIp, ...rest } = request;
  const { vpcId } = requireRow(tables.now, 'subnets', request.subnetId);
  const [free = ''] = privateIp === undefined ? freeAddresses(ec2, request.subnetId, 1, request.secondaryIps) : [];
  const id = newId(world, 'eni');
  const created: NetworkInterface = {
    secondaryIps: [],
    ipv6Addresses: [],
    ipv4Prefixes: [],
    tags: {},
    interfaceType: 'interface',
    sourceDestCheck: true,
    ...rest,
    id,
    vpcId,
    privateIp: privateIp ?? free,
    macAddress: `02:${(world.random.hex(10).match(/../g) ?? []).join(':')}`,
    ...(attachment && {
      attachment: {
        id: newId(world, 'eni-attach'),
        deviceIndex: attachment.instanceId === undefined ? 1 : 0,
        deleteOnTermination: attachment.instanceId !== undefined,
        ...attachment,
        attachedAt: world.clock.now(),
      },
    }),
  };
  tables.now.networkInterfaces.set(id, created);
  return created;
}

/** The interface; throws InvalidNetworkInterfaceId.Malformed or InvalidNetworkInterfaceID.NotFound. */
export const requireInterface = ({ tables }: Ec2, id: string): NetworkInterface =>
  requireRow(tables.now, 'networkInterfaces', id);

/** Interfaces that a service made are the service's to change. */
export function refuseRequesterManaged({ requesterId }: NetworkInterface): void {
  if (requesterId === undefined) return;
  throw new AwsError('AuthFailure', 'You do not have permission to access the specified resource.');
}
