import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireRouteTable } from '../route-tables.ts';
import { isSameDestination, readDestination, readTarget, type DestinationInput, type TargetInput } from '../routes.ts';

type ReplaceRouteInput = DestinationInput & TargetInput & { readonly RouteTableId: string };

/** ReplaceRoute: another target for a destination that is there. */
export const replaceRoute = (ec2: Ec2) =>
  function replace(input: ReplaceRouteInput) {
    const table = requireRouteTable(ec2, input.RouteTableId);
    const destination = readDestination(ec2, input);
    const isIt = (other: { readonly destination: typeof destination }) =>
      isSameDestination(other.destination, destination);
    if (!table.routes.some(isIt)) {
      throw new AwsError(
        'InvalidParameterValue',
        `There is no route defined for '${destination.value}' in the route table. Use CreateRoute instead.`,
      );
    }
    const target = readTarget(ec2, table, input);
    const routes = table.routes.map((route) => (isIt(route) ? { ...route, target } : route));
    ec2.tables.now.routeTables.set(table.id, { ...table, routes });
    ec2.world.changed();
    return {};
  };
