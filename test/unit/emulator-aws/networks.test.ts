// EC2 as a controller reads and writes it.
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { anAws, refusalOf } from './aws.ts';
import { aFrontDoor, type FrontDoor } from './front-door.ts';

async function aNetwork() {
  const aws = await anAws();
  return { account: aws.account, ec2: aws.client(EC2Client) };
}

const web = (port: number, ...blocks: string[]): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: blocks.map((CidrIp) => ({ CidrIp, Description: 'web' })),
});

const authorize = ({ ec2, securityGroup }: FrontDoor, ...IpPermissions: IpPermission[]) =>
  ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: securityGroup, IpPermissions }));

async function ingressOf({ ec2, securityGroup }: FrontDoor) {
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [securityGroup] }));
  return (SecurityGroups?.[0]?.IpPermissions ?? []).map(
    ({ FromPort, IpRanges }) => `${FromPort} ${IpRanges?.map(({ CidrIp }) => CidrIp).join()}`,
  );
}

test('subnets are found by role tag, in three zones', async () => {
  const { ec2, account } = await aNetwork();
  const found = async (tag: string) => {
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'tag-key', Values: [tag] }] }));
    return Subnets?.map(({ SubnetId, AvailabilityZone }) => `${AvailabilityZone} ${SubnetId}`);
  };
  const expected = (ids: readonly string[]) => ids.map((id, index) => `${account.zones[index]} ${id}`);
  expect(await found('kubernetes.io/role/elb')).toEqual(expected(account.publicSubnetIds));
  expect(await found('kubernetes.io/role/internal-elb')).toEqual(expected(account.privateSubnetIds));
});

test('instances in a subnet are named after their address', async () => {
  const { ec2, account } = await aNetwork();
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: account.privateSubnetIds.slice(0, 1) }));
  expect(Subnets?.[0]?.PrivateDnsNameOptionsOnLaunch).toEqual({
    HostnameType: 'ip-name',
    EnableResourceNameDnsARecord: false,
    EnableResourceNameDnsAAAARecord: false,
  });
});

test('the VPC has its pod block associated', async () => {
  const { ec2 } = await aNetwork();
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  expect(Vpcs?.[0]?.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock)).toEqual([
    '10.0.0.0/16',
    '10.244.0.0/16',
  ]);
});

test('only public subnets are routed to the internet', async () => {
  const { ec2, account } = await aNetwork();
  const { RouteTables } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'route.destination-cidr-block', Values: ['0.0.0.0/0'] }] }),
  );
  expect(RouteTables?.flatMap(({ Associations }) => Associations?.map(({ SubnetId }) => SubnetId))).toEqual([
    ...account.publicSubnetIds,
  ]);
});

test('nodes are instances with the addresses and zones the account names', async () => {
  const { ec2, account } = await aNetwork();
  const { Reservations } = await ec2.send(
    new DescribeInstancesCommand({ InstanceIds: account.nodes.map(({ instanceId }) => instanceId) }),
  );
  const seen = Reservations?.flatMap(({ Instances = [] }) => Instances).map(
    ({ Placement, InstanceId }) => `aws:///${Placement?.AvailabilityZone}/${InstanceId}`,
  );
  expect(seen).toEqual(account.nodes.map(({ providerId }) => providerId));
});

test('zones have names and ids', async () => {
  const { ec2 } = await aNetwork();
  const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({ ZoneIds: ['usw2-az2'] }));
  expect(AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual(['us-west-2b']);
});

test('subnets come in pages', async () => {
  const { ec2 } = await aNetwork();
  const first = await ec2.send(new DescribeSubnetsCommand({ MaxResults: 5 }));
  const last = await ec2.send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken: first.NextToken }));
  expect([first.Subnets?.length, last.Subnets?.length, last.NextToken]).toEqual([5, 1, undefined]);
});

test('rules of one port are one permission, with canonical blocks', async () => {
  const account = await aFrontDoor();
  await authorize(account, web(80, '10.0.0.0/8'), web(443, '0.0.0.0/0'));
  await authorize(account, web(80, '192.168.7.9/16'));
  expect(await ingressOf(account)).toEqual(['80 10.0.0.0/8,192.168.0.0/16', '443 0.0.0.0/0']);
});

test('one duplicate fails the whole call', async () => {
  const account = await aFrontDoor();
  await authorize(account, web(80, '10.0.0.0/8'));
  const { code } = await refusalOf(authorize(account, web(443, '10.0.0.0/8'), web(80, '10.0.0.0/8')));
  expect([code, ...(await ingressOf(account))]).toEqual(['InvalidPermission.Duplicate', '80 10.0.0.0/8']);
});

test('a rule is revoked without its description, and one mismatch revokes nothing', async () => {
  const account = await aFrontDoor();
  await authorize(account, web(80, '10.0.0.0/8'));
  const plain = (port: number): IpPermission => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: [{ CidrIp: '10.0.0.0/8' }],
  });
  const revoke = (...IpPermissions: IpPermission[]) =>
    account.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: account.securityGroup, IpPermissions }));
  expect((await refusalOf(revoke(plain(80), plain(81)))).code).toBe('InvalidPermission.NotFound');
  expect(await ingressOf(account)).toEqual(['80 10.0.0.0/8']);
  await revoke(plain(80));
  expect(await ingressOf(account)).toEqual([]);
});

test('tags are added, replaced and deleted', async () => {
  const { ec2, securityGroup } = await aFrontDoor();
  const Resources = [securityGroup];
  await ec2.send(
    new CreateTagsCommand({
      Resources,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  );
  await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'a', Value: '3' }] }));
  await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'b' }, { Key: 'a', Value: 'other' }] }));
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'tag:a', Values: ['3'] }] }),
  );
  expect(SecurityGroups?.map(({ Tags }) => Tags)).toEqual([[{ Key: 'a', Value: '3' }]]);
});
