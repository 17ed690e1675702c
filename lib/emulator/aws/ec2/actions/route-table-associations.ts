import { AwsError } from '../../aws-error.ts';
import { newId, type Ec2 } from '../ec2.ts';
import { requireAssociation, requireRouteTable, setAssociations } from '../route-tables.ts';
import { requireSubnet } from '../subnets.ts';
import type { RouteTable } from '../tables.ts';
import { refuseUnsupported } from '../unsupported.ts';

interface AssociateRouteTableInput {
  readonly RouteTableId: string;
  readonly SubnetId?: string;
}

const associated = { State: 'associated' };

function refuseOtherNetwork(table: RouteTable, vpcId: string, subnetId: string): void {
  if (table.vpcId === vpcId) return;
  throw new AwsError(
    'InvalidParameterValue',
    `route table ${table.id} and subnet ${subnetId} belong to different networks`,
  );
}

/** AssociateRouteTable: a subnet that has a table of its own keeps it; the same table again is the same association. */
export const associateRouteTable = (ec2: Ec2) =>
  function associate(input: AssociateRouteTableInput) {
    refuseUnsupported(input, ['GatewayId', 'PublicIpv4Pool']);
    const table = requireRouteTable(ec2, input.RouteTableId);
    if (input.SubnetId === undefined) {
      throw new AwsError('MissingParameter', 'The request must contain the parameter subnetId');
    }
    const subnet = requireSubnet(ec2, input.SubnetId);
    refuseOtherNetwork(table, subnet.vpcId, subnet.id);
    const [present] = ec2.tables.now.routeTables.by('association.subnet-id', subnet.id);
    if (present && present.id !== table.id) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.id} conflicts with an existing association`,
      );
    }
    const same = present?.associations.find(({ subnetId }) => subnetId === subnet.id);
    if (same) return { AssociationId: same.id, AssociationState: associated };
    const id = newId(ec2.world, 'rtbassoc');
    setAssociations(ec2, table.id, [...table.associations, { id, subnetId: subnet.id }]);
    ec2.world.changed();
    return { AssociationId: id, AssociationState: associated };
  };

/** DisassociateRouteTable: the subnet falls back to the main table. */
export const disassociateRouteTable = (ec2: Ec2) =>
  function disassociate({ AssociationId }: { readonly AssociationId: string }) {
    const { table, association } = requireAssociation(ec2, AssociationId);
    if (association.subnetId === undefined) {
      throw new AwsError(
        'InvalidParameterValue',
        `cannot disassociate the main route table association ${AssociationId}`,
      );
    }
    const others = table.associations.filter(({ id }) => id !== AssociationId);
    setAssociations(ec2, table.id, others);
    ec2.world.changed();
    return {};
  };

interface ReplaceRouteTableAssociationInput {
  readonly AssociationId: string;
  readonly RouteTableId: string;
}

/** ReplaceRouteTableAssociation: for a subnet, or to choose another main table. The association gets a new id. */
export const replaceRouteTableAssociation = (ec2: Ec2) =>
  function replace({ AssociationId, RouteTableId }: ReplaceRouteTableAssociationInput) {
    const { table, association } = requireAssociation(ec2, AssociationId);
    const next = requireRouteTable(ec2, RouteTableId);
    if (next.vpcId !== table.vpcId) refuseOtherNetwork(next, table.vpcId, association.subnetId ?? table.vpcId);
    if (next.id === table.id) return { NewAssociationId: AssociationId, AssociationState: associated };
    const id = newId(ec2.world, 'rtbassoc');
    const others = table.associations.filter((candidate) => candidate !== association);
    setAssociations(ec2, table.id, others);
    setAssociations(ec2, next.id, [...next.associations, { ...association, id }]);
    ec2.world.changed();
    return { NewAssociationId: id, AssociationState: associated };
  };
