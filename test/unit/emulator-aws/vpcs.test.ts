// VPCs, subnets, routes and gateways: what is made is read back, and goes again.
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateDefaultVpcCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { anAws } from './aws.ts';
import { given } from './balanced.ts';
import { withIpv6 } from './other-network.ts';

async function aNetwork(timeScale = 0) {
  const aws = await anAws({ timeScale });
  return { ...aws, ec2: aws.client(EC2Client) };
}

type Network = Awaited<ReturnType<typeof aNetwork>>;

async function aVpc({ ec2 }: Network, CidrBlock = '10.9.0.0/16') {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
  return given(Vpc?.VpcId);
}

async function aSubnet({ ec2 }: Network, VpcId: string, CidrBlock: string) {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }));
  return given(Subnet?.SubnetId);
}

async function routesOf({ ec2 }: Network, RouteTableId: string) {
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
  return RouteTables?.[0]?.Routes?.map(
    ({ DestinationCidrBlock, GatewayId, NatGatewayId, State }) =>
      `${DestinationCidrBlock} ${GatewayId === 'local' ? 'local' : (GatewayId ?? NatGatewayId)?.split('-')[0]} ${State}`,
  );
}

test('a VPC comes with a main route table, an access control list and a default group', async () => {
  const network = await aNetwork();
  const { ec2 } = network;
  const vpcId = await aVpc(network, '10.9.7.7/16');
  const inVpc = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] };
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  expect(Vpcs?.[0]).toMatchObject({ CidrBlock: '10.9.0.0/16', State: 'available', IsDefault: false });
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand(inVpc));
  expect(RouteTables?.map(({ Associations }) => Associations?.map(({ Main }) => Main))).toEqual([[true]]);
  const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(inVpc));
  expect(NetworkAcls?.map(({ IsDefault }) => IsDefault)).toEqual([true]);
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand(inVpc));
  expect(
    SecurityGroups?.map(({ GroupName, IpPermissions }) => [GroupName, IpPermissions?.[0]?.UserIdGroupPairs]),
  ).toEqual([['default', [expect.objectContaining({ GroupId: SecurityGroups[0]?.GroupId })]]]);

  await ec2.send(new DeleteVpcCommand({ VpcId: vpcId }));
  expect((await ec2.send(new DescribeSecurityGroupsCommand(inVpc))).SecurityGroups).toEqual([]);
});

test('attributes of a VPC are changed one by one', async () => {
  const network = await aNetwork();
  const VpcId = await aVpc(network);
  const hostnames = async () => {
    const input = { VpcId, Attribute: 'enableDnsHostnames' } as const;
    return (await network.ec2.send(new DescribeVpcAttributeCommand(input))).EnableDnsHostnames?.Value;
  };
  expect(await hostnames()).toBe(false);
  await network.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  expect(await hostnames()).toBe(true);
});

test('a further block of a VPC is routed inside, and has room for subnets', async () => {
  const network = await aNetwork();
  const vpcId = await aVpc(network);
  await network.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: vpcId, CidrBlock: '10.77.0.0/16' }));
  const { RouteTables } = await network.ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  );
  expect(await routesOf(network, given(RouteTables?.[0]?.RouteTableId))).toEqual([
    '10.9.0.0/16 local active',
    '10.77.0.0/16 local active',
  ]);
  const subnet = await aSubnet(network, vpcId, '10.77.3.0/24');
  const { Subnets } = await network.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }));
  expect(Subnets?.[0]).toMatchObject({ AvailableIpAddressCount: 251, MapPublicIpOnLaunch: false });
});

test('subnets get IPv6 blocks out of the VPC’s', async () => {
  const network = await aNetwork();
  const blocks = await withIpv6(network);
  const SubnetId = network.account.publicSubnetIds[0];
  await network.ec2.send(new ModifySubnetAttributeCommand({ SubnetId, AssignIpv6AddressOnCreation: { Value: true } }));
  const { Subnets } = await network.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [given(SubnetId)] }));
  expect(Subnets?.[0]).toMatchObject({
    AssignIpv6AddressOnCreation: true,
    Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: blocks[0], Ipv6CidrBlockState: { State: 'associated' } }],
  });
});

test('a VPC is set up from nothing to a route to the internet, and torn down in reverse', async () => {
  const network = await aNetwork();
  const { ec2 } = network;
  const VpcId = await aVpc(network);
  const SubnetId = await aSubnet(network, VpcId, '10.9.1.0/24');
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = given(InternetGateway?.InternetGatewayId);
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = given(RouteTable?.RouteTableId);
  const everywhere = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGatewayId };
  await ec2.send(new CreateRouteCommand(everywhere));
  const { AssociationId } = await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  expect(await routesOf(network, RouteTableId)).toEqual(['10.9.0.0/16 local active', '0.0.0.0/0 igw active']);

  await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  expect(await routesOf(network, RouteTableId)).toEqual(['10.9.0.0/16 local active', '0.0.0.0/0 igw blackhole']);
  await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  const { RouteTable: other } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: other?.RouteTableId }));
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
  await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId: other?.RouteTableId }));
  await ec2.send(new DeleteVpcCommand({ VpcId }));
});

test('the default VPC has a public subnet in every zone', async () => {
  const { ec2 } = await aNetwork();
  const { Vpc } = await ec2.send(new CreateDefaultVpcCommand({}));
  const { Subnets } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
  );
  expect(Subnets?.map(({ VpcId, CidrBlock, MapPublicIpOnLaunch }) => [VpcId, CidrBlock, MapPublicIpOnLaunch])).toEqual([
    [Vpc?.VpcId, '172.31.0.0/20', true],
    [Vpc?.VpcId, '172.31.16.0/20', true],
    [Vpc?.VpcId, '172.31.32.0/20', true],
  ]);
});

test('a NAT gateway takes its time, holds its address, and gives it back', async () => {
  const { ec2, clock, account } = await aNetwork(1);
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({ SubnetId: account.publicSubnetIds[0], AllocationId }),
  );
  const NatGatewayId = given(NatGateway?.NatGatewayId);
  const state = async () => {
    const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [NatGatewayId] }));
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
    return `${NatGateways?.[0]?.State} ${Addresses?.[0]?.AssociationId === undefined ? 'free' : 'held'}`;
  };
  expect(await state()).toBe('pending held');
  await clock.advance(90_000);
  expect(await state()).toBe('available held');
  await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
  expect(await state()).toBe('deleting held');
  await clock.advance(90_000);
  expect(await state()).toBe('deleted free');
});

test('an Elastic address moves from one node to another', async () => {
  const { ec2, account } = await aNetwork();
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
  for (const { instanceId, privateIp } of account.nodes.slice(0, 2)) {
    await ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId: instanceId }));
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
    expect(Addresses?.map(({ InstanceId, PrivateIpAddress }) => [InstanceId, PrivateIpAddress])).toEqual([
      [instanceId, privateIp],
    ]);
  }
});

test('regions are those that are on, unless all are asked for', async () => {
  const { ec2 } = await aNetwork();
  const names = async (AllRegions: boolean) =>
    (await ec2.send(new DescribeRegionsCommand({ AllRegions }))).Regions?.map(({ RegionName }) => RegionName);
  expect(await names(false)).not.toContain('af-south-1');
  expect(await names(true)).toContain('af-south-1');
});
