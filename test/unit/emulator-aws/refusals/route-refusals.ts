// Route tables, gateways and Elastic IP addresses.
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  DeleteInternetGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  DisassociateRouteTableCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
  type CreateRouteCommandInput,
} from '@aws-sdk/client-ec2';
import { given } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { ec2Api, ec2Codes, recordedBy, vpcGuide } from './network-pages.ts';
import { refused, type Refusal } from './refusal.ts';

async function tablesOf({ ec2, account }: FrontDoor) {
  const { RouteTables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [account.vpcId] }] }),
  );
  const isMain = (main: boolean) =>
    RouteTables.filter(({ Associations }) => Associations?.some(({ Main }) => Main === main));
  const [main] = isMain(true);
  const [open, closed] = isMain(false);
  return {
    main: given(main?.RouteTableId),
    open: given(open?.RouteTableId),
    closed: given(closed?.RouteTableId),
    all: RouteTables,
  };
}

async function gatewayOf({ ec2 }: FrontDoor) {
  const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  return given(InternetGateways?.[0]?.InternetGatewayId);
}

const route = (input: Partial<CreateRouteCommandInput>) => async (account: FrontDoor) =>
  account.ec2.send(
    new CreateRouteCommand({
      RouteTableId: (await tablesOf(account)).open,
      DestinationCidrBlock: '0.0.0.0/0',
      ...input,
    }),
  );

/** A gateway that is attached to nothing. */
async function aFreeGateway({ ec2 }: FrontDoor) {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  return given(InternetGateway?.InternetGatewayId);
}

async function freeGatewayOf({ ec2 }: FrontDoor) {
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  return given(InternetGateways.find(({ Attachments }) => Attachments?.length === 0)?.InternetGatewayId);
}

const exactlyOne =
  'The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId';

const mainAssociation = async (account: FrontDoor) => {
  const { all } = await tablesOf(account);
  const association = all.flatMap(({ Associations = [] }) => Associations).find(({ Main }) => Main);
  return given(association?.RouteTableAssociationId);
};

const anAddress = ({ ec2 }: FrontDoor) => ec2.send(new AllocateAddressCommand({}));

async function addressOf({ ec2 }: FrontDoor) {
  const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
  return given(Addresses?.[0]?.AllocationId);
}

async function onNode(account: FrontDoor) {
  await anAddress(account);
  await account.ec2.send(
    new AssociateAddressCommand({
      AllocationId: await addressOf(account),
      InstanceId: account.account.nodes[0]?.instanceId,
    }),
  );
}

