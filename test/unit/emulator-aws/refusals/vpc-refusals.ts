// VPCs, subnets and the blocks they have.
import {
  AssociateSubnetCidrBlockCommand,
  AssociateVpcCidrBlockCommand,
  CreateDefaultSubnetCommand,
  CreateDefaultVpcCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInstancesCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  DisassociateSubnetCidrBlockCommand,
  DisassociateVpcCidrBlockCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  type CreateSubnetCommandInput,
  type CreateVpcCommandInput,
} from '@aws-sdk/client-ec2';
import type { FrontDoor } from '../front-door.ts';
import { given } from '../balanced.ts';
import { ec2Api, ec2Codes, recordedBy, verifiedBy, vpcGuide } from './network-pages.ts';
import { refused, type Refusal } from './refusal.ts';

const vpc =
  (input: CreateVpcCommandInput) =>
  ({ ec2 }: FrontDoor) =>
    ec2.send(new CreateVpcCommand(input));

const subnet =
  (input: Partial<CreateSubnetCommandInput>) =>
  ({ ec2, account }: FrontDoor) =>
    ec2.send(new CreateSubnetCommand({ VpcId: account.vpcId, CidrBlock: '10.0.64.0/20', ...input }));

const associate =
  (CidrBlock: string) =>
  ({ ec2, account }: FrontDoor) =>
    ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: account.vpcId, CidrBlock }));

async function blocksOf({ ec2, account }: FrontDoor) {
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [account.vpcId] }));
  return Vpcs?.[0]?.CidrBlockAssociationSet ?? [];
}

const dissociate = (index: number) => async (account: FrontDoor) => {
  const AssociationId = given((await blocksOf(account))[index]?.AssociationId);
  return account.ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
};

const reserved = ['224.0.0.0/16', '127.0.0.0/16', '169.254.0.0/16', '0.0.0.0/16'];

