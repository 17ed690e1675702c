// Rules of security groups beyond adding and revoking, and prefix lists.
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateDefaultVpcCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  DeleteManagedPrefixListCommand,
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeTagsCommand,
  GetManagedPrefixListEntriesCommand,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { given } from './balanced.ts';
import { aFrontDoor, type FrontDoor } from './front-door.ts';

const web: IpPermission = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };

async function authorized({ ec2, securityGroup }: FrontDoor, permission: IpPermission) {
  const { SecurityGroupRules } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId: securityGroup, IpPermissions: [permission] }),
  );
  return given(SecurityGroupRules?.[0]?.SecurityGroupRuleId);
}

async function rulesOf({ ec2, securityGroup }: FrontDoor) {
  const { SecurityGroupRules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [securityGroup] }] }),
  );
  return SecurityGroupRules.filter(({ IsEgress }) => !IsEgress);
}

test('a rule keeps its id when it is changed', async () => {
  const account = await aFrontDoor();
  const id = await authorized(account, web);
  await account.ec2.send(
    new ModifySecurityGroupRulesCommand({
      GroupId: account.securityGroup,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: id,
          SecurityGroupRule: {
            IpProtocol: 'udp',
            FromPort: 53,
            ToPort: 53,
            CidrIpv4: '10.1.2.3/16',
            Description: 'dns',
          },
        },
      ],
    }),
  );
  expect(await rulesOf(account)).toMatchObject([
    {
      SecurityGroupRuleId: id,
      IpProtocol: 'udp',
      FromPort: 53,
      ToPort: 53,
      CidrIpv4: '10.1.0.0/16',
      Description: 'dns',
    },
  ]);
});

test('a description is replaced, and removed where none is given', async () => {
  const account = await aFrontDoor();
  await authorized(account, { ...web, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'old' }] });
  const describe = async (Description?: string) => {
    const IpRanges = [{ CidrIp: '10.0.0.0/8', ...(Description !== undefined && { Description }) }];
    await account.ec2.send(
      new UpdateSecurityGroupRuleDescriptionsIngressCommand({
        GroupId: account.securityGroup,
        IpPermissions: [{ ...web, IpRanges }],
      }),
    );
    return (await rulesOf(account))[0]?.Description;
  };
  expect([await describe('new'), await describe()]).toEqual(['new', undefined]);
});

test('a rule with an id is revoked by it', async () => {
  const account = await aFrontDoor();
  const id = await authorized(account, web);
  const { RevokedSecurityGroupRules } = await account.ec2.send(
    new RevokeSecurityGroupIngressCommand({ GroupId: account.securityGroup, SecurityGroupRuleIds: [id] }),
  );
  expect(RevokedSecurityGroupRules).toMatchObject([{ SecurityGroupRuleId: id, CidrIpv4: '10.0.0.0/8' }]);
  expect(await rulesOf(account)).toEqual([]);
});

test('rules wear tags of their own', async () => {
  const account = await aFrontDoor();
  const { SecurityGroupRules } = await account.ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId: account.securityGroup,
      IpPermissions: [web],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'for', Value: 'web' }] }],
    }),
  );
  const { SecurityGroupRules: found } = await account.ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'tag:for', Values: ['web'] }] }),
  );
  expect(found?.map((rule) => rule.SecurityGroupRuleId)).toEqual([SecurityGroupRules?.[0]?.SecurityGroupRuleId]);
});

test('in the default VPC a mismatch is told, and the rest revoked', async () => {
  const { ec2 } = await aFrontDoor();
  const { Vpc } = await ec2.send(new CreateDefaultVpcCommand({}));
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'plain', Description: 'plain', VpcId: Vpc?.VpcId }),
  );
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupName: 'plain', IpPermissions: [web] }));
  const { UnknownIpPermissions } = await ec2.send(
    new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [web, { ...web, FromPort: 81, ToPort: 81 }] }),
  );
  expect(UnknownIpPermissions?.map(({ FromPort }) => FromPort)).toEqual([81]);
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['plain'] }));
  expect(SecurityGroups?.[0]?.IpPermissions).toEqual([]);
});

test('groups without tags have no Tags member', async () => {
  const { ec2, securityGroup } = await aFrontDoor();
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [securityGroup] }));
  expect(Object.keys(SecurityGroups?.[0] ?? {})).not.toContain('Tags');
});

test('a prefix list has versions, and stays while a rule names it', async () => {
  const account = await aFrontDoor();
  const { ec2 } = account;
  const { PrefixList } = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'office',
      AddressFamily: 'IPv4',
      MaxEntries: 3,
      Entries: [{ Cidr: '192.0.2.0/24', Description: 'hall' }],
      TagSpecifications: [{ ResourceType: 'prefix-list', Tags: [{ Key: 'floor', Value: '1' }] }],
    }),
  );
  const PrefixListId = given(PrefixList?.PrefixListId);
  await ec2.send(
    new ModifyManagedPrefixListCommand({
      PrefixListId,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: '198.51.100.7/24' }],
      RemoveEntries: [{ Cidr: '192.0.2.0/24' }],
    }),
  );
  const entries = async (TargetVersion: number) =>
    (await ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId, TargetVersion }))).Entries?.map(
      ({ Cidr }) => Cidr,
    );
  expect([await entries(1), await entries(2)]).toEqual([['192.0.2.0/24'], ['198.51.100.0/24']]);
  const { Tags } = await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'key', Values: ['floor'] }] }));
  expect(Tags?.map(({ ResourceId, ResourceType }) => [ResourceId, ResourceType])).toEqual([
    [PrefixListId, 'prefix-list'],
  ]);

  const ruleId = await authorized(account, { ...web, IpRanges: [], PrefixListIds: [{ PrefixListId }] });
  await ec2.send(new DeleteManagedPrefixListCommand({ PrefixListId }));
  const state = async () => {
    const filter = { Name: 'prefix-list-id', Values: [PrefixListId] };
    const { PrefixLists } = await ec2.send(new DescribeManagedPrefixListsCommand({ Filters: [filter] }));
    return PrefixLists?.map(({ State }) => State);
  };
  expect(await state()).toEqual(['delete-failed']);
  await ec2.send(
    new RevokeSecurityGroupIngressCommand({ GroupId: account.securityGroup, SecurityGroupRuleIds: [ruleId] }),
  );
  await ec2.send(new DeleteManagedPrefixListCommand({ PrefixListId }));
  expect(await state()).toEqual([]);
});
