// Networks beside and beyond the VPC of the initial account.
import {
  AssociateSubnetCidrBlockCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Aws } from './aws.ts';
import { given } from './balanced.ts';

type Account = Pick<Aws, 'client' | 'account'>;

export interface OtherNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/** A VPC of its own with a subnet in each of two zones; without internet gateway unless asked for one. */
export async function anotherNetwork({ client, account }: Account, isOnline = false): Promise<OtherNetwork> {
  const ec2 = client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const vpcId = given(Vpc?.VpcId);
  const subnetIds = [await aSubnet({ client, account }, vpcId, '10.9.0.0/24', 0)];
  subnetIds.push(await aSubnet({ client, account }, vpcId, '10.9.1.0/24', 1));
  if (!isOnline) return { vpcId, subnetIds };
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = given(InternetGateway?.InternetGatewayId);
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
  return { vpcId, subnetIds };
}

/** One more subnet. */
export async function aSubnet({ client, account }: Account, VpcId: string, CidrBlock: string, zone: number) {
  const { Subnet } = await client(EC2Client).send(
    new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: account.zones[zone] }),
  );
  return given(Subnet?.SubnetId);
}

/** Gives the account's VPC and its public subnets IPv6 blocks; returns those of the subnets. */
export async function withIpv6({ client, account }: Account): Promise<readonly string[]> {
  const ec2 = client(EC2Client);
  const VpcId = account.vpcId;
  await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, AmazonProvidedIpv6CidrBlock: true }));
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  const block = given(Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock);
  const blocks = account.publicSubnetIds.map((_id, index) => block.replace(/00::\/56$/, `0${index + 1}::/64`));
  for (const [index, SubnetId] of account.publicSubnetIds.entries()) {
    await ec2.send(new AssociateSubnetCidrBlockCommand({ SubnetId, Ipv6CidrBlock: given(blocks[index]) }));
  }
  return blocks;
}