export const vpcRefusals: readonly Refusal[] = [
  refused('a VPC of a /8', vpc({ CidrBlock: '10.0.0.0/8' }), `The CIDR '10.0.0.0/8' is invalid.`, {
    code: 'InvalidVpc.Range',
    page: recordedBy('ec2', 'vpc-cidr-block-size'),
  }),
  refused('a VPC of a /29', vpc({ CidrBlock: '10.0.0.0/29' }), `The CIDR '10.0.0.0/29' is invalid.`, {
    code: 'InvalidVpc.Range',
    page: recordedBy('ec2', 'vpc-cidr-block-size'),
  }),
  ...reserved.map((CidrBlock) =>
    refused(`a VPC of ${CidrBlock}`, vpc({ CidrBlock }), `The CIDR '${CidrBlock}' is invalid.`, {
      code: 'InvalidVpc.Range',
      page: recordedBy('ec2', 'vpc-cidr-reserved-range'),
    }),
  ),
  refused(
    'a VPC of no block',
    vpc({ CidrBlock: '10.0.0.0' }),
    'Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
    { code: 'InvalidParameterValue', page: ec2Api('CreateVpc') },
  ),
  refused('a VPC without block', vpc({}), `Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.`, {
    code: 'MissingParameter',
    page: ec2Api('CreateVpc'),
  }),
  refused('a sixth VPC', vpc({ CidrBlock: '10.9.0.0/16' }), 'The maximum number of VPCs has been reached.', {
    code: 'VpcLimitExceeded',
    page: vpcGuide('amazon-vpc-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ vpcs: 1 })),
  }),
  refused(
    'a second default VPC',
    ({ ec2 }) => ec2.send(new CreateDefaultVpcCommand({})),
    'A Default VPC already exists for this account in this region.',
    {
      code: 'DefaultVpcAlreadyExists',
      page: ec2Codes,
      after: ({ ec2 }) => ec2.send(new CreateDefaultVpcCommand({})),
    },
  ),
  refused(
    'a default subnet without a default VPC',
    ({ ec2 }) => ec2.send(new CreateDefaultSubnetCommand({ AvailabilityZone: 'us-west-2a' })),
    'No default VPC exists for this account in this region.',
    { code: 'DefaultVpcDoesNotExist', page: ec2Codes },
  ),
  refused(
    'a default subnet twice',
    ({ ec2 }) => ec2.send(new CreateDefaultSubnetCommand({ AvailabilityZone: 'us-west-2a' })),
    /^'subnet-\w+' is already the default subnet in us-west-2a\.$/,
    {
      code: 'DefaultSubnetAlreadyExistsInAvailabilityZone',
      page: ec2Codes,
      after: ({ ec2 }) => ec2.send(new CreateDefaultVpcCommand({})),
    },
  ),
  refused(
    'deleting a VPC with subnets',
    ({ ec2, account }) => ec2.send(new DeleteVpcCommand({ VpcId: account.vpcId })),
    /^The vpc 'vpc-\w+' has dependencies and cannot be deleted\.$/,
    { code: 'DependencyViolation', page: ec2Api('DeleteVpc') },
  ),
  refused(
    'deleting a VPC of a malformed id',
    ({ ec2 }) => ec2.send(new DeleteVpcCommand({ VpcId: 'vpc-xyz' })),
    'Invalid id: "vpc-xyz" (expecting "vpc-...")',
    { code: 'InvalidVpcID.Malformed', page: ec2Codes },
  ),
  refused(
    'two unknown VPCs',
    ({ ec2 }) => ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-00000001', 'vpc-00000002'] })),
    `The vpc IDs 'vpc-00000001, vpc-00000002' do not exist`,
    { code: 'InvalidVpcID.NotFound', page: ec2Codes },
  ),
  refused(
    'two attributes of a VPC at once',
    ({ ec2, account }) =>
      ec2.send(
        new ModifyVpcAttributeCommand({
          VpcId: account.vpcId,
          EnableDnsSupport: { Value: true },
          EnableDnsHostnames: { Value: true },
        }),
      ),
    /one and only one attribute/,
    { code: 'InvalidParameterCombination', page: ec2Api('ModifyVpcAttribute') },
  ),
  refused(
    'host names without DNS',
    ({ ec2, account }) =>
      ec2.send(new ModifyVpcAttributeCommand({ VpcId: account.vpcId, EnableDnsSupport: { Value: false } })),
    /enableDnsSupport/,
    { code: 'InvalidParameterValue', page: ec2Api('ModifyVpcAttribute') },
  ),
  refused(
    'a further block that overlaps',
    associate('10.0.128.0/17'),
    /^CIDR range conflicts with 10\.0\.0\.0\/16 with association ID vpc-cidr-assoc-\w+$/,
    { code: 'CidrConflict', page: recordedBy('ec2', 'vpc-cidr-block-overlap') },
  ),
  refused(
    'a further block of another private range',
    associate('172.16.0.0/16'),
    /^The CIDR '172\.16\.0\.0\/16' is restricted\. Use a CIDR from the same private address range/,
    { code: 'InvalidVpc.Range', page: vpcGuide('vpc-cidr-blocks') },
  ),
  refused(
    'a sixth block',
    associate('10.9.0.0/16'),
    /^This network vpc-\w+ has met its maximum number of allowed CIDRs: 5$/,
    {
      code: 'CidrLimitExceeded',
      page: verifiedBy('test_ec2/test_vpcs.py'),
      after: async (account) => {
        for (const block of ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16']) await associate(block)(account);
      },
    },
  ),
  refused(
    'taking the primary block',
    dissociate(0),
    /may not be disassociated\. It is the primary IPv4 CIDR block of the VPC$/,
    { code: 'OperationNotPermitted', page: ec2Api('DisassociateVpcCidrBlock') },
  ),
  refused(
    'taking a block that is not there',
    ({ ec2 }) => ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId: 'vpc-cidr-assoc-00000000' })),
    `The vpc CIDR block association ID 'vpc-cidr-assoc-00000000' does not exist`,
    { code: 'InvalidVpcCidrBlockAssociationID.NotFound', page: ec2Codes },
  ),
  refused('taking a block with a subnet', dissociate(1), /dependencies/, {
    code: 'DependencyViolation',
    page: ec2Api('DisassociateVpcCidrBlock'),
    after: (account) => subnet({ CidrBlock: '10.244.128.0/20' })(account),
  }),
  refused('a subnet of a /29', subnet({ CidrBlock: '10.0.255.0/29' }), `The CIDR '10.0.255.0/29' is invalid.`, {
    code: 'InvalidSubnet.Range',
    page: recordedBy('ec2', 'subnet-cidr-size'),
  }),
  refused('a subnet outside the VPC', subnet({ CidrBlock: '10.7.0.0/24' }), `The CIDR '10.7.0.0/24' is invalid.`, {
    code: 'InvalidSubnet.Range',
    page: ec2Api('CreateSubnet'),
  }),
  refused(
    'a subnet over another',
    subnet({ CidrBlock: '10.0.0.0/24' }),
    `The CIDR '10.0.0.0/24' conflicts with another subnet`,
    { code: 'InvalidSubnet.Conflict', page: ec2Api('CreateSubnet') },
  ),
  refused(
    'a subnet in another region',
    subnet({ AvailabilityZone: 'eu-west-1a' }),
    'Value (eu-west-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-west-2a, us-west-2b, us-west-2c.',
    { code: 'InvalidParameterValue', page: ec2Api('CreateSubnet') },
  ),
  refused(
    'a subnet with an IPv6 block of none',
    subnet({ Ipv6CidrBlock: '2001:db8::/64' }),
    /'2001:db8::\/64' is invalid/,
    {
      code: 'InvalidSubnet.Range',
      page: vpcGuide('subnet-sizing'),
    },
  ),
  refused(
    'an IPv6-only subnet without block',
    subnet({ Ipv6Native: true }),
    `Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.`,
    { code: 'MissingParameter', page: verifiedBy('test_ec2/test_subnets.py') },
  ),
  refused(
    'an IPv6-only subnet with an IPv4 block',
    subnet({ Ipv6Native: true, Ipv6CidrBlock: '2001:db8::/64' }),
    'When specifying ipv4 parameters, cidrBlock or ipv4IpamPoolId, you cannot set ipv6Native to true.',
    {
      code: 'InvalidParameterCombination',
      page: verifiedBy('test_ec2/test_subnets.py'),
    },
  ),
  refused(
    'a subnet tagged as something else',
    subnet({ TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a', Value: 'b' }] }] }),
    `'vpc' is not a valid taggable resource type for this operation.`,
    { code: 'InvalidParameterValue', page: ec2Api('CreateSubnet') },
  ),
  refused(
    'DNS64 without IPv6',
    ({ ec2, account }) =>
      ec2.send(
        new ModifySubnetAttributeCommand({ SubnetId: account.publicSubnetIds[0], EnableDns64: { Value: true } }),
      ),
    /^Invalid value 'true' for enable-dns64\. Cannot set enable-dns64 to true unless the subnet \(subnet-\w+\) has an IPv6 CIDR block associated with it\.$/,
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'subnet-dns64-ipv6') },
  ),
  refused(
    'IPv6 addresses without IPv6',
    ({ ec2, account }) =>
      ec2.send(
        new ModifySubnetAttributeCommand({
          SubnetId: account.publicSubnetIds[0],
          AssignIpv6AddressOnCreation: { Value: true },
        }),
      ),
    /IPv6 CIDR block/,
    { code: 'InvalidParameterValue', page: ec2Api('ModifySubnetAttribute') },
  ),
  refused(
    'no attribute of a subnet',
    ({ ec2, account }) => ec2.send(new ModifySubnetAttributeCommand({ SubnetId: account.publicSubnetIds[0] })),
    /one and only one attribute/,
    { code: 'InvalidParameterCombination', page: ec2Api('ModifySubnetAttribute') },
  ),
  refused(
    'deleting a subnet with nodes',
    ({ ec2, account }) => ec2.send(new DeleteSubnetCommand({ SubnetId: account.privateSubnetIds[0] })),
    /^The subnet 'subnet-\w+' has dependencies and cannot be deleted\.$/,
    { code: 'DependencyViolation', page: ec2Api('DeleteSubnet') },
  ),
  refused(
    'an IPv6 block that is not the VPC’s',
    ({ ec2, account }) =>
      ec2.send(
        new AssociateSubnetCidrBlockCommand({ SubnetId: account.publicSubnetIds[0], Ipv6CidrBlock: '2001:db8::/64' }),
      ),
    /is invalid/,
    { code: 'InvalidSubnet.Range', page: ec2Api('AssociateSubnetCidrBlock') },
  ),
  refused(
    'taking an IPv6 block that is not there',
    ({ ec2 }) => ec2.send(new DisassociateSubnetCidrBlockCommand({ AssociationId: 'subnet-cidr-assoc-00000000' })),
    `The subnet CIDR block with association ID 'subnet-cidr-assoc-00000000' does not exist`,
    { code: 'InvalidSubnetCidrBlockAssociationID.NotFound', page: ec2Codes },
  ),
  refused(
    'a page of 4 instances',
    ({ ec2 }) => ec2.send(new DescribeInstancesCommand({ MaxResults: 4 })),
    'Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.',
    { code: 'InvalidParameterValue', page: ec2Api('DescribeInstances') },
  ),
  refused(
    'a page of 1001 instances',
    ({ ec2 }) => ec2.send(new DescribeInstancesCommand({ MaxResults: 1001 })),
    /Expecting a value less than 1000/,
    { code: 'InvalidParameterValue', page: ec2Api('DescribeInstances') },
  ),
  refused(
    'a page of tags with a forged token',
    ({ ec2 }) => ec2.send(new DescribeTagsCommand({ NextToken: 'forged' })),
    'Unable to parse pagination token',
    { code: 'InvalidParameterValue', page: ec2Api('DescribeTags') },
  ),
];
