import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { toRouteTableView } from '../route-tables.ts';
import { readTagSpecifications, type TagSpecification } from '../tags.ts';
import { addRouteTable, requireVpc } from '../vpcs.ts';

interface CreateRouteTableInput {
  readonly VpcId: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

/** CreateRouteTable: with the routes inside the VPC. */
export const createRouteTable = (ec2: Ec2) =>
  function create({ VpcId, TagSpecifications }: CreateRouteTableInput) {
    const { tables, world } = ec2;
    const vpc = requireVpc(ec2, VpcId);
    const tags = readTagSpecifications(TagSpecifications, 'route-table', world.limits.tagsPerResource);
    if (tables.now.routeTables.countBy('vpc-id', vpc.id) >= world.limits.routeTablesPerVpc) {
      throw new AwsError('RouteTableLimitExceeded', 'The maximum number of route tables has been reached.');
    }
    const table = addRouteTable(ec2, vpc, { isMain: false, tags });
    world.changed();
    return { RouteTable: toRouteTableView(ec2, table) };
  };
