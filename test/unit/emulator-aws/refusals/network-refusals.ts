import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RevokeSecurityGroupIngressCommand,
  type CreateSecurityGroupCommandInput,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import type { FrontDoor } from '../front-door.ts';
import type { Refusal } from './refusal.ts';

const web: IpPermission = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

const create =
  (input: Partial<CreateSecurityGroupCommandInput>) =>
  ({ ec2, account }: FrontDoor) =>
    ec2.send(new CreateSecurityGroupCommand({ GroupName: 'new', Description: 'new', VpcId: account.vpcId, ...input }));

const authorize =
  (...IpPermissions: IpPermission[]) =>
  ({ ec2, securityGroup }: FrontDoor) =>
    ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: securityGroup, IpPermissions }));

const refused = (request: string, send: Refusal['send'], code: string, message: string | RegExp): Refusal => ({
  request,
  send,
  code,
  message,
});

/** Refused EC2 calls. */
export const networkRefusals: readonly Refusal[] = [
  refused(
    'a group name twice in a VPC',
    create({ GroupName: 'FRONT' }),
    'InvalidGroup.Duplicate',
    /^The security group 'FRONT' already exists for VPC 'vpc-/,
  ),
  refused('a group named like an id', create({ GroupName: 'sg-a' }), 'InvalidParameterValue', /sg-/),
  refused(
    'a group without description',
    create({ Description: undefined }),
    'MissingParameter',
    'The request must contain the parameter groupDescription',
  ),
  refused(
    'a description with a quote',
    create({ Description: `it's` }),
    'InvalidParameterValue',
    /security group description/,
  ),
  refused(
    'a group in a VPC that does not exist',
    create({ VpcId: 'vpc-0123456789abcdef0' }),
    'InvalidVpcID.NotFound',
    `The vpc ID 'vpc-0123456789abcdef0' does not exist`,
  ),
  refused(
    'tags for another resource type',
    create({ TagSpecifications: [{ ResourceType: 'vpc', Tags: [] }] }),
    'InvalidParameterValue',
    /taggable/,
  ),
  {
    ...refused(
      'the same rule twice',
      authorize(web),
      'InvalidPermission.Duplicate',
      `the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists`,
    ),
    after: (account) => authorize(web)(account),
  },
  {
    ...refused(
      'the same rule with another description',
      authorize({ ...web, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'b' }] }),
      'InvalidPermission.Duplicate',
      /already exists/,
    ),
    after: (account) => authorize(web)(account),
  },
  {
    ...refused('the 61st rule', authorize(web), 'RulesPerSecurityGroupLimitExceeded', /maximum number of rules/),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ rulesPerSecurityGroup: 0 })),
  },
  refused(
    'a block that is none',
    authorize({ ...web, IpRanges: [{ CidrIp: '10.0.0.0/33' }] }),
    'InvalidParameterValue',
    'CIDR block 10.0.0.0/33 is malformed',
  ),
  refused(
    'TCP without ports',
    authorize({ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
    'InvalidParameterValue',
    /from and to ports/,
  ),
  refused(
    'a peer group that does not exist',
    authorize({ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0' }] }),
    'InvalidGroup.NotFound',
    `The security group 'sg-0123456789abcdef0' does not exist`,
  ),
  refused(
    'a prefix list that does not exist',
    authorize({ ...web, IpRanges: [], PrefixListIds: [{ PrefixListId: 'pl-00000000' }] }),
    'InvalidPrefixListID.NotFound',
    /does not exist/,
  ),
  refused(
    'a dry run of an allowed call',
    ({ ec2 }) => ec2.send(new DescribeVpcsCommand({ DryRun: true })),
    'DryRunOperation',
    'Request would have succeeded, but DryRun flag is set.',
  ),
  refused(
    'a rule without protocol',
    authorize({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
    'MissingParameter',
    /ipProtocol/,
  ),
  refused(
    'revoking a rule that is not there',
    ({ ec2, securityGroup }) =>
      ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: securityGroup, IpPermissions: [web] })),
    'InvalidPermission.NotFound',
    'The specified rule does not exist in this security group.',
  ),
  refused(
    'deleting a group that is worn',
    ({ ec2, account }) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: account.nodeSecurityGroupId })),
    'DependencyViolation',
    /^resource sg-\w+ has a dependent object$/,
  ),
  refused(
    'deleting the default group',
    ({ ec2, account }) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: account.defaultSecurityGroupId })),
    'CannotDelete',
    /default/,
  ),
  refused(
    'deleting a group that does not exist',
    ({ ec2 }) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: 'sg-0123456789abcdef0' })),
    'InvalidGroup.NotFound',
    /does not exist/,
  ),
  refused(
    'a malformed group id',
    ({ ec2 }) => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['front'] })),
    'InvalidGroupId.Malformed',
    /Invalid id/,
  ),
  refused(
    'a subnet that does not exist',
    ({ ec2 }) => ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0123456789abcdef0'] })),
    'InvalidSubnetID.NotFound',
    `The subnet ID 'subnet-0123456789abcdef0' does not exist`,
  ),
  refused(
    'an instance that does not exist',
    ({ ec2 }) => ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] })),
    'InvalidInstanceID.NotFound',
    /does not exist/,
  ),
  refused(
    'a filter that does not exist',
    ({ ec2 }) => ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })),
    'InvalidParameterValue',
    `The filter 'colour' is invalid`,
  ),
  refused(
    'a page of 4',
    ({ ec2 }) => ec2.send(new DescribeSubnetsCommand({ MaxResults: 4 })),
    'InvalidParameterValue',
    /MaxResults/,
  ),
  refused(
    'ids and pages together',
    ({ ec2, account }) => ec2.send(new DescribeVpcsCommand({ VpcIds: [account.vpcId], MaxResults: 5 })),
    'InvalidParameterCombination',
    /maxResults/,
  ),
  refused(
    '201 filter values',
    ({ ec2 }) =>
      ec2.send(
        new DescribeNetworkInterfacesCommand({
          Filters: [{ Name: 'private-ip-address', Values: Array.from({ length: 201 }, () => '10.0.0.1') }],
        }),
      ),
    'FilterLimitExceeded',
    /200/,
  ),
  refused(
    'a reserved tag',
    ({ ec2, securityGroup }) =>
      ec2.send(new CreateTagsCommand({ Resources: [securityGroup], Tags: [{ Key: 'aws:a', Value: 'b' }] })),
    'InvalidParameterValue',
    /reserved/,
  ),
  refused(
    'tags on nothing',
    ({ ec2 }) => ec2.send(new CreateTagsCommand({ Resources: ['thing-1'], Tags: [{ Key: 'a', Value: 'b' }] })),
    'InvalidID',
    /not valid/,
  ),
];
