// Rules of security groups, and the prefix lists they name.
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DeleteManagedPrefixListCommand,
  DeleteSecurityGroupCommand,
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupReferencesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  GetManagedPrefixListEntriesCommand,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
  type CreateManagedPrefixListCommandInput,
  type IpPermission,
  type SecurityGroupRuleRequest,
} from '@aws-sdk/client-ec2';
import { given } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { ec2Api, ec2Codes, recordedBy, verifiedBy, vpcGuide } from './network-pages.ts';
import { refused, type Refusal } from './refusal.ts';

const web: IpPermission = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };

const authorize =
  (input: Partial<IpPermission>) =>
  ({ ec2, securityGroup }: FrontDoor) =>
    ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId: securityGroup, IpPermissions: [{ ...web, ...input }] }),
    );

const aRule = authorize({});

async function ruleOf({ ec2, securityGroup }: FrontDoor, isEgress: boolean) {
  const { SecurityGroupRules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [securityGroup] }] }),
  );
  return given(SecurityGroupRules.find((rule) => rule.IsEgress === isEgress)?.SecurityGroupRuleId);
}

const modify = (SecurityGroupRule: SecurityGroupRuleRequest) => async (account: FrontDoor) =>
  account.ec2.send(
    new ModifySecurityGroupRulesCommand({
      GroupId: account.securityGroup,
      SecurityGroupRules: [{ SecurityGroupRuleId: await ruleOf(account, false), SecurityGroupRule }],
    }),
  );

/** A rule on port 80 and one on port 81. */
async function twoRules(account: FrontDoor) {
  await aRule(account);
  await authorize({ FromPort: 81, ToPort: 81 })(account);
}

const list =
  (input: Partial<CreateManagedPrefixListCommandInput>) =>
  ({ ec2 }: FrontDoor) =>
    ec2.send(
      new CreateManagedPrefixListCommand({ PrefixListName: 'office', AddressFamily: 'IPv4', MaxEntries: 2, ...input }),
    );

async function listOf({ ec2 }: FrontDoor) {
  const { PrefixLists } = await ec2.send(
    new DescribeManagedPrefixListsCommand({ Filters: [{ Name: 'prefix-list-name', Values: ['office'] }] }),
  );
  return given(PrefixLists?.[0]?.PrefixListId);
}

async function anotherVpc({ ec2 }: FrontDoor) {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'far', Description: 'far', VpcId: Vpc?.VpcId }));
}

async function farGroup({ ec2 }: FrontDoor) {
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['far'] }] }),
  );
  return given(SecurityGroups?.[0]?.GroupId);
}

const description =
  'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*';

