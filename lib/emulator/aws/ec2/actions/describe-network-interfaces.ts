import {
  filterRows,
  pageRows,
  refuseIdsWithPages,
  rowsByIds,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { NetworkInterface } from '../tables.ts';
import { toTagList } from '../tags.ts';
import { zoneId } from '../zones.ts';

function filtersOf({ tables }: Ec2): FilterTable<NetworkInterface> {
  const subnetOf = ({ subnetId }: NetworkInterface) => tables.now.subnets.get(subnetId);
  return {
    'network-interface-id': ({ id }) => [id],
    description: ({ description }) => [description],
    'group-id': ({ groupIds }) => groupIds,
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': (row) => [subnetOf(row)?.vpcId],
    'availability-zone': (row) => [subnetOf(row)?.zone],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'addresses.private-ip-address': ({ privateIp }) => [privateIp],
    'attachment.instance-id': ({ attachment }) => [attachment?.instanceId],
    'attachment.instance-owner-id': ({ attachment }) => [attachment?.ownerId],
    'requester-id': ({ requesterId }) => [requesterId],
    'requester-managed': ({ requesterId }) => [String(requesterId !== undefined)],
    'interface-type': () => ['interface'],
    status: ({ attachment }) => [attachment ? 'in-use' : 'available'],
    'mac-address': ({ macAddress }) => [macAddress],
  };
}

/** DescribeNetworkInterfaces. */
export const describeNetworkInterfaces = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly NetworkInterfaceIds?: readonly string[] }) {
    refuseIdsWithPages('networkInterfaceIds', input.NetworkInterfaceIds, input);
    const all = rowsByIds(ec2.tables.now, 'networkInterfaces', input.NetworkInterfaceIds);
    const { rows, ...next } = pageRows(filterRows(all, input.Filters, filtersOf(ec2)), input);
    return { NetworkInterfaces: rows.map((row) => toView(ec2, row)), ...next };
  };

function toView({ tables, world }: Ec2, row: NetworkInterface) {
  const subnet = tables.now.subnets.get(row.subnetId);
  const publicIp =
    row.publicIp === undefined ? {} : { Association: { PublicIp: row.publicIp, IpOwnerId: 'amazon-elb' } };
  return {
    NetworkInterfaceId: row.id,
    Description: row.description,
    SubnetId: row.subnetId,
    VpcId: subnet?.vpcId,
    AvailabilityZone: subnet?.zone,
    AvailabilityZoneId: subnet && zoneId(subnet.zone),
    OwnerId: world.accountId,
    RequesterId: row.requesterId,
    RequesterManaged: row.requesterId !== undefined,
    MacAddress: row.macAddress,
    PrivateIpAddress: row.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: row.privateIp, ...publicIp }],
    ...publicIp,
    Ipv6Addresses: [],
    InterfaceType: 'interface',
    SourceDestCheck: true,
    Status: row.attachment ? 'in-use' : 'available',
    Attachment: row.attachment && {
      AttachmentId: row.attachment.id,
      InstanceId: row.attachment.instanceId,
      InstanceOwnerId: row.attachment.ownerId,
      DeviceIndex: row.attachment.instanceId === undefined ? 1 : 0,
      DeleteOnTermination: row.attachment.instanceId !== undefined,
      Status: 'attached',
    },
    Groups: row.groupIds.map((GroupId) => ({ GroupId, GroupName: tables.now.securityGroups.get(GroupId)?.name })),
    TagSet: toTagList(row.tags),
  };
}
