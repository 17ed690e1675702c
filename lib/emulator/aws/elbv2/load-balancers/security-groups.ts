// Security groups of a load balancer: existing ones of its VPC, as many as an interface may wear.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';

/** The default group of a VPC, which an Application Load Balancer wears that asks for none. */
export function defaultSecurityGroups({ ec2 }: Elbv2, vpcId: string): readonly string[] {
  return ec2.tables.now.securityGroups.by('vpc-name', `${vpcId} default`).map(({ id }) => id);
}

/** The given groups, each once. */
export function requireSecurityGroups(elbv2: Elbv2, given: readonly string[], vpcId: string): readonly string[] {
  const { securityGroups } = elbv2.ec2.tables.now;
  const limit = elbv2.world.limits.securityGroupsPerInterface;
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
