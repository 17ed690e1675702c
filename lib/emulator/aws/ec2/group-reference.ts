// How writes name a security group: by id; by name only in the default VPC.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { SecurityGroup } from './tables.ts';

export interface GroupReference {
  readonly GroupId?: string;
  readonly GroupName?: string;
}

/** The group; throws MissingParameter, Malformed or NotFound. */
export function requireGroup({ tables }: Ec2, { GroupId, GroupName }: GroupReference): SecurityGroup {
  if (GroupId !== undefined) return requireRow(tables.now, 'securityGroups', GroupId);
  if (GroupName === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter groupName or groupId');
  const { vpcs, securityGroups } = tables.now;
  const found = [...securityGroups.values()].find(
    ({ name, vpcId }) => name === GroupName && vpcs.get(vpcId)?.isDefault,
  );
  if (!found)
    throw new AwsError('InvalidGroup.NotFound', `The security group '${GroupName}' does not exist in default VPC`);
  return found;
}
