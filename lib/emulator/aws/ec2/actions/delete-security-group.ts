import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireGroup, type GroupReference } from '../group-reference.ts';
import { hasDependents } from '../security-groups.ts';

/** DeleteSecurityGroup. Refused while an interface wears the group or another group's rule names it. */
export const deleteSecurityGroup = (ec2: Ec2) =>
  function remove(input: GroupReference) {
    const group = requireGroup(ec2, input);
    if (group.name === 'default') {
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
      );
    }
    if (hasDependents(ec2, group))
      throw new AwsError('DependencyViolation', `resource ${group.id} has a dependent object`);
    ec2.tables.now.securityGroups.delete(group.id);
    ec2.world.changed();
    return { Return: true, GroupId: group.id };
  };
