import {
  findRows,
  pageRows,
  refuseIdsWithPages,
  refusePageSize,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { associationOf, privateDnsName, toInterfaceView } from '../interface-view.ts';
import type { NetworkInterface } from '../tables.ts';

function filtersOf(ec2: Ec2): FilterTable<NetworkInterface> {
  const { tables, world } = ec2;
  const association = (row: NetworkInterface) => associationOf(ec2, row, row.privateIp);
  const all = ({ privateIp, secondaryIps }: NetworkInterface) => [privateIp, ...secondaryIps];
  return {
    'network-interface-id': ({ id }) => [id],
    description: ({ description }) => [description],
    'group-id': ({ groupIds }) => groupIds,
    'group-name': ({ groupIds }) => groupIds.map((id) => tables.now.securityGroups.get(id)?.name),
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': ({ vpcId }) => [vpcId],
    'owner-id': () => [world.accountId],
    'availability-zone': ({ subnetId }) => [tables.now.subnets.get(subnetId)?.zone],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'private-dns-name': ({ privateIp }) => [privateDnsName(world.region, privateIp)],
    'addresses.private-ip-address': all,
    'addresses.primary': (row) => all(row).map((_address, index) => String(index === 0)),
    'addresses.association.public-ip': (row) => all(row).map((address) => associationOf(ec2, row, address)?.PublicIp),
    'addresses.association.owner-id': (row) => all(row).map((address) => associationOf(ec2, row, address)?.IpOwnerId),
    'association.public-ip': (row) => [association(row)?.PublicIp],
    'association.public-dns-name': (row) => [association(row)?.PublicDnsName],
    'association.ip-owner-id': (row) => [association(row)?.IpOwnerId],
    'association.allocation-id': (row) => [association(row)?.AllocationId],
    'association.association-id': (row) => [association(row)?.AssociationId],
    'attachment.attachment-id': ({ attachment }) => [attachment?.id],
    'attachment.attach-time': ({ attachment }) => [attachment && new Date(attachment.attachedAt).toISOString()],
    'attachment.delete-on-termination': ({ attachment }) => [attachment && String(attachment.deleteOnTermination)],
    'attachment.device-index': ({ attachment }) => [attachment && String(attachment.deviceIndex)],
    'attachment.instance-id': ({ attachment }) => [attachment?.instanceId],
    'attachment.instance-owner-id': ({ attachment }) => [attachment?.ownerId],
    'attachment.status': ({ attachment }) => [attachment && 'attached'],
    'ipv6-addresses.ipv6-address': ({ ipv6Addresses }) => ipv6Addresses,
    'requester-id': ({ requesterId }) => [requesterId ?? world.accountId],
    'requester-managed': ({ requesterId }) => [String(requesterId !== undefined)],
    'interface-type': ({ interfaceType }) => [interfaceType],
    'source-dest-check': ({ sourceDestCheck }) => [String(sourceDestCheck)],
    status: ({ attachment }) => [attachment ? 'in-use' : 'available'],
    'mac-address': ({ macAddress }) => [macAddress],
  };
}

/** DescribeNetworkInterfaces. */
export const describeNetworkInterfaces = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly NetworkInterfaceIds?: readonly string[] }) {
    refuseIdsWithPages('networkInterfaceIds', input.NetworkInterfaceIds, input);
    refusePageSize(input);
    const wanted = { ids: input.NetworkInterfaceIds, filters: input.Filters };
    const { rows, ...next } = pageRows(findRows(ec2.tables.now, 'networkInterfaces', wanted, filtersOf(ec2)), input);
    return { NetworkInterfaces: rows.map((row) => toInterfaceView(ec2, row)), ...next };
  };
