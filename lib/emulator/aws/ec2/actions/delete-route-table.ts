import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireRouteTable } from '../route-tables.ts';

/** DeleteRouteTable: not the main one, and none that a subnet uses. */
export const deleteRouteTable = (ec2: Ec2) =>
  function remove({ RouteTableId }: { readonly RouteTableId: string }) {
    const { id, associations } = requireRouteTable(ec2, RouteTableId);
    if (associations.length > 0) {
      throw new AwsError('DependencyViolation', `The routeTable '${id}' has dependencies and cannot be deleted.`);
    }
    ec2.tables.now.routeTables.delete(id);
    ec2.world.changed();
    return {};
  };
