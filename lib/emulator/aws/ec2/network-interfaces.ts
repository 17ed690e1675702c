// Network interfaces that other parts of AWS put into subnets: load balancer nodes and instances.
import { contains, formatAddress, parseCidr } from '../cidr.ts';
import { newId, type Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { NetworkInterface } from './tables.ts';

export interface InterfaceRequest {
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  readonly attachment?: { readonly instanceId?: string; readonly ownerId: string };
  readonly requesterId?: string;
  /** A fixed address; otherwise the next free one of the subnet. */
  readonly privateIp?: string;
  readonly publicIp?: string;
}

/** AWS keeps the first four addresses of a subnet and the last one. */
const reservedAtStart = 4n;

/** Addresses of a subnet that nothing uses yet. */
export function freeAddressCount(ec2: Ec2, subnetId: string): number {
  const { prefix } = blockOf(ec2, subnetId);
  return 2 ** (32 - prefix) - 5 - interfacesIn(ec2, subnetId).length;
}

function blockOf({ tables }: Ec2, subnetId: string) {
  const subnet = requireRow(tables.now, 'subnets', subnetId);
  const block = parseCidr(subnet.cidr);
  if (!block) throw new Error(`subnet ${subnetId} has no block`);
  return block;
}

const interfacesIn = ({ tables }: Ec2, subnetId: string) =>
  [...tables.now.networkInterfaces.values()].filter((candidate) => candidate.subnetId === subnetId);

function nextFreeAddress(ec2: Ec2, subnetId: string): string {
  const block = blockOf(ec2, subnetId);
  const used = new Set(interfacesIn(ec2, subnetId).map(({ privateIp }) => privateIp));
  for (let offset = reservedAtStart; ; offset += 1n) {
    const address = formatAddress(4, block.network + offset);
    if (!contains(block, address)) throw new Error(`subnet ${subnetId} is full`);
    if (!used.has(address)) return address;
  }
}

/** Creates an interface; the subnet must have a free address. */
export function createNetworkInterface(ec2: Ec2, request: InterfaceRequest): NetworkInterface {
  const { world, tables } = ec2;
  const { attachment, privateIp, ...rest } = request;
  const created: NetworkInterface = {
    ...rest,
    id: newId(world, 'eni'),
    privateIp: privateIp ?? nextFreeAddress(ec2, request.subnetId),
    macAddress: `02:${(world.random.hex(10).match(/../g) ?? []).join(':')}`,
    ...(attachment && { attachment: { id: newId(world, 'eni-attach'), ...attachment } }),
    tags: {},
  };
  tables.now.networkInterfaces.set(created.id, created);
  return created;
}
