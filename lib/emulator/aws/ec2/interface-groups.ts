// Security groups that an interface wears.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { requireRows } from './resource-ids.ts';
import type { Subnet } from './tables.ts';
import { defaultGroupOf } from './vpcs.ts';

/** The given groups, each once, or the VPC's default group; they must be of that VPC and not too many. */
export function readInterfaceGroups(
  ec2: Ec2,
  ids: readonly string[] | undefined,
  place: Pick<Subnet, 'id' | 'vpcId'>,
): readonly string[] {
  const { tables, world } = ec2;
  if (ids === undefined || ids.length === 0) return [defaultGroupOf(ec2, place.vpcId)?.id ?? ''];
  const groups = requireRows(tables.now, 'securityGroups', ids);
  const foreign = groups.find(({ vpcId }) => vpcId !== place.vpcId);
  if (foreign) {
    throw new AwsError(
      'InvalidParameter',
      `Security group ${foreign.id} and subnet ${place.id} belong to different networks.`,
    );
  }
  if (groups.length > world.limits.securityGroupsPerInterface) {
    throw new AwsError(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    );
  }
  return groups.map(({ id }) => id);
}

/** Groups as interfaces and instances list them. */
export const toGroupList = ({ tables }: Ec2, groupIds: readonly string[]) =>
  groupIds.map((GroupId) => ({ GroupId, GroupName: tables.now.securityGroups.get(GroupId)?.name }));
