import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireSubnet } from '../subnets.ts';

/** DeleteSubnet: refused while a network interface is in it. Its route table association goes with it. */
export const deleteSubnet = (ec2: Ec2) =>
  function remove({ SubnetId }: { readonly SubnetId: string }) {
    const { tables, world } = ec2;
    const { id } = requireSubnet(ec2, SubnetId);
    const { subnets, networkInterfaces, routeTables } = tables.now;
    if (networkInterfaces.countBy('subnet-id', id) > 0) {
      throw new AwsError('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`);
    }
    for (const table of routeTables.by('association.subnet-id', id)) {
      const associations = table.associations.filter(({ subnetId }) => subnetId !== id);
      routeTables.set(table.id, { ...table, associations });
    }
    subnets.delete(id);
    world.changed();
    return {};
  };
