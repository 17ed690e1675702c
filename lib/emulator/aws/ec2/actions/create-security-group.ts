import { AwsError } from '../../aws-error.ts';
import { ec2Arn, newId, type Ec2 } from '../ec2.ts';
import type { SecurityGroup } from '../tables.ts';
import { readTagSpecifications, toTagList, type TagSpecification } from '../tags.ts';
import { defaultVpc, requireVpc } from '../vpcs.ts';

interface CreateSecurityGroupInput {
  readonly GroupName: string;
  readonly Description: string;
  readonly VpcId?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const allowed = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

function refuseText(noun: 'groupName' | 'groupDescription', text: string): void {
  const parameter = noun === 'groupName' ? 'GroupName' : 'GroupDescription';
  if (text.trim() === '') throw new AwsError('MissingParameter', `The request must contain the parameter ${noun}`);
  if (/[^\x20-\x7e]/.test(text)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${text}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`,
    );
  }
  if (text.length <= 255 && allowed.test(text)) return;
  const what = noun === 'groupName' ? 'group name. Valid names' : 'security group description. Valid descriptions';
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid ${what} are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
  );
}

/** CreateSecurityGroup. A new group lets everything out. */
export const createSecurityGroup = (ec2: Ec2) =>
  function create({ GroupName, Description, VpcId, TagSpecifications }: CreateSecurityGroupInput) {
    const { tables, world } = ec2;
    refuseText('groupName', GroupName);
    refuseText('groupDescription', Description);
    if (GroupName.startsWith('sg-')) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${GroupName}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
      );
    }
    const { securityGroups } = tables.now;
    const vpc = VpcId === undefined ? defaultVpc(ec2) : requireVpc(ec2, VpcId);
    if (!vpc) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
    if (GroupName.toLowerCase() === 'default') {
      throw new AwsError('InvalidParameterValue', `Cannot use reserved security group name: ${GroupName}`);
    }
    if (securityGroups.countBy('vpc-name', `${vpc.id} ${GroupName.toLowerCase()}`) > 0) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${GroupName}' already exists for VPC '${vpc.id}'`,
      );
    }
    if (securityGroups.countBy('vpc-id', vpc.id) >= world.limits.securityGroupsPerVpc) {
      throw new AwsError('SecurityGroupLimitExceeded', 'The maximum number of security groups has been reached.');
    }
    const tags = readTagSpecifications(TagSpecifications, 'security-group', world.limits.tagsPerResource);
    const hasIpv6 = vpc.ipv6CidrBlocks.length > 0;
    const anywhere = [
      { kind: 'ipv4', value: '0.0.0.0/0' } as const,
      ...(hasIpv6 ? [{ kind: 'ipv6', value: '::/0' } as const] : []),
    ];
    const group: SecurityGroup = {
      id: newId(world, 'sg'),
      name: GroupName,
      description: Description,
      vpcId: vpc.id,
      rules: anywhere.map((peer) => ({ id: newId(world, 'sgr'), isEgress: true, protocol: '-1', peer, tags: {} })),
      tags,
    };
    securityGroups.set(group.id, group);
    world.changed();
    return { GroupId: group.id, SecurityGroupArn: ec2Arn(world, 'security-group', group.id), Tags: toTagList(tags) };
  };