export const routeRefusals: readonly Refusal[] = [
  refused('a route to nothing', route({}), exactlyOne, {
    code: 'MissingParameter',
    page: recordedBy('ec2', 'route-target-exactly-one'),
  }),
  refused(
    'a route to two targets',
    async (account) => route({ GatewayId: await gatewayOf(account), NatGatewayId: 'nat-00000000' })(account),
    exactlyOne,
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'route-target-exactly-one') },
  ),
  refused(
    'a route twice, over something else',
    async (account) => route({ InstanceId: account.account.nodes[0]?.instanceId })(account),
    'The route identified by 0.0.0.0/0 already exists.',
    { code: 'RouteAlreadyExists', page: ec2Codes },
  ),
  refused(
    'a route to no block',
    async (account) => route({ DestinationCidrBlock: '9.9.9.9', GatewayId: await gatewayOf(account) })(account),
    'Value (9.9.9.9) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.',
    { code: 'InvalidParameterValue', page: ec2Api('CreateRoute') },
  ),
  refused(
    'a route out of the VPC into the VPC',
    async (account) => route({ DestinationCidrBlock: '10.0.7.0/24', GatewayId: await gatewayOf(account) })(account),
    /^The destination CIDR block 10\.0\.7\.0\/24 is equal to or more specific than one of this VPC's CIDR blocks\./,
    { code: 'InvalidParameterValue', page: vpcGuide('subnet-route-tables') },
  ),
  refused(
    'a route over an unknown gateway',
    route({ DestinationCidrBlock: '9.0.0.0/8', GatewayId: 'igw-00000000' }),
    `The gateway ID 'igw-00000000' does not exist`,
    { code: 'InvalidGatewayID.NotFound', page: ec2Codes },
  ),
  refused(
    'a route over an unknown NAT gateway',
    route({ DestinationCidrBlock: '9.0.0.0/8', NatGatewayId: 'nat-00000000' }),
    'The Nat Gateway nat-00000000 was not found',
    { code: 'NatGatewayNotFound', page: ec2Codes },
  ),
  refused(
    'a route over an unknown egress-only gateway',
    route({ DestinationCidrBlock: '9.0.0.0/8', EgressOnlyInternetGatewayId: 'eigw-00000000' }),
    `The eigw ID 'eigw-00000000' does not exist`,
    { code: 'InvalidGatewayID.NotFound', page: ec2Codes },
  ),
  refused(
    'a route over a gateway of no network',
    async (account) => route({ DestinationCidrBlock: '9.0.0.0/8', GatewayId: await freeGatewayOf(account) })(account),
    /^route table rtb-\w+ and network gateway igw-\w+ belong to different networks$/,
    { code: 'InvalidParameterValue', page: ec2Api('CreateRoute'), after: aFreeGateway },
  ),
  refused(
    'replacing a route that is not there',
    async (account) =>
      account.ec2.send(
        new ReplaceRouteCommand({
          RouteTableId: (await tablesOf(account)).open,
          DestinationCidrBlock: '9.0.0.0/8',
          GatewayId: await gatewayOf(account),
        }),
      ),
    `There is no route defined for '9.0.0.0/8' in the route table. Use CreateRoute instead.`,
    { code: 'InvalidParameterValue', page: ec2Api('ReplaceRoute') },
  ),
  refused(
    'deleting a route that is not there',
    async (account) =>
      account.ec2.send(
        new DeleteRouteCommand({ RouteTableId: (await tablesOf(account)).open, DestinationCidrBlock: '9.0.0.0/8' }),
      ),
    /^no route with destination-cidr-block 9\.0\.0\.0\/8 in route table rtb-\w+$/,
    { code: 'InvalidRoute.NotFound', page: ec2Codes },
  ),
  refused(
    'deleting the route inside the VPC',
    async (account) =>
      account.ec2.send(
        new DeleteRouteCommand({ RouteTableId: (await tablesOf(account)).open, DestinationCidrBlock: '10.0.0.0/16' }),
      ),
    /^cannot remove local route 10\.0\.0\.0\/16 in route table rtb-\w+$/,
    { code: 'InvalidParameterValue', page: vpcGuide('subnet-route-tables') },
  ),
  refused(
    'deleting the main route table',
    async (account) => account.ec2.send(new DeleteRouteTableCommand({ RouteTableId: (await tablesOf(account)).main })),
    /^The routeTable 'rtb-\w+' has dependencies and cannot be deleted\.$/,
    { code: 'DependencyViolation', page: ec2Api('DeleteRouteTable') },
  ),
  refused(
    'deleting a route table in use',
    async (account) => account.ec2.send(new DeleteRouteTableCommand({ RouteTableId: (await tablesOf(account)).open })),
    /has dependencies/,
    { code: 'DependencyViolation', page: ec2Api('DeleteRouteTable') },
  ),
  refused(
    'an unknown route table',
    ({ ec2 }) => ec2.send(new DeleteRouteTableCommand({ RouteTableId: 'rtb-00000000' })),
    `The routeTable ID 'rtb-00000000' does not exist`,
    { code: 'InvalidRouteTableID.NotFound', page: ec2Codes },
  ),
  refused(
    'a second route table for a subnet',
    async (account) =>
      account.ec2.send(
        new AssociateRouteTableCommand({
          RouteTableId: (await tablesOf(account)).closed,
          SubnetId: account.account.publicSubnetIds[0],
        }),
      ),
    /^the specified association for route table rtb-\w+ conflicts with an existing association$/,
    { code: 'Resource.AlreadyAssociated', page: ec2Codes },
  ),
  refused(
    'taking the main route table away',
    async (account) =>
      account.ec2.send(new DisassociateRouteTableCommand({ AssociationId: await mainAssociation(account) })),
    /^cannot disassociate the main route table association rtbassoc-\w+$/,
    { code: 'InvalidParameterValue', page: ec2Api('DisassociateRouteTable') },
  ),
  refused(
    'an association that is not there',
    async (account) =>
      account.ec2.send(
        new ReplaceRouteTableAssociationCommand({
          AssociationId: 'rtbassoc-00000000',
          RouteTableId: (await tablesOf(account)).open,
        }),
      ),
    `The association ID 'rtbassoc-00000000' does not exist`,
    { code: 'InvalidAssociationID.NotFound', page: ec2Codes },
  ),
  refused(
    'a second internet gateway',
    async (account) =>
      account.ec2.send(
        new AttachInternetGatewayCommand({
          InternetGatewayId: await freeGatewayOf(account),
          VpcId: account.account.vpcId,
        }),
      ),
    /^Network vpc-\w+ already has an internet gateway attached$/,
    { code: 'InvalidParameterValue', page: recordedBy('ec2', 'vpc-single-igw'), after: aFreeGateway },
  ),
  refused(
    'attaching an internet gateway twice',
    async (account) =>
      account.ec2.send(
        new AttachInternetGatewayCommand({ InternetGatewayId: await gatewayOf(account), VpcId: account.account.vpcId }),
      ),
    /^resource igw-\w+ is already attached to network vpc-\w+$/,
    { code: 'Resource.AlreadyAssociated', page: ec2Codes },
  ),
  refused(
    'deleting an attached internet gateway',
    async (account) =>
      account.ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId: await gatewayOf(account) })),
    /^The internetGateway 'igw-\w+' has dependencies and cannot be deleted\.$/,
    { code: 'DependencyViolation', page: ec2Api('DeleteInternetGateway') },
  ),
  refused(
    'detaching an internet gateway under a load balancer',
    async (account) =>
      account.ec2.send(
        new DetachInternetGatewayCommand({ InternetGatewayId: await gatewayOf(account), VpcId: account.account.vpcId }),
      ),
    /^Network vpc-\w+ has some mapped public address\(es\)\. Please unmap those public address\(es\) before detaching the gateway\.$/,
    { code: 'DependencyViolation', page: ec2Api('DetachInternetGateway') },
  ),
  refused(
    'detaching an internet gateway from another VPC',
    async (account) =>
      account.ec2.send(
        new DetachInternetGatewayCommand({ InternetGatewayId: await gatewayOf(account), VpcId: 'vpc-00000000' }),
      ),
    /^resource igw-\w+ is not attached to network vpc-00000000$/,
    { code: 'Gateway.NotAttached', page: ec2Codes },
  ),
  refused(
    'an address that is not one’s own',
    ({ ec2 }) => ec2.send(new DescribeAddressesCommand({ PublicIps: ['52.1.2.3'] })),
    `Address '52.1.2.3' not found.`,
    { code: 'InvalidAddress.NotFound', page: ec2Codes },
  ),
  refused(
    'releasing an unknown allocation',
    ({ ec2 }) => ec2.send(new ReleaseAddressCommand({ AllocationId: 'eipalloc-00000000' })),
    `The allocation ID 'eipalloc-00000000' does not exist`,
    { code: 'InvalidAllocationID.NotFound', page: ec2Codes },
  ),
  refused(
    'an address by allocation and by itself',
    ({ ec2 }) => ec2.send(new AssociateAddressCommand({ AllocationId: 'eipalloc-00000000', PublicIp: '52.1.2.3' })),
    'You may specify public IP or allocation id, but not both in the same call',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'eip-association-exclusive') },
  ),
  refused(
    'an address for nobody',
    async (account) => account.ec2.send(new AssociateAddressCommand({ AllocationId: await addressOf(account) })),
    /instance ID or network interface id/,
    { code: 'MissingParameter', page: ec2Api('AssociateAddress'), after: anAddress },
  ),
  refused('a sixth address', anAddress, 'The maximum number of addresses has been reached.', {
    code: 'AddressLimitExceeded',
    page: vpcGuide('amazon-vpc-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ elasticAddresses: 0 })),
  }),
  refused(
    'releasing an address in use',
    async (account) => account.ec2.send(new ReleaseAddressCommand({ AllocationId: await addressOf(account) })),
    /^Address [\d.]+ is in use\.$/,
    { code: 'InvalidIPAddress.InUse', page: ec2Api('ReleaseAddress'), after: onNode },
  ),
  refused(
    'moving an address that must not move',
    async (account) =>
      account.ec2.send(
        new AssociateAddressCommand({
          AllocationId: await addressOf(account),
          InstanceId: account.account.nodes[1]?.instanceId,
          AllowReassociation: false,
        }),
      ),
    /^resource eipalloc-\w+ is already associated with associate-id eipassoc-\w+$/,
    { code: 'Resource.AlreadyAssociated', page: ec2Api('AssociateAddress'), after: onNode },
  ),
  refused(
    'taking an address from nobody',
    ({ ec2 }) => ec2.send(new DisassociateAddressCommand({ AssociationId: 'eipassoc-00000000' })),
    `The association ID 'eipassoc-00000000' does not exist`,
    { code: 'InvalidAssociationID.NotFound', page: ec2Codes },
  ),
  refused(
    'a public NAT gateway without address',
    ({ ec2, account }) => ec2.send(new CreateNatGatewayCommand({ SubnetId: account.publicSubnetIds[0] })),
    /^The request must include the AllocationId parameter\./,
    { code: 'MissingParameter', page: recordedBy('ec2', 'natgw-allocation') },
  ),
  refused(
    'a private NAT gateway with address',
    ({ ec2, account }) =>
      ec2.send(
        new CreateNatGatewayCommand({
          SubnetId: account.publicSubnetIds[0],
          ConnectivityType: 'private',
          AllocationId: 'eipalloc-00000000',
        }),
      ),
    'AllocationId cannot be specified for a NAT Gateway with Connectivity Type private.',
    { code: 'InvalidParameterCombination', page: recordedBy('ec2', 'natgw-allocation') },
  ),
];
