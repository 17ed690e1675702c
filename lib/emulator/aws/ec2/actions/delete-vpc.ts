import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireVpc } from '../vpcs.ts';

/** DeleteVpc: refused while anything but what came with the VPC is in it. */
export const deleteVpc = (ec2: Ec2) =>
  function remove({ VpcId }: { readonly VpcId: string }) {
    const { tables, world } = ec2;
    const { id } = requireVpc(ec2, VpcId);
    if (hasDependencies(ec2, id)) {
      throw new AwsError('DependencyViolation', `The vpc '${id}' has dependencies and cannot be deleted.`);
    }
    const { vpcs, routeTables, networkAcls, securityGroups } = tables.now;
    for (const table of [routeTables, networkAcls, securityGroups]) {
      for (const row of table.by('vpc-id', id)) table.delete(row.id);
    }
    vpcs.delete(id);
    world.changed();
    return {};
  };

function hasDependencies({ tables }: Ec2, id: string): boolean {
  const rows = tables.now;
  return (
    rows.subnets.countBy('vpc-id', id) > 0 ||
    rows.internetGateways.countBy('attachment.vpc-id', id) > 0 ||
    rows.egressOnlyGateways.countBy('vpc-id', id) > 0 ||
    rows.networkInterfaces.countBy('vpc-id', id) > 0 ||
    rows.securityGroups.countBy('vpc-id', id) > 1 ||
    rows.routeTables.countBy('vpc-id', id) > 1
  );
}
