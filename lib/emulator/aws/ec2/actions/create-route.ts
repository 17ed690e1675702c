import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireRouteTable } from '../route-tables.ts';
import {
  isSameDestination,
  readDestination,
  readTarget,
  refuseInsideVpc,
  type DestinationInput,
  type TargetInput,
} from '../routes.ts';

type CreateRouteInput = DestinationInput & TargetInput & { readonly RouteTableId: string };

/** CreateRoute. */
export const createRoute = (ec2: Ec2) =>
  function create(input: CreateRouteInput) {
    const { tables, world } = ec2;
    const table = requireRouteTable(ec2, input.RouteTableId);
    const destination = readDestination(ec2, input);
    const route = { destination, target: readTarget(ec2, table, input), origin: 'CreateRoute' } as const;
    const same = table.routes.find((other) => isSameDestination(other.destination, destination));
    if (same && same.target.id === route.target.id) return { Return: true };
    if (same) {
      throw new AwsError('RouteAlreadyExists', `The route identified by ${destination.value} already exists.`);
    }
    refuseInsideVpc(ec2, table, route);
    const added = table.routes.filter(({ origin }) => origin === 'CreateRoute').length;
    if (added >= world.limits.routesPerRouteTable) {
      throw new AwsError(
        'RouteLimitExceeded',
        `The maximum number of routes per route table has been reached for route table '${table.id}'.`,
      );
    }
    tables.now.routeTables.set(table.id, { ...table, routes: [...table.routes, route] });
    world.changed();
    return { Return: true };
  };
