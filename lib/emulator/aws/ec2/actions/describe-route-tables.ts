import { filterRows, pageRows, rowsByIds, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import type { RouteTable } from '../tables.ts';
import { toTagList } from '../tags.ts';

const filters: FilterTable<RouteTable> = {
  'route-table-id': ({ id }) => [id],
  'vpc-id': ({ vpcId }) => [vpcId],
  'association.subnet-id': ({ subnetIds }) => subnetIds,
  'association.main': ({ isMain }) => [String(isMain)],
  'route.destination-cidr-block': ({ routes }) => routes.map(({ destination }) => destination),
  'route.gateway-id': ({ routes }) => routes.map(({ gatewayId }) => gatewayId),
};

/** DescribeRouteTables. */
export const describeRouteTables = ({ tables, world }: Ec2) =>
  function describe(input: DescribeInput & { readonly RouteTableIds?: readonly string[] }) {
    const found = filterRows(rowsByIds(tables.now, 'routeTables', input.RouteTableIds), input.Filters, filters);
    const { rows, ...next } = pageRows(found, input);
    return { RouteTables: rows.map((table) => toView(table, world.accountId)), ...next };
  };

function toView(table: RouteTable, OwnerId: string) {
  const association = (suffix: string) => ({
    RouteTableAssociationId: `rtbassoc-${suffix}`,
    RouteTableId: table.id,
    AssociationState: { State: 'associated' },
  });
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId,
    Associations: [
      ...(table.isMain ? [{ Main: true, ...association(table.id.slice('rtb-'.length)) }] : []),
      ...table.subnetIds.map((SubnetId) => ({
        Main: false,
        SubnetId,
        ...association(SubnetId.slice('subnet-'.length)),
      })),
    ],
    Routes: table.routes.map(({ destination, gatewayId }) => ({
      DestinationCidrBlock: destination,
      GatewayId: gatewayId,
      Origin: gatewayId === 'local' ? 'CreateRouteTable' : 'CreateRoute',
      State: 'active',
    })),
    PropagatingVgws: [],
    Tags: toTagList(table.tags),
  };
}
