// How writes name a security group: by id; by name only in the default VPC.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { requireRow } from './resource-ids.ts';
import type { SecurityGroup } from './tables.ts';
import { defaultVpc } from './vpcs.ts';

export interface GroupReference {
  readonly GroupId?: string;
  readonly GroupName?: string;
}

/** The group; throws MissingParameter, Malformed or NotFound. */
export function requireGroup(ec2: Ec2, { GroupId, GroupName }: GroupReference): SecurityGroup {
  if (GroupId !== undefined) return requireRow(ec2.tables.now, 'securityGroups', GroupId);
  if (GroupName === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter groupName or groupId');
  const found = groupInDefaultVpc(ec2, GroupName);
  if (!found) {
    const vpc = defaultVpc(ec2);
    const place = vpc ? `default VPC '${vpc.id}'` : 'default VPC';
    throw new AwsError('InvalidGroup.NotFound', `The security group '${GroupName}' does not exist in ${place}`);
  }
  return found;
}

/** The group of that name in the default VPC, if there are both. */
export const groupInDefaultVpc = (ec2: Ec2, name: string): SecurityGroup | undefined =>
  ec2.tables.now.securityGroups.by('group-name', name).find(({ vpcId }) => vpcId === defaultVpc(ec2)?.id);
