// Security groups of a load balancer: existing ones of its VPC, as many as an interface may wear.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';

/** The given groups, or the VPC's default group if none is given. */
export function requireSecurityGroups(
  elbv2: Elbv2,
  given: readonly string[] | undefined,
  vpcId: string,
): readonly string[] {
  const { securityGroups } = elbv2.ec2.tables.now;
  const limit = elbv2.world.limits.securityGroupsPerInterface;
  if (given === undefined || given.length === 0) {
    const fallback = [...securityGroups.values()].find((group) => group.vpcId === vpcId && group.name === 'default');
    return fallback ? [fallback.id] : [];
  }
  if (given.length > limit) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `Up to '${limit}' security groups can be specified, but '${given.length}' were specified`,
    );
  }
  for (const id of given) {
    const group = securityGroups.get(id);
    if (!group) throw new AwsError('InvalidSecurityGroup', `The security group '${id}' does not exist`);
    if (group.vpcId !== vpcId)
      throw new AwsError('InvalidConfigurationRequest', 'One or more security groups are invalid');
  }
  return [...new Set(given)];
}
