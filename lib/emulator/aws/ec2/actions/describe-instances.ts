import {
  filterRows,
  pageRows,
  refuseIdsWithPages,
  rowsByIds,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { Instance, NetworkInterface } from '../tables.ts';
import { toTagList } from '../tags.ts';

const stateCodes: Readonly<Record<Instance['state'], number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

function filtersOf({ tables }: Ec2): FilterTable<Instance> {
  const subnetOf = ({ subnetId }: Instance) => tables.now.subnets.get(subnetId);
  return {
    'instance-id': ({ id }) => [id],
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': (instance) => [subnetOf(instance)?.vpcId],
    'availability-zone': (instance) => [subnetOf(instance)?.zone],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'private-dns-name': ({ privateIp }) => [privateDnsName(privateIp, '')].map((name) => name),
    'instance-state-name': ({ state }) => [state],
    'instance-state-code': ({ state }) => [String(stateCodes[state])],
    'instance.group-id': ({ networkInterfaceId }) =>
      tables.now.networkInterfaces.get(networkInterfaceId)?.groupIds ?? [],
  };
}

const privateDnsName = (ip: string, region: string) => `ip-${ip.replaceAll('.', '-')}.${region}.compute.internal`;

/** DescribeInstances, one reservation per instance. */
export const describeInstances = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly InstanceIds?: readonly string[] }) {
    refuseIdsWithPages('instancesSet', input.InstanceIds, input);
    const { tables, world } = ec2;
    const filters = {
      ...filtersOf(ec2),
      'private-dns-name': ({ privateIp }: Instance) => [privateDnsName(privateIp, world.region)],
    };
    const { rows, ...next } = pageRows(
      filterRows(rowsByIds(tables.now, 'instances', input.InstanceIds), input.Filters, filters),
      input,
    );
    const Reservations = rows.map((instance) => ({
      ReservationId: `r-${instance.id.slice(2)}`,
      OwnerId: world.accountId,
      Groups: [],
      Instances: [toView(ec2, instance)],
    }));
    return { Reservations, ...next };
  };

function toView({ tables, world }: Ec2, instance: Instance) {
  const { subnets, networkInterfaces } = tables.now;
  const subnet = subnets.get(instance.subnetId);
  const networkInterface = networkInterfaces.get(instance.networkInterfaceId);
  return {
    InstanceId: instance.id,
    ImageId: 'ami-0c0ffee0c0ffee000',
    InstanceType: 'm7i.large',
    Architecture: 'x86_64',
    State: { Code: stateCodes[instance.state], Name: instance.state },
    LaunchTime: instance.launchedAt,
    Placement: { AvailabilityZone: subnet?.zone, Tenancy: 'default' },
    SubnetId: instance.subnetId,
    VpcId: subnet?.vpcId,
    PrivateIpAddress: instance.privateIp,
    PrivateDnsName: privateDnsName(instance.privateIp, world.region),
    PublicDnsName: '',
    SecurityGroups: groupsOf({ tables }, networkInterface),
    NetworkInterfaces: networkInterface ? [interfaceView({ tables, world }, networkInterface)] : [],
    SourceDestCheck: true,
    Tags: toTagList(instance.tags),
  };
}

const groupsOf = ({ tables }: Pick<Ec2, 'tables'>, networkInterface: NetworkInterface | undefined) =>
  (networkInterface?.groupIds ?? []).map((GroupId) => ({
    GroupId,
    GroupName: tables.now.securityGroups.get(GroupId)?.name,
  }));

const interfaceView = ({ tables, world }: Ec2, row: NetworkInterface) => ({
  NetworkInterfaceId: row.id,
  Description: row.description,
  SubnetId: row.subnetId,
  VpcId: tables.now.subnets.get(row.subnetId)?.vpcId,
  OwnerId: world.accountId,
  PrivateIpAddress: row.privateIp,
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: row.privateIp }],
  MacAddress: row.macAddress,
  Status: 'in-use',
  InterfaceType: 'interface',
  Groups: groupsOf({ tables }, row),
  Attachment: { AttachmentId: row.attachment?.id, DeviceIndex: 0, DeleteOnTermination: true, Status: 'attached' },
});
