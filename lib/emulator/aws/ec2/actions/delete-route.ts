import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireRouteTable } from '../route-tables.ts';
import { isSameDestination, noSuchRoute, readDestination, type DestinationInput } from '../routes.ts';

/** DeleteRoute: not one of those inside the VPC. */
export const deleteRoute = (ec2: Ec2) =>
  function remove(input: DestinationInput & { readonly RouteTableId: string }) {
    const table = requireRouteTable(ec2, input.RouteTableId);
    const destination = readDestination(ec2, input);
    const route = table.routes.find((other) => isSameDestination(other.destination, destination));
    if (!route) throw noSuchRoute(table, destination);
    if (route.origin === 'CreateRouteTable') {
      throw new AwsError(
        'InvalidParameterValue',
        `cannot remove local route ${destination.value} in route table ${table.id}`,
      );
    }
    const routes = table.routes.filter((other) => other !== route);
    ec2.tables.now.routeTables.set(table.id, { ...table, routes });
    ec2.world.changed();
    return {};
  };