export const securityGroupRefusals: readonly Refusal[] = [
  refused(
    'a group named default',
    ({ ec2, account }) =>
      ec2.send(new CreateSecurityGroupCommand({ GroupName: 'default', Description: 'd', VpcId: account.vpcId })),
    'Cannot use reserved security group name: default',
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'sg-group-name-default') },
  ),
  refused(
    'a description of two lines',
    ({ ec2, account }) =>
      ec2.send(new CreateSecurityGroupCommand({ GroupName: 'new', Description: 'a\nb', VpcId: account.vpcId })),
    'Value (a\nb) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.',
    { code: 'InvalidParameterValue', page: ec2Api('CreateSecurityGroup') },
  ),
  refused('port 65536', authorize({ FromPort: 65_536, ToPort: 65_536 }), 'TCP/UDP (from) port (65536) out of range', {
    code: 'InvalidParameterValue',
    page: recordedBy('ec2', 'sg-port-range'),
  }),
  refused('ports backwards', authorize({ FromPort: 81, ToPort: 80 }), 'Invalid TCP/UDP port range(81:80)', {
    code: 'InvalidParameterValue',
    page: recordedBy('ec2', 'sg-port-range'),
  }),
  refused(
    'ICMP type 256',
    authorize({ IpProtocol: 'icmp', FromPort: 256, ToPort: 0 }),
    'ICMP type (256) out of range',
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'sg-icmp-type-code') },
  ),
  refused('ICMP code -2', authorize({ IpProtocol: 'icmp', FromPort: 0, ToPort: -2 }), 'ICMP code (-2) out of range', {
    code: 'InvalidParameterValue',
    page: recordedBy('ec2', 'sg-icmp-type-code'),
  }),
  refused('a protocol that is none', authorize({ IpProtocol: 'quic' }), /'quic' for IP protocol/, {
    code: 'InvalidParameterValue',
    page: ec2Api('AuthorizeSecurityGroupIngress'),
  }),
  refused(
    'a description of 256 characters',
    authorize({ IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'a'.repeat(256) }] }),
    description,
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'sg-rule-description') },
  ),
  refused('a rule for nobody', authorize({ IpRanges: [] }), /ipRanges or groups/, {
    code: 'MissingParameter',
    page: ec2Api('AuthorizeSecurityGroupIngress'),
  }),
  refused(
    'the same permission twice in one request',
    authorize({ IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '10.1.2.3/8' }] }),
    'The same permission must not appear multiple times',
    { code: 'InvalidParameterValue', page: ec2Api('AuthorizeSecurityGroupIngress') },
  ),
  refused(
    'a peer group of another VPC',
    async (account) => authorize({ IpRanges: [], UserIdGroupPairs: [{ GroupId: await farGroup(account) }] })(account),
    'You have specified two resources that belong to different networks.',
    { code: 'InvalidParameter', page: vpcGuide('security-group-rules'), after: anotherVpc },
  ),
  refused(
    'a prefix list with room for more rules than a group may have',
    async (account) => authorize({ IpRanges: [], PrefixListIds: [{ PrefixListId: await listOf(account) }] })(account),
    'The maximum number of rules per security group has been reached.',
    {
      code: 'RulesPerSecurityGroupLimitExceeded',
      page: vpcGuide('amazon-vpc-limits'),
      after: (account) => list({ MaxEntries: 61 })(account),
    },
  ),
  refused(
    'revoking by rule id and by permission at once',
    async (account) =>
      account.ec2.send(
        new RevokeSecurityGroupEgressCommand({
          GroupId: account.securityGroup,
          SecurityGroupRuleIds: [await ruleOf(account, true)],
          IpPermissions: [web],
        }),
      ),
    /securityGroupRuleIds/,
    { code: 'InvalidParameterCombination', page: ec2Api('RevokeSecurityGroupEgress') },
  ),
  refused(
    'revoking an egress rule as ingress',
    async (account) =>
      account.ec2.send(
        new RevokeSecurityGroupIngressCommand({
          GroupId: account.securityGroup,
          SecurityGroupRuleIds: [await ruleOf(account, true)],
        }),
      ),
    /^The security group rule ID 'sgr-\w+' does not exist$/,
    { code: 'InvalidSecurityGroupRuleId.NotFound', page: ec2Codes },
  ),
  refused(
    'a rule without protocol, afterwards',
    modify({ FromPort: 1, ToPort: 2, CidrIpv4: '10.0.0.0/8' }),
    `Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.`,
    { code: 'InvalidParameterValue', page: verifiedBy('test_ec2/test_security_groups.py'), after: aRule },
  ),
  refused(
    'a rule without port, afterwards',
    modify({ IpProtocol: 'udp', ToPort: 2, CidrIpv4: '10.0.0.0/8' }),
    'Invalid value for portRange. Must specify both from and to ports with TCP/UDP.',
    { code: 'InvalidParameterValue', page: verifiedBy('test_ec2/test_security_groups.py'), after: aRule },
  ),
  refused(
    'a rule for nobody, afterwards',
    modify({ IpProtocol: 'udp', FromPort: 1, ToPort: 2 }),
    'The request must contain exactly one of: cidrIp, cidrIpv6, prefixListId, or referencedGroupId',
    { code: 'MissingParameter', page: verifiedBy('test_ec2/test_security_groups.py'), after: aRule },
  ),
  refused(
    'a rule for two peers, afterwards',
    modify({ IpProtocol: 'udp', FromPort: 1, ToPort: 2, CidrIpv4: '10.0.0.0/8', CidrIpv6: '2001:db8::/32' }),
    'Only one of cidrIp, cidrIpv6, prefixListId, or referencedGroupId can be specified',
    { code: 'InvalidParameterCombination', page: verifiedBy('test_ec2/test_security_groups.py'), after: aRule },
  ),
  refused(
    'a rule changed into another one',
    modify({ IpProtocol: 'tcp', FromPort: 81, ToPort: 81, CidrIpv4: '10.0.0.0/8' }),
    `the specified rule "peer: 10.0.0.0/8, TCP, from port: 81, to port: 81, ALLOW" already exists`,
    { code: 'InvalidPermission.Duplicate', page: ec2Codes, after: twoRules },
  ),
  refused(
    'an unknown rule, changed',
    ({ ec2, securityGroup }) =>
      ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId: securityGroup,
          SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-00000000', SecurityGroupRule: {} }],
        }),
      ),
    `The security group rule ID 'sgr-00000000' does not exist`,
    { code: 'InvalidSecurityGroupRuleId.NotFound', page: verifiedBy('test_ec2/test_security_groups.py') },
  ),
  refused(
    'a description for a rule that is not there',
    ({ ec2, securityGroup }) =>
      ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId: securityGroup, IpPermissions: [web] })),
    'The specified rule does not exist in this security group.',
    { code: 'InvalidPermission.NotFound', page: ec2Codes },
  ),
  refused(
    'descriptions for nothing',
    ({ ec2, securityGroup }) =>
      ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId: securityGroup })),
    /exactly one of/,
    { code: 'MissingParameter', page: ec2Api('UpdateSecurityGroupRuleDescriptionsIngress') },
  ),
  refused(
    'rules of a malformed group',
    ({ ec2 }) =>
      ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: ['foobar'] }] })),
    `The security group ID 'foobar' is malformed`,
    { code: 'InvalidGroupId.Malformed', page: verifiedBy('test_ec2/test_security_groups.py') },
  ),
  refused(
    'a group by name without default VPC',
    ({ ec2 }) => ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['front'] })),
    `The security group 'front' does not exist in default VPC`,
    { code: 'InvalidGroup.NotFound', page: ec2Codes },
  ),
  refused(
    'references of an unknown group',
    ({ ec2 }) => ec2.send(new DescribeSecurityGroupReferencesCommand({ GroupId: ['sg-00000000'] })),
    `The security group 'sg-00000000' does not exist`,
    { code: 'InvalidGroup.NotFound', page: ec2Codes },
  ),
  refused(
    'deleting a group that another names',
    ({ ec2, securityGroup }) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: securityGroup })),
    /^resource sg-\w+ has a dependent object$/,
    {
      code: 'DependencyViolation',
      page: ec2Api('DeleteSecurityGroup'),
      after: ({ ec2, account, securityGroup }) =>
        ec2.send(
          new AuthorizeSecurityGroupIngressCommand({
            GroupId: account.nodeSecurityGroupId,
            IpPermissions: [{ ...web, IpRanges: [], UserIdGroupPairs: [{ GroupId: securityGroup }] }],
          }),
        ),
    },
  ),
  refused(
    'a prefix list named as AWS names its own',
    list({ PrefixListName: 'com.amazonaws.x' }),
    'The prefix list name cannot begin with (com.amazonaws., com.amazon., com.aws.).',
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'prefix-list-name-reserved') },
  ),
  refused(
    'more entries than the list has room for',
    list({ MaxEntries: 1, Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '11.0.0.0/8' }] }),
    'The number of entries cannot be greater than the maximum number of entries',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'prefix-list-max-entries') },
  ),
  refused(
    'an IPv6 entry in an IPv4 list',
    list({ Entries: [{ Cidr: '2001:db8::/32' }] }),
    'An (IPv4) prefix list cannot contain an (2001:db8::/32) CIDR.',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'prefix-list-address-family') },
  ),
  refused('a list of another family', list({ AddressFamily: 'IPv5' }), /addressFamily/, {
    code: 'InvalidParameterValue',
    page: ec2Api('CreateManagedPrefixList'),
  }),
  refused('an entry twice', list({ Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '10.9.9.9/8' }] }), /10\.0\.0\.0\/8/, {
    code: 'InvalidParameterValue',
    page: ec2Api('CreateManagedPrefixList'),
  }),
  refused(
    'changing another version of a list',
    async (account) =>
      account.ec2.send(
        new ModifyManagedPrefixListCommand({
          PrefixListId: await listOf(account),
          CurrentVersion: 7,
          AddEntries: [{ Cidr: '10.0.0.0/8' }],
        }),
      ),
    'The prefix list has the incorrect version number',
    { code: 'PrefixListVersionMismatch', page: ec2Codes, after: list({}) },
  ),
  refused(
    'changing a list of AWS',
    ({ ec2 }) => ec2.send(new DeleteManagedPrefixListCommand({ PrefixListId: 'pl-82a045eb' })),
    /managed by AWS/,
    { code: 'OperationNotPermitted', page: vpcGuide('working-with-aws-managed-prefix-lists') },
  ),
  refused(
    'entries of a list that is not there',
    ({ ec2 }) => ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-00000000' })),
    `The prefix list ID 'pl-00000000' does not exist`,
    { code: 'InvalidPrefixListID.NotFound', page: ec2Codes },
  ),
  refused(
    'a filter without values',
    ({ ec2 }) => ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'vpc-id' }] })),
    /must have values/,
    { code: 'InvalidParameterValue', page: ec2Guide() },
  ),
];

function ec2Guide() {
  return 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html';
}
