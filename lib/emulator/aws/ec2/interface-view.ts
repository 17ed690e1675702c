// Network interfaces as replies show them.
import type { Ec2 } from './ec2.ts';
import { toGroupList } from './interface-groups.ts';
import type { NetworkInterface } from './tables.ts';
import { toTagList } from './tags.ts';
import { zoneId } from './zones.ts';

/** Host name of a private address: `ip-10-0-0-4.us-west-2.compute.internal`. */
export function privateDnsName(region: string, address: string): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${address.replaceAll('.', '-')}.${domain}`;
}

/** Host name of a public address: `ec2-52-1-2-3.us-west-2.compute.amazonaws.com`. */
export function publicDnsName(region: string, address: string): string {
  const domain = region === 'us-east-1' ? 'compute-1.amazonaws.com' : `${region}.compute.amazonaws.com`;
  return `ec2-${address.replaceAll('.', '-')}.${domain}`;
}

/** The public address of one of an interface's private addresses: an Elastic one, else one lent to the interface. */
export function associationOf({ tables, world }: Ec2, row: NetworkInterface, privateIp: string) {
  const elastic = tables.now.addresses
    .by('network-interface-id', row.id)
    .find(({ association }) => association?.privateIp === privateIp);
  const publicIp = elastic?.publicIp ?? (privateIp === row.privateIp ? row.publicIp : undefined);
  if (publicIp === undefined) return undefined;
  return {
    PublicIp: publicIp,
    PublicDnsName: publicDnsName(world.region, publicIp),
    IpOwnerId: elastic ? world.accountId : (row.requesterId ?? 'amazon'),
    ...(elastic && { AllocationId: elastic.id, AssociationId: elastic.association?.id }),
  };
}

function toAddressViews(ec2: Ec2, row: NetworkInterface) {
  return [row.privateIp, ...row.secondaryIps].map((address, index) => {
    const association = associationOf(ec2, row, address);
    return {
      Primary: index === 0,
      PrivateIpAddress: address,
      PrivateDnsName: privateDnsName(ec2.world.region, address),
      ...(association && { Association: association }),
    };
  });
}

/** The attachment of an interface to an instance or to what a service runs. */
export const toAttachmentView = ({ attachment }: NetworkInterface) =>
  attachment && {
    AttachmentId: attachment.id,
    InstanceId: attachment.instanceId,
    InstanceOwnerId: attachment.ownerId,
    DeviceIndex: attachment.deviceIndex,
    NetworkCardIndex: 0,
    DeleteOnTermination: attachment.deleteOnTermination,
    AttachTime: attachment.attachedAt,
    Status: 'attached',
  };

function toCommonView(ec2: Ec2, row: NetworkInterface) {
  const association = associationOf(ec2, row, row.privateIp);
  return {
    NetworkInterfaceId: row.id,
    Description: row.description,
    SubnetId: row.subnetId,
    VpcId: row.vpcId,
    OwnerId: ec2.world.accountId,
    MacAddress: row.macAddress,
    PrivateIpAddress: row.privateIp,
    PrivateDnsName: privateDnsName(ec2.world.region, row.privateIp),
    PrivateIpAddresses: toAddressViews(ec2, row),
    ...(association && { Association: association }),
    Ipv6Addresses: row.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address, IsPrimaryIpv6: false })),
    Ipv4Prefixes: row.ipv4Prefixes.map((Ipv4Prefix) => ({ Ipv4Prefix })),
    InterfaceType: row.interfaceType,
    SourceDestCheck: row.sourceDestCheck,
    Status: row.attachment ? 'in-use' : 'available',
    Attachment: toAttachmentView(row),
    Groups: toGroupList(ec2, row.groupIds),
  };
}

/** A network interface. */
export function toInterfaceView(ec2: Ec2, row: NetworkInterface) {
  const zone = ec2.tables.now.subnets.get(row.subnetId)?.zone;
  return {
    ...toCommonView(ec2, row),
    AvailabilityZone: zone,
    AvailabilityZoneId: zone === undefined ? undefined : zoneId(zone),
    RequesterId: row.requesterId ?? ec2.world.accountId,
    RequesterManaged: row.requesterId !== undefined,
    TagSet: toTagList(row.tags),
  };
}

/** A network interface as part of its instance. */
export const toInstanceInterfaceView = (ec2: Ec2, row: NetworkInterface) => toCommonView(ec2, row);
