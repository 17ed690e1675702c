import { AwsError } from '../../aws-error.ts';
import { ec2Arn, newId, type Ec2 } from '../ec2.ts';
import { requireRow } from '../resource-ids.ts';
import type { SecurityGroup } from '../tables.ts';
import { readTagSpecifications, toTagList, type TagSpecification } from '../tags.ts';

interface CreateSecurityGroupInput {
  readonly GroupName: string;
  readonly Description: string;
  readonly VpcId?: string;
  readonly TagSpecifications?: readonly TagSpecification[];
}

const allowed = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

function refuseText(noun: 'groupName' | 'groupDescription', text: string): void {
  if (text.length > 255) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${text}) for parameter ${noun === 'groupName' ? 'GroupName' : 'GroupDescription'} is invalid. Character sets beyond ASCII and more than 255 characters are not supported.`,
    );
  }
  if (text.trim() === '') throw new AwsError('MissingParameter', `The request must contain the parameter ${noun}`);
  if (!allowed.test(text)) {
    const detail = noun === 'groupName' ? 'Invalid group name' : 'Invalid security group description';
    throw new AwsError(
      'InvalidParameterValue',
      `${detail}. Valid characters are a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*`,
    );
  }
}

/** CreateSecurityGroup. A new group lets everything out. */
export const createSecurityGroup = ({ tables, world }: Ec2) =>
  function create({ GroupName, Description, VpcId, TagSpecifications }: CreateSecurityGroupInput) {
    refuseText('groupName', GroupName);
    refuseText('groupDescription', Description);
    if (GroupName.startsWith('sg-')) {
      throw new AwsError(
        'InvalidParameterValue',
        `Invalid group name '${GroupName}'. Group names may not be in the format sg-*.`,
      );
    }
    const rows = tables.now;
    const defaultVpc = [...rows.vpcs.values()].find(({ isDefault }) => isDefault);
    if (VpcId === undefined && !defaultVpc) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
    const vpc = requireRow(rows, 'vpcs', VpcId ?? defaultVpc?.id ?? '');
    const inVpc = [...rows.securityGroups.values()].filter(({ vpcId }) => vpcId === vpc.id);
    if (inVpc.some(({ name }) => name.toLowerCase() === GroupName.toLowerCase())) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${GroupName}' already exists for VPC '${vpc.id}'`,
      );
    }
    if (inVpc.length >= world.limits.securityGroupsPerVpc) {
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
    rows.securityGroups.set(group.id, group);
    world.changed();
    return { GroupId: group.id, SecurityGroupArn: ec2Arn(world, 'security-group', group.id), Tags: toTagList(tags) };
  };
