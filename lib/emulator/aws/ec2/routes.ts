// Routes of requests: where to, and over what.
import { AwsError } from '../aws-error.ts';
import { formatCidr, parseCidr } from '../cidr.ts';
import { isWithin, readBlock } from './blocks.ts';
import type { Ec2 } from './ec2.ts';
import { requirePrefixList } from './prefix-lists.ts';
import { requireRow } from './resource-ids.ts';
import type { Route, RouteTable } from './tables.ts';
import { refuseUnsupported } from './unsupported.ts';
import { requireVpc } from './vpcs.ts';

export interface DestinationInput {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
}

export interface TargetInput {
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly EgressOnlyInternetGatewayId?: string;
  readonly InstanceId?: string;
  readonly NetworkInterfaceId?: string;
  readonly LocalTarget?: boolean;
}

const unsupportedTargets = [
  ...['TransitGatewayId', 'LocalGatewayId', 'CarrierGatewayId', 'VpcEndpointId', 'VpcPeeringConnectionId'],
  ...['CoreNetworkArn', 'OdbNetworkArn'],
];

/** The one destination of a request, its block in canonical form. */
export function readDestination(ec2: Ec2, input: DestinationInput): Route['destination'] {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: list } = input;
  const count = [ipv4, ipv6, list].filter((given) => given !== undefined).length;
  if (count !== 1) {
    const parameters = 'destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId';
    if (count === 0) throw new AwsError('MissingParameter', `The request must contain the parameter ${parameters}`);
    throw new AwsError('InvalidParameterCombination', `Only one of ${parameters} can be specified`);
  }
  if (list !== undefined) return { member: 'DestinationPrefixListId', value: requirePrefixList(ec2, list).id };
  if (ipv6 !== undefined) {
    return { member: 'DestinationIpv6CidrBlock', value: formatCidr(readBlock(ipv6, 6, 'destinationIpv6CidrBlock')) };
  }
  return { member: 'DestinationCidrBlock', value: formatCidr(readBlock(ipv4 ?? '', 4, 'destinationCidrBlock')) };
}

/** Whether two destinations are the same. */
export const isSameDestination = (a: Route['destination'], b: Route['destination']): boolean =>
  a.member === b.member && a.value === b.value;

/** The one target of a request, which must exist in the VPC of the table. */
export function readTarget(ec2: Ec2, table: RouteTable, input: TargetInput): Route['target'] {
  const given = targetKinds.filter((kind) => input[kind] !== undefined);
  const others = unsupportedTargets.filter((kind) => (input as Readonly<Record<string, unknown>>)[kind] !== undefined);
  const count = given.length + others.length;
  const [member] = given;
  if (input.LocalTarget && count === 0) return { member: 'GatewayId', id: 'local' };
  if (count !== 1) {
    throw new AwsError(
      count === 0 ? 'MissingParameter' : 'InvalidParameterCombination',
      'The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId',
    );
  }
  refuseUnsupported(input, unsupportedTargets);
  return member === undefined ? { member: 'GatewayId', id: 'local' } : targets[member](ec2, table, input[member] ?? '');
}

type TargetKind = 'GatewayId' | 'NatGatewayId' | 'EgressOnlyInternetGatewayId' | 'InstanceId' | 'NetworkInterfaceId';

const targetKinds: readonly TargetKind[] = [
  ...(['GatewayId', 'NatGatewayId', 'EgressOnlyInternetGatewayId', 'InstanceId', 'NetworkInterfaceId'] as const),
];

const targets: Readonly<Record<TargetKind, (ec2: Ec2, table: RouteTable, id: string) => Route['target']>> = {
  GatewayId: (ec2, table, id) => {
    if (id === 'local') return { member: 'GatewayId', id };
    const gateway = ec2.tables.now.internetGateways.get(id);
    if (!gateway) throw new AwsError('InvalidGatewayID.NotFound', `The gateway ID '${id}' does not exist`);
    refuseOtherNetwork(table, gateway.vpcId, `network gateway ${id}`);
    return { member: 'GatewayId', id };
  },
  NatGatewayId: (ec2, table, id) => {
    const gateway = requireRow(ec2.tables.now, 'natGateways', id);
    refuseOtherNetwork(table, gateway.vpcId, `nat gateway ${id}`);
    return { member: 'NatGatewayId', id };
  },
  EgressOnlyInternetGatewayId: (ec2, table, id) => {
    const gateway = ec2.tables.now.egressOnlyGateways.get(id);
    if (!gateway) throw new AwsError('InvalidGatewayID.NotFound', `The eigw ID '${id}' does not exist`);
    refuseOtherNetwork(table, gateway.vpcId, `egress-only internet gateway ${id}`);
    return { member: 'EgressOnlyInternetGatewayId', id };
  },
  InstanceId: (ec2, table, id) => {
    const instance = requireRow(ec2.tables.now, 'instances', id);
    refuseOtherNetwork(table, instance.vpcId, `instance ${id}`);
    return { member: 'NetworkInterfaceId', id: instance.networkInterfaceId };
  },
  NetworkInterfaceId: (ec2, table, id) => {
    const networkInterface = requireRow(ec2.tables.now, 'networkInterfaces', id);
    refuseOtherNetwork(table, networkInterface.vpcId, `interface ${id}`);
    return { member: 'NetworkInterfaceId', id };
  },
};

function refuseOtherNetwork(table: RouteTable, vpcId: string | undefined, target: string): void {
  if (vpcId === table.vpcId) return;
  throw new AwsError('InvalidParameterValue', `route table ${table.id} and ${target} belong to different networks`);
}

/** Inside the VPC only interfaces and instances can be more specific targets (Amazon VPC user guide, "Routing"). */
export function refuseInsideVpc(ec2: Ec2, table: RouteTable, { destination, target }: Omit<Route, 'origin'>): void {
  const block = parseCidr(destination.value);
  const { cidrBlocks, ipv6CidrBlocks } = requireVpc(ec2, table.vpcId);
  const blocks = [...cidrBlocks, ...ipv6CidrBlocks].map(({ cidr }) => cidr);
  if (!block || target.member === 'NetworkInterfaceId' || !isWithin(block, blocks)) return;
  throw new AwsError(
    'InvalidParameterValue',
    `The destination CIDR block ${destination.value} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
  );
}

/** The error of a destination that the table does not have. */
export const noSuchRoute = (table: RouteTable, { member, value }: Route['destination']) => {
  const parameter = member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).slice(1);
  return new AwsError('InvalidRoute.NotFound', `no route with ${parameter} ${value} in route table ${table.id}`);
};
