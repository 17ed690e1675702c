// VPCs: what comes with one, and how replies show it.
import { newId, type Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { RouteTable, SecurityGroup, TagMap, Vpc } from './tables.ts';
import { toTagsMember } from './tags.ts';

export interface VpcPlan {
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  readonly tenancy?: string;
  readonly isDefault?: boolean;
  readonly enableDnsHostnames?: boolean;
  readonly tags: TagMap;
}

/** A VPC with its main route table, its access control list and its default security group. */
export function addVpc(ec2: Ec2, plan: VpcPlan): Vpc {
  const { world, tables } = ec2;
  const { ipv6Cidr, isDefault = false } = plan;
  const block = (cidr: string) => ({ cidr, associationId: newId(world, 'vpc-cidr-assoc') });
  const vpc: Vpc = {
    id: newId(world, 'vpc'),
    cidrBlocks: [block(plan.cidr)],
    ipv6CidrBlocks: ipv6Cidr === undefined ? [] : [block(ipv6Cidr)],
    isDefault,
    tenancy: plan.tenancy ?? 'default',
    enableDnsSupport: true,
    // The default VPC is the only one born with host names (Amazon VPC user guide, "DNS attributes").
    enableDnsHostnames: plan.enableDnsHostnames ?? isDefault,
    enableNetworkAddressUsageMetrics: false,
    tags: plan.tags,
  };
  tables.now.vpcs.set(vpc.id, vpc);
  addRouteTable(ec2, vpc, { isMain: true, tags: {} });
  const aclId = newId(world, 'acl');
  tables.now.networkAcls.set(aclId, { id: aclId, vpcId: vpc.id, tags: {} });
  addDefaultGroup(ec2, vpc.id);
  return vpc;
}

/** A table with the routes inside the VPC. */
export function addRouteTable(
  { world, tables }: Ec2,
  vpc: Vpc,
  { isMain, tags }: { readonly isMain: boolean; readonly tags: TagMap },
): RouteTable {
  const table: RouteTable = {
    id: newId(world, 'rtb'),
    vpcId: vpc.id,
    associations: isMain ? [{ id: newId(world, 'rtbassoc') }] : [],
    routes: localRoutes(vpc),
    tags,
  };
  tables.now.routeTables.set(table.id, table);
  return table;
}

/** One route per block of the VPC. */
export const localRoutes = ({ cidrBlocks, ipv6CidrBlocks }: Vpc): RouteTable['routes'] => [
  ...cidrBlocks.map(({ cidr }) => localRoute('DestinationCidrBlock', cidr)),
  ...ipv6CidrBlocks.map(({ cidr }) => localRoute('DestinationIpv6CidrBlock', cidr)),
];

const localRoute = (
  member: 'DestinationCidrBlock' | 'DestinationIpv6CidrBlock',
  value: string,
): RouteTable['routes'][number] => ({
  destination: { member, value },
  target: { member: 'GatewayId', id: 'local' },
  origin: 'CreateRouteTable',
});

/** Puts a VPC with other blocks in its place; its route tables follow. */
export function replaceBlocks({ tables, world }: Ec2, vpc: Vpc): void {
  const { vpcs, routeTables } = tables.now;
  vpcs.set(vpc.id, vpc);
  const local = localRoutes(vpc);
  for (const table of routeTables.by('vpc-id', vpc.id)) {
    const others = table.routes.filter(({ origin }) => origin !== 'CreateRouteTable');
    routeTables.set(table.id, { ...table, routes: [...local, ...others] });
  }
  world.changed();
}

/** Members of the default group reach each other, and everything outside. */
function addDefaultGroup({ world, tables }: Ec2, vpcId: string): SecurityGroup {
  const id = newId(world, 'sg');
  const all = { protocol: '-1', tags: {} };
  const group: SecurityGroup = {
    id,
    name: 'default',
    description: 'default VPC security group',
    vpcId,
    rules: [
      { id: newId(world, 'sgr'), isEgress: false, ...all, peer: { kind: 'group', value: id } },
      { id: newId(world, 'sgr'), isEgress: true, ...all, peer: { kind: 'ipv4', value: '0.0.0.0/0' } },
    ],
    tags: {},
  };
  tables.now.securityGroups.set(id, group);
  return group;
}

/** The VPC; throws InvalidVpcID.Malformed or InvalidVpcID.NotFound. */
export const requireVpc = ({ tables }: Ec2, id: string): Vpc => requireRow(tables.now, 'vpcs', id);

/** The default VPC, if the account has one. */
export const defaultVpc = ({ tables }: Ec2): Vpc | undefined => tables.now.vpcs.by('is-default', 'true')[0];

/** The default security group of a VPC. */
export const defaultGroupOf = ({ tables }: Ec2, vpcId: string): SecurityGroup | undefined =>
  tables.now.securityGroups.by('vpc-name', `${vpcId} default`)[0];

/** The table of a VPC that its subnets have unless another is associated. */
export const mainRouteTable = ({ tables }: Ec2, vpcId: string): RouteTable | undefined =>
  tables.now.routeTables
    .by('vpc-id', vpcId)
    .find(({ associations }) => associations.some(({ subnetId }) => subnetId === undefined));

/** The one set of DHCP options, which every VPC has. */
export const dhcpOptionsId = 'dopt-0a1b2c3d4e5f60718';

/** A VPC as replies show it. */
export const toVpcView = ({ world }: Ec2, vpc: Vpc) => ({
  VpcId: vpc.id,
  OwnerId: world.accountId,
  CidrBlock: vpc.cidrBlocks[0]?.cidr,
  CidrBlockAssociationSet: vpc.cidrBlocks.map((block) => toBlockView(block)),
  Ipv6CidrBlockAssociationSet: vpc.ipv6CidrBlocks.map((block) => toIpv6BlockView(world.region, block)),
  DhcpOptionsId: dhcpOptionsId,
  InstanceTenancy: vpc.tenancy,
  IsDefault: vpc.isDefault,
  State: 'available',
  ...toTagsMember(vpc.tags),
});

type Block = Vpc['cidrBlocks'][number];

/** An association with an IPv4 block. */
export const toBlockView = ({ cidr, associationId }: Block, State = 'associated') => ({
  AssociationId: associationId,
  CidrBlock: cidr,
  CidrBlockState: { State },
});

/** An association with an IPv6 block that Amazon provided. */
export const toIpv6BlockView = (region: string, { cidr, associationId }: Block, State = 'associated') => ({
  AssociationId: associationId,
  Ipv6CidrBlock: cidr,
  Ipv6CidrBlockState: { State },
  NetworkBorderGroup: region,
  Ipv6Pool: 'Amazon',
  Ipv6AddressAttribute: 'public',
  IpSource: 'amazon',
});
