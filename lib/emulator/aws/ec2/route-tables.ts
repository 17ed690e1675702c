// Route tables: who uses them, and how replies show them.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { Route, RouteTable, RouteTableAssociation } from './tables.ts';
import { toTagList } from './tags.ts';

/** The table; throws InvalidRouteTableId.Malformed or InvalidRouteTableID.NotFound. */
export const requireRouteTable = ({ tables }: Ec2, id: string): RouteTable => requireRow(tables.now, 'routeTables', id);

/** Whether this is the main table of its VPC. */
export const isMain = ({ associations }: RouteTable): boolean =>
  associations.some(({ subnetId }) => subnetId === undefined);

/** An association and its table; throws InvalidAssociationID.NotFound. */
export function requireAssociation(
  { tables }: Ec2,
  id: string,
): { readonly table: RouteTable; readonly association: RouteTableAssociation } {
  const [table] = tables.now.routeTables.by('association.route-table-association-id', id);
  const association = table?.associations.find((candidate) => candidate.id === id);
  if (table && association) return { table, association };
  throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}

/** Puts other associations in the place of a table's. */
export function setAssociations({ tables }: Ec2, id: string, associations: RouteTable['associations']): void {
  const table = tables.now.routeTables.get(id);
  if (table) tables.now.routeTables.set(id, { ...table, associations });
}

/** A table as replies show it. */
export const toRouteTableView = (ec2: Ec2, table: RouteTable) => ({
  RouteTableId: table.id,
  VpcId: table.vpcId,
  OwnerId: ec2.world.accountId,
  Associations: table.associations.map(({ id, subnetId }) => ({
    RouteTableAssociationId: id,
    RouteTableId: table.id,
    Main: subnetId === undefined,
    ...(subnetId !== undefined && { SubnetId: subnetId }),
    AssociationState: { State: 'associated' },
  })),
  Routes: table.routes.map((route) => toRouteView(ec2, route)),
  PropagatingVgws: [],
  Tags: toTagList(table.tags),
});

/** A route is a blackhole once its target is gone or leads nowhere. */
export function stateOfRoute({ tables }: Ec2, { target }: Route): 'active' | 'blackhole' {
  const rows = tables.now;
  if (target.id === 'local') return 'active';
  const isAlive =
    rows.internetGateways.get(target.id)?.vpcId !== undefined ||
    rows.egressOnlyGateways.has(target.id) ||
    rows.natGateways.get(target.id)?.state === 'available' ||
    rows.natGateways.get(target.id)?.state === 'pending' ||
    rows.networkInterfaces.get(target.id)?.attachment !== undefined;
  return isAlive ? 'active' : 'blackhole';
}

function toRouteView(ec2: Ec2, route: Route) {
  const { destination, target, origin } = route;
  const attachment = ec2.tables.now.networkInterfaces.get(target.id)?.attachment;
  return {
    [destination.member]: destination.value,
    [target.member]: target.id,
    ...(attachment?.instanceId !== undefined && {
      InstanceId: attachment.instanceId,
      InstanceOwnerId: attachment.ownerId,
    }),
    Origin: origin,
    State: stateOfRoute(ec2, route),
  };
}
