import { findRows, pageRows, refuseIdsWithPages, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { stateOfRoute, toRouteTableView } from '../route-tables.ts';
import type { DestinationMember } from '../network-rows.ts';
import type { RouteTable } from '../tables.ts';

const targets = (member: string) => (table: RouteTable) =>
  table.routes.filter(({ target }) => target.member === member).map(({ target }) => target.id);

const destinations = (member: DestinationMember) => (table: RouteTable) =>
  table.routes.filter(({ destination }) => destination.member === member).map(({ destination }) => destination.value);

const filtersOf = (ec2: Ec2): FilterTable<RouteTable> => ({
  'route-table-id': ({ id }) => [id],
  'vpc-id': ({ vpcId }) => [vpcId],
  'owner-id': () => [ec2.world.accountId],
  'association.main': ({ associations }) => associations.map(({ subnetId }) => String(subnetId === undefined)),
  'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
  'association.gateway-id': () => [],
  'association.route-table-id': ({ id, associations }) => associations.map(() => id),
  'association.route-table-association-id': ({ associations }) => associations.map(({ id }) => id),
  'route.destination-cidr-block': destinations('DestinationCidrBlock'),
  'route.destination-ipv6-cidr-block': destinations('DestinationIpv6CidrBlock'),
  'route.destination-prefix-list-id': destinations('DestinationPrefixListId'),
  'route.gateway-id': targets('GatewayId'),
  'route.nat-gateway-id': targets('NatGatewayId'),
  'route.egress-only-internet-gateway-id': targets('EgressOnlyInternetGatewayId'),
  'route.transit-gateway-id': () => [],
  'route.vpc-peering-connection-id': () => [],
  'route.instance-id': ({ routes }) =>
    routes.map(({ target }) => ec2.tables.now.networkInterfaces.get(target.id)?.attachment?.instanceId),
  'route.origin': ({ routes }) => routes.map(({ origin }) => origin),
  'route.state': ({ routes }) => routes.map((route) => stateOfRoute(ec2, route)),
});

/** DescribeRouteTables. */
export const describeRouteTables = (ec2: Ec2) =>
  function describe(input: DescribeInput & { readonly RouteTableIds?: readonly string[] }) {
    refuseIdsWithPages('routeTableIds', input.RouteTableIds, input);
    const wanted = { ids: input.RouteTableIds, filters: input.Filters };
    const { rows, ...next } = pageRows(findRows(ec2.tables.now, 'routeTables', wanted, filtersOf(ec2)), input);
    return { RouteTables: rows.map((table) => toRouteTableView(ec2, table)), ...next };
  };
