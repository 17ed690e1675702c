import type { AvailabilityZone, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import type { Facts, SecurityGroupFact, SubnetFact } from '../../core/translate/facts.ts';
import { unlessVanished } from './absence.ts';
import type { AwsClients } from './clients.ts';
import { list, number, text } from './optional-members.ts';
import { collect } from './pages.ts';
import { filterSecurityGroups, inVpc } from './read-security-groups.ts';
import { tagsFromSdk } from './tag-shapes.ts';

/** Blocks that are being taken away, or could not be given, are none. */
export async function vpcOf(clients: AwsClients, vpcId: string): Promise<Pick<Facts, 'vpc'>> {
  const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const answer = await unlessVanished(
    clients.call('DescribeVpcs', vpcId, () => client.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }))),
  );
  const vpc = answer?.Vpcs?.[0];
  if (!vpc) return {};
  return {
    vpc: {
      id: vpcId,
      cidrs: list(vpc.CidrBlockAssociationSet)
        .filter(({ CidrBlockState }) => CidrBlockState?.State === 'associated')
        .map(({ CidrBlock }) => text(CidrBlock)),
      ipv6Cidrs: ipv6BlocksOf(vpc),
    },
  };
}

/** All subnets of the VPC in AWS's order, empty for a VPC that does not exist; choosing among them is the caller's. */
export async function subnetsOf(clients: AwsClients, vpcId: string): Promise<readonly SubnetFact[]> {
  const { paginateDescribeSubnets } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const pages = await clients.call('DescribeSubnets', vpcId, () =>
    collect(paginateDescribeSubnets({ client }, { Filters: [inVpc(vpcId)] })),
  );
  const subnets = pages.flatMap(({ Subnets }) => list(Subnets));
  const zones = await specialZones(clients, subnets);
  return subnets.map((subnet) => ({
    id: text(subnet.SubnetId),
    availabilityZone: text(subnet.AvailabilityZone),
    zoneType: subnet.OutpostArn ? 'outpost' : (zones.get(text(subnet.AvailabilityZone)) ?? 'availability-zone'),
    availableAddresses: number(subnet.AvailableIpAddressCount),
    ipv6Cidrs: ipv6BlocksOf(subnet),
    tags: tagsFromSdk(subnet.Tags),
  }));
}

function ipv6BlocksOf({ Ipv6CidrBlockAssociationSet }: Pick<Subnet, 'Ipv6CidrBlockAssociationSet'>): readonly string[] {
  return list(Ipv6CidrBlockAssociationSet)
    .filter(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated')
    .map(({ Ipv6CidrBlock }) => text(Ipv6CidrBlock));
}

/** Types of zones. Those named like `us-west-2a` are regular; only others (`us-west-2-lax-1a`, `…-wl1-…`) cost a call. */
async function specialZones(
  clients: AwsClients,
  subnets: readonly Subnet[],
): Promise<ReadonlyMap<string, SubnetFact['zoneType']>> {
  const isRegular = ({ AvailabilityZone: zone }: Subnet) => /^[a-z]+(-[a-z]+)+-\d[a-z]$/.test(text(zone));
  if (subnets.every(isRegular)) return new Map();
  const { DescribeAvailabilityZonesCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const { AvailabilityZones } = await clients.call('DescribeAvailabilityZones', 'zones', () =>
    client.send(new DescribeAvailabilityZonesCommand({ AllAvailabilityZones: true })),
  );
  const typeOf = ({ ZoneType }: AvailabilityZone) => (ZoneType ?? 'availability-zone') as SubnetFact['zoneType'];
  return new Map(list(AvailabilityZones).map((zone) => [text(zone.ZoneName), typeOf(zone)]));
}

/** Whether a subnet's route table (its own, else the VPC's main one) leads to an internet gateway. */
export async function publicSubnets(clients: AwsClients, vpcId: string): Promise<(subnetId: string) => boolean> {
  const { paginateDescribeRouteTables } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const pages = await clients.call('DescribeRouteTables', vpcId, () =>
    collect(paginateDescribeRouteTables({ client }, { Filters: [inVpc(vpcId)] })),
  );
  const tables = pages.flatMap(({ RouteTables }) => list(RouteTables));
  const isPublic = (table: RouteTable | undefined) =>
    list(table?.Routes).some(({ GatewayId }) => text(GatewayId).startsWith('igw-'));
  const main = tables.find(({ Associations }) => list(Associations).some(({ Main }) => Main));
  return (subnetId) =>
    isPublic(
      tables.find(({ Associations }) => list(Associations).some(({ SubnetId }) => SubnetId === subnetId)) ?? main,
    );
}

/** By id, and by `Name` tag in the VPC. */
export async function securityGroupsCalled(
  clients: AwsClients,
  vpcId: string,
  { ids, names }: { readonly ids: readonly string[]; readonly names: readonly string[] },
): Promise<readonly SecurityGroupFact[]> {
  const byId = { Name: 'group-id', Values: [...ids] };
  const byName = { Name: 'tag:Name', Values: [...names] };
  const found = await Promise.all([
    ids.length > 0 ? filterSecurityGroups(clients, [byId]) : [],
    names.length > 0 ? filterSecurityGroups(clients, [inVpc(vpcId), byName]) : [],
  ]);
  const unique = new Map(found.flat().map((group) => [group.GroupId, group]));
  return [...unique.values()].map(groupFact);
}

/**
 * Security groups of the VPC that carry the tag key, whatever its value: which of several to use is the caller's
 * choice.
 */
export async function clusterSecurityGroups(
  clients: AwsClients,
  vpcId: string,
  tagKey: string,
): Promise<readonly SecurityGroupFact[]> {
  return (await filterSecurityGroups(clients, [inVpc(vpcId), { Name: 'tag-key', Values: [tagKey] }])).map(groupFact);
}

function groupFact(group: Awaited<ReturnType<typeof filterSecurityGroups>>[number]): SecurityGroupFact {
  return { id: text(group.GroupId), name: text(group.GroupName), tags: tagsFromSdk(group.Tags) };
}
