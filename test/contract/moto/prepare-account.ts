// Makes in moto the network that the emulated account begins with, and says which of its ids are which.
import type { ACMClient } from '@aws-sdk/client-acm';
import { ImportCertificateCommand } from '@aws-sdk/client-acm';
import type { EC2Client } from '@aws-sdk/client-ec2';
import {
  AssociateRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeImagesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  ModifySubnetAttributeCommand,
  RunInstancesCommand,
  type Subnet,
  type Tag,
} from '@aws-sdk/client-ec2';
import type { Account } from '../../../lib/emulator/aws/account.ts';
import { exampleCertificate } from '../../../lib/emulator/aws/acm/example-certificate.ts';
import { Twins } from './twins.ts';

interface Sides {
  readonly account: Account;
  /** Clients on the emulator, whose network is read. */
  readonly ours: EC2Client;
  readonly moto: EC2Client;
  readonly twins: Twins;
}

/** Reads the emulated network through its own API and builds the same one in moto. */
export async function prepareAccount(
  account: Account,
  clients: { readonly ours: EC2Client; readonly moto: EC2Client; readonly motoAcm: ACMClient },
): Promise<Twins> {
  const sides: Sides = { account, ours: clients.ours, moto: clients.moto, twins: new Twins() };
  await makeVpc(sides);
  await makeSubnets(sides);
  await makeRoutes(sides);
  await makeGroups(sides);
  await makeNodes(sides);
  const { certificatePem, privateKeyPem } = await exampleCertificate();
  const imported = await clients.motoAcm.send(
    new ImportCertificateCommand({ Certificate: Buffer.from(certificatePem), PrivateKey: Buffer.from(privateKeyPem) }),
  );
  sides.twins.pair(account.certificateArn, given(imported.CertificateArn));
  return sides.twins;
}

async function makeVpc({ account, ours, moto, twins }: Sides): Promise<void> {
  const { Vpcs } = await ours.send(new DescribeVpcsCommand({ VpcIds: [account.vpcId] }));
  const [first, ...more] = (Vpcs?.[0]?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => given(CidrBlock));
  const made = await moto.send(new CreateVpcCommand({ CidrBlock: given(first) }));
  const VpcId = given(made.Vpc?.VpcId);
  for (const CidrBlock of more) await moto.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock }));
  await tag(moto, VpcId, Vpcs?.[0]?.Tags);
  twins.pair(account.vpcId, VpcId);
}

async function makeSubnets({ account, ours, moto, twins }: Sides): Promise<void> {
  const { Subnets = [] } = await ours.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [account.vpcId] }] }),
  );
  for (const subnet of Subnets) {
    const SubnetId = await makeSubnet(moto, subnet, twins.translate(account.vpcId));
    twins.pair(given(subnet.SubnetId), SubnetId);
  }
}

async function makeSubnet(moto: EC2Client, subnet: Subnet, VpcId: string): Promise<string> {
  const { CidrBlock, AvailabilityZone } = subnet;
  const made = await moto.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
  const SubnetId = given(made.Subnet?.SubnetId);
  await tag(moto, SubnetId, subnet.Tags);
  const MapPublicIpOnLaunch = { Value: subnet.MapPublicIpOnLaunch ?? false };
  await moto.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch }));
  return SubnetId;
}

async function makeRoutes({ account, moto, twins }: Sides): Promise<void> {
  const VpcId = twins.translate(account.vpcId);
  const { InternetGateway } = await moto.send(new CreateInternetGatewayCommand({}));
  const GatewayId = given(InternetGateway?.InternetGatewayId);
  await moto.send(new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId }));
  for (const [subnets, isPublic] of [
    [account.publicSubnetIds, true],
    [account.privateSubnetIds, false],
  ] as const) {
    const { RouteTable } = await moto.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = given(RouteTable?.RouteTableId);
    const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId };
    if (isPublic) await moto.send(new CreateRouteCommand(route));
    for (const subnet of subnets) {
      await moto.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: twins.translate(subnet) }));
    }
  }
}

async function makeGroups({ account, ours, moto, twins }: Sides): Promise<void> {
  const VpcId = twins.translate(account.vpcId);
  const inVpc = [{ Name: 'vpc-id', Values: [VpcId] }];
  const existing = await moto.send(
    new DescribeSecurityGroupsCommand({ Filters: [...inVpc, { Name: 'group-name', Values: ['default'] }] }),
  );
  twins.pair(account.defaultSecurityGroupId, given(existing.SecurityGroups?.[0]?.GroupId));
  const { SecurityGroups } = await ours.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [account.nodeSecurityGroupId] }),
  );
  const [group] = SecurityGroups ?? [];
  const made = await moto.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: group?.GroupName, Description: group?.Description }),
  );
  const GroupId = given(made.GroupId);
  await tag(moto, GroupId, group?.Tags);
  const UserIdGroupPairs = [{ GroupId }];
  await moto.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs }] }),
  );
  twins.pair(account.nodeSecurityGroupId, GroupId);
}

async function makeNodes({ account, moto, twins }: Sides): Promise<void> {
  const { Images } = await moto.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const ImageId = given(Images?.find(({ Architecture }) => Architecture === 'x86_64')?.ImageId);
  for (const [index, node] of account.nodes.entries()) {
    const { Instances } = await moto.send(
      new RunInstancesCommand({
        ImageId,
        MinCount: 1,
        MaxCount: 1,
        SubnetId: twins.translate(given(account.privateSubnetIds[index])),
        PrivateIpAddress: node.privateIp,
        SecurityGroupIds: [twins.translate(account.nodeSecurityGroupId)],
      }),
    );
    twins.pair(node.instanceId, given(Instances?.[0]?.InstanceId));
  }
}

async function tag(client: EC2Client, resource: string, Tags: Tag[] | undefined): Promise<void> {
  if (Tags && Tags.length > 0) await client.send(new CreateTagsCommand({ Resources: [resource], Tags }));
}

function given(value: string | undefined): string {
  if (value === undefined) throw new Error('an id is missing in the answer');
  return value;
}
