// Which targets may be registered in a group ("Register targets", user guides of each load balancer type).
import { isIP } from 'node:net';
import { AwsError } from '../../aws-error.ts';
import { contains, parseCidr } from '../../cidr.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { listenerOn } from '../listeners/listener-rows.ts';
import type { Target, TargetGroup } from '../tables.ts';
import { groupsTargeting } from './load-balancer-targets.ts';

export interface TargetDescription {
  readonly Id: string;
  readonly Port?: number;
  readonly AvailabilityZone?: string;
  readonly QuicServerId?: string;
}

/** What tells one registration of a group from another: the same target may be there on many ports. */
export const keyOf = ({ id, port }: Pick<Target, 'id' | 'port'>): string => `${id} ${port ?? ''}`;

const invalid = (message: string) => new AwsError('ValidationError', message);
const invalidTarget = (message: string) => new AwsError('InvalidTarget', message);

/** RFC 1918 and RFC 6598. */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

const isIn = (blocks: readonly string[], address: string) =>
  blocks.some((block) => {
    const cidr = parseCidr(block);
    return cidr !== undefined && contains(cidr, address);
  });

/** Refuses a target that cannot be in this group; returns the zone it counts to. */
export function zoneOfTarget(elbv2: Elbv2, group: TargetGroup, target: TargetDescription): string | undefined {
  refuseQuicServerId(group, target);
  if (group.protocol === 'GENEVE' && target.Port !== undefined && target.Port !== 6081) {
    throw invalid('Port must be 6081 for GENEVE target groups.');
  }
  switch (group.targetType) {
    case 'instance':
      return zoneOfInstance(elbv2, group, target);
    case 'ip':
      return zoneOfAddress(elbv2, group, target);
    case 'lambda':
      return zoneOfFunction(target);
    case 'alb':
      return zoneOfLoadBalancer(elbv2, group, target);
  }
}

/** A server id goes with QUIC and with nothing else ("TargetDescription", ELBv2 API reference). */
function refuseQuicServerId({ protocol }: TargetGroup, { Id, QuicServerId }: TargetDescription): void {
  const isQuic = protocol === 'QUIC' || protocol === 'TCP_QUIC';
  if (!isQuic && QuicServerId !== undefined) {
    throw invalid(`A QUIC server ID cannot be specified for target groups with the ${protocol} protocol: '${Id}'`);
  }
  if (isQuic && !/^0x[0-9a-f]{16}$/.test(QuicServerId ?? '')) {
    throw invalid(`A QUIC server ID of '0x' and 16 hexadecimal characters must be specified for target '${Id}'`);
  }
}

function zoneOfInstance({ ec2 }: Elbv2, group: TargetGroup, { Id }: TargetDescription): string | undefined {
  if (!/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(Id)) throw invalid(`Instance ID '${Id}' is not valid`);
  const { instances, subnets } = ec2.tables.now;
  const instance = instances.get(Id);
  if (!instance) throw invalidTarget(`The following targets are not valid instances: '${Id}'`);
  if (instance.state !== 'running') {
    throw invalidTarget(`The following targets are not in a running state and cannot be registered: '${Id}'`);
  }
  const subnet = subnets.get(instance.subnetId);
  if (subnet?.vpcId !== group.vpcId) {
    throw invalidTarget(`The following targets are not in the target group VPC '${group.vpcId}': '${Id}'`);
  }
  return subnet?.zone;
}

function zoneOfAddress(
  { ec2 }: Elbv2,
  group: TargetGroup,
  { Id, AvailabilityZone }: TargetDescription,
): string | undefined {
  const family = isIP(Id);
  if (family === 0) throw invalid(`The IP address '${Id}' is not a valid IPv4 or IPv6 address`);
  if ((family === 6) !== (group.ipAddressType === 'ipv6')) {
    throw invalid(
      `The IP address '${Id}' does not match the IP address type '${group.ipAddressType}' of the target group`,
    );
  }
  const place = placeInVpc(ec2, group.vpcId ?? '', Id);
  if (place) return place.zone ?? AvailabilityZone;
  if (!isIn(privateBlocks, Id)) {
    throw invalid(
      `The IP address '${Id}' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598`,
    );
  }
  if (AvailabilityZone === undefined) {
    throw invalid(
      `If the target IP address '${Id}' is outside the VPC of the target group, you must specify an Availability Zone`,
    );
  }
  return AvailabilityZone;
}

/** Where an address is in the VPC: the zone of its subnet, if it is in one; undefined outside the VPC's blocks. */
function placeInVpc({ tables }: Elbv2['ec2'], id: string, address: string): { readonly zone?: string } | undefined {
  const { vpcs, subnets } = tables.now;
  const { cidrBlocks = [], ipv6CidrBlocks = [] } = vpcs.get(id) ?? {};
  const blocks = [...cidrBlocks, ...ipv6CidrBlocks].map(({ cidr }) => cidr);
  if (!isIn(blocks, address)) return undefined;
  const subnet = subnets
    .by('vpc-id', id)
    .find(({ cidr, ipv6Cidr }) => isIn(ipv6Cidr === undefined ? [cidr] : [cidr, ipv6Cidr], address));
  return subnet ? { zone: subnet.zone } : {};
}

function zoneOfFunction({ Id, Port, AvailabilityZone }: TargetDescription): undefined {
  if (Port !== undefined) throw invalid(`Port cannot be specified for targets with target type 'lambda'`);
  if (AvailabilityZone !== undefined && AvailabilityZone !== 'all') {
    throw invalid(`Availability Zone '${AvailabilityZone}' must be 'all' for targets with target type 'lambda'`);
  }
  if (!/^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(Id)) {
    throw invalid(`'${Id}' is not a valid Lambda function ARN`);
  }
  return undefined;
}

/** An Application Load Balancer of the group's VPC that listens on the group's port, in no other group. */
function zoneOfLoadBalancer(elbv2: Elbv2, group: TargetGroup, { Id, Port, AvailabilityZone }: TargetDescription) {
  if (AvailabilityZone !== undefined) {
    throw invalid(`Availability Zone cannot be specified for targets with target type 'alb'`);
  }
  if (Port !== undefined && Port !== group.port) {
    throw invalid(`Port '${Port}' must be the port of the target group, '${group.port}'`);
  }
  const loadBalancer = requireLoadBalancer(elbv2, Id);
  if (loadBalancer.type !== 'application') throw invalidTarget(`'${Id}' is not an Application Load Balancer`);
  if (loadBalancer.vpcId !== group.vpcId) {
    throw invalidTarget(`The following targets are not in the target group VPC '${group.vpcId}': '${Id}'`);
  }
  if (!listenerOn(elbv2, Id, group.port ?? 0)) {
    throw invalidTarget(`The Application Load Balancer '${Id}' has no listener on port '${group.port}'`);
  }
  if (groupsTargeting(elbv2, Id).length >= elbv2.world.limits.groupsPerTargetLoadBalancer) {
    throw new AwsError(
      'TooManyRegistrationsForTargetId',
      `The Application Load Balancer '${Id}' is registered with the maximum number of target groups`,
    );
  }
  return undefined;
}
