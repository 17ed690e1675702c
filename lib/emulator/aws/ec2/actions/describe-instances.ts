import {
  findRows,
  pageRows,
  refuseIdsWithPages,
  refusePageSize,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { stateReasonOf, toInstanceView } from '../instance-view.ts';
import { interfacesOf, stateCodes } from '../instances.ts';
import { associationOf, privateDnsName } from '../interface-view.ts';
import type { Instance, NetworkInterface } from '../tables.ts';

const fixed = (value: string) => () => [value];

function filtersOf(ec2: Ec2): FilterTable<Instance> {
  const { tables, world } = ec2;
  const primary = ({ networkInterfaceId }: Instance) => tables.now.networkInterfaces.get(networkInterfaceId);
  const groups = (instance: Instance) => primary(instance)?.groupIds ?? [];
  const association = (instance: Instance) => {
    const row = primary(instance);
    return row && associationOf(ec2, row, row.privateIp);
  };
  const nameOf = (id: string) => tables.now.securityGroups.get(id)?.name;
  return {
    'instance-id': ({ id }) => [id],
    'image-id': ({ imageId }) => [imageId],
    'instance-type': ({ type }) => [type],
    'client-token': ({ clientToken }) => [clientToken],
    'reservation-id': ({ reservationId }) => [reservationId],
    'launch-index': ({ launchIndex }) => [String(launchIndex)],
    'launch-time': ({ launchedAt }) => [new Date(launchedAt).toISOString()],
    'key-name': ({ keyName }) => [keyName],
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': ({ vpcId }) => [vpcId],
    'availability-zone': ({ subnetId }) => [tables.now.subnets.get(subnetId)?.zone],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'ip-address': (instance) => [association(instance)?.PublicIp],
    'dns-name': (instance) => [association(instance)?.PublicDnsName],
    'private-dns-name': ({ privateIp }) => [privateDnsName(world.region, privateIp)],
    'instance-state-name': ({ state }) => [state],
    'instance-state-code': ({ state }) => [String(stateCodes[state])],
    'instance.group-id': groups,
    'instance.group-name': (instance) => groups(instance).map(nameOf),
    'group-id': groups,
    'group-name': (instance) => groups(instance).map(nameOf),
    'monitoring-state': ({ attributes }) => [attributes.monitoring ? 'enabled' : 'disabled'],
    'metadata-options.http-tokens': ({ metadataOptions }) => [metadataOptions.HttpTokens],
    'metadata-options.http-endpoint': ({ metadataOptions }) => [metadataOptions.HttpEndpoint],
    'source-dest-check': (instance) => [String(primary(instance)?.sourceDestCheck ?? true)],
    reason: ({ stateTransitionReason }) => [stateTransitionReason],
    'state-reason-code': (instance) => [stateReasonOf(instance)?.Code],
    'state-reason-message': (instance) => [stateReasonOf(instance)?.Message],
    'owner-id': fixed(world.accountId),
    architecture: fixed('x86_64'),
    hypervisor: fixed('xen'),
    tenancy: fixed('default'),
    'platform-details': fixed('Linux/UNIX'),
    'usage-operation': fixed('RunInstances'),
    'root-device-type': fixed('ebs'),
    'root-device-name': fixed('/dev/xvda'),
    'virtualization-type': fixed('hvm'),
    ...interfaceFilters(ec2),
  };
}

function interfaceFilters(ec2: Ec2): FilterTable<Instance> {
  const each = (valuesOf: (row: NetworkInterface) => readonly (string | undefined)[]) => (instance: Instance) =>
    interfacesOf(ec2, instance).flatMap(valuesOf);
  return {
    'network-interface.network-interface-id': each(({ id }) => [id]),
    'network-interface.addresses.private-ip-address': each(({ privateIp, secondaryIps }) => [
      privateIp,
      ...secondaryIps,
    ]),
    'network-interface.private-ip-address': each(({ privateIp }) => [privateIp]),
    'network-interface.private-dns-name': each(({ privateIp }) => [privateDnsName(ec2.world.region, privateIp)]),
    'network-interface.addresses.association.public-ip': each((row) => [
      associationOf(ec2, row, row.privateIp)?.PublicIp,
    ]),
    'network-interface.ipv6-addresses.ipv6-address': each(({ ipv6Addresses }) => ipv6Addresses),
    'network-interface.status': each(() => ['in-use']),
    'network-interface.source-dest-check': each(({ sourceDestCheck }) => [String(sourceDestCheck)]),
    'network-interface.attachment.device-index': each(({ attachment }) => [attachment?.deviceIndex.toString()]),
    'network-interface.attachment.delete-on-termination': each(({ attachment }) => [
      attachment?.deleteOnTermination.toString(),
    ]),
    'network-interface.subnet-id': each(({ subnetId }) => [subnetId]),
    'network-interface.vpc-id': each(({ vpcId }) => [vpcId]),
    'network-interface.group-id': each(({ groupIds }) => groupIds),
    'network-interface.mac-address': each(({ macAddress }) => [macAddress]),
    'network-interface.description': each(({ description }) => [description]),
    'network-interface.attachment.attachment-id': each(({ attachment }) => [attachment?.id]),
  };
}

/** DescribeInstances, grouped as they were launched. */
export const describeInstances = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly InstanceIds?: readonly string[] }) {
    refuseIdsWithPages('instancesSet', input.InstanceIds, input);
    refusePageSize(input);
    const wanted = { ids: input.InstanceIds, filters: input.Filters };
    const { rows, ...next } = pageRows(findRows(ec2.tables.now, 'instances', wanted, filtersOf(ec2)), input);
    const reservations = Map.groupBy(rows, ({ reservationId }) => reservationId);
    const Reservations = [...reservations].map(([ReservationId, instances]) => ({
      ReservationId,
      OwnerId: ec2.world.accountId,
      Groups: [],
      Instances: instances.map((instance) => toInstanceView(ec2, instance)),
    }));
    return { Reservations, ...next };
  };
