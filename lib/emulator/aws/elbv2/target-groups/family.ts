// What kind of group a CreateTargetGroup request describes, and what it must and must not bring along.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import { given } from '../given-members.ts';
import type { TargetGroup } from '../tables.ts';

export interface FamilyInput {
  readonly Protocol?: string;
  readonly ProtocolVersion?: string;
  readonly Port?: number;
  readonly VpcId?: string;
  readonly TargetType?: TargetGroup['targetType'];
  readonly IpAddressType?: 'ipv4' | 'ipv6';
  readonly TargetControlPort?: number;
}

export type Family = Pick<
  TargetGroup,
  'targetType' | 'protocol' | 'protocolVersion' | 'port' | 'vpcId' | 'ipAddressType' | 'targetControlPort'
>;

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Whether a group belongs to Application Load Balancers and is reached by address. */
export const isHttp = ({ protocol }: Pick<Family, 'protocol'>): boolean => protocol === 'HTTP' || protocol === 'HTTPS';

/** The family with its defaults. */
export function readFamily(elbv2: Elbv2, input: FamilyInput): Family {
  const { TargetType: targetType = 'instance', IpAddressType: ipAddressType = 'ipv4' } = input;
  if (targetType === 'lambda') return readLambdaFamily(input);
  const { protocol, port, vpcId } = readPlace(elbv2, input);
  if (targetType === 'alb' && protocol !== 'TCP') {
    throw invalid(`Target type 'alb' is not supported for target groups with ${protocol} protocol`);
  }
  if (protocol === 'GENEVE' && port !== 6081) throw invalid('Port must be 6081 for GENEVE target groups.');
  refuseIpv6(protocol, targetType, ipAddressType);
  refuseControlPort(input);
  return {
    targetType,
    protocol,
    port,
    vpcId,
    ...readVersion(protocol, input.ProtocolVersion),
    ipAddressType,
    ...given({ targetControlPort: input.TargetControlPort }),
  };
}

/** Where the targets are reached. */
function readPlace({ ec2 }: Elbv2, { Protocol: protocol, Port: port, VpcId: vpcId }: FamilyInput) {
  if (protocol === undefined) throw invalid('A protocol must be specified');
  if (port === undefined) throw invalid('A port must be specified');
  if (vpcId === undefined) throw invalid('A VPC ID must be specified');
  if (!ec2.tables.now.vpcs.has(vpcId)) throw invalid(`The VPC ID '${vpcId}' is not found`);
  return { protocol, port, vpcId };
}

/** Groups of QUIC, of GENEVE and of load balancers reach IPv4 targets only. */
function refuseIpv6(protocol: string, targetType: string, ipAddressType: string): void {
  if (ipAddressType !== 'ipv6') return;
  if (targetType === 'alb') throw invalid(`Target type 'alb' is not supported with an IPv6 target group`);
  if (['QUIC', 'TCP_QUIC', 'GENEVE'].includes(protocol)) {
    throw invalid(`Protocol '${protocol}' is not supported with an IPv6 target group`);
  }
}

function refuseControlPort({ Protocol, TargetControlPort }: FamilyInput): void {
  if (TargetControlPort === undefined || Protocol === 'HTTP' || Protocol === 'HTTPS') return;
  throw invalid('Target control port is not supported');
}

function readVersion(protocol: string, version: string | undefined): Pick<Family, 'protocolVersion'> {
  if (!isHttp({ protocol })) {
    if (version !== undefined)
      throw invalid(`You cannot specify the protocol version for a target group with the '${protocol}' protocol`);
    return {};
  }
  const given = (version ?? 'HTTP1').toUpperCase();
  if (given !== 'HTTP1' && given !== 'HTTP2' && given !== 'GRPC') {
    throw invalid(`Target group protocol version '${version}' must be one of '[HTTP2, HTTP1, GRPC]'`);
  }
  return { protocolVersion: given };
}

function readLambdaFamily(input: FamilyInput): Family {
  const foreign = [
    ['Protocol', input.Protocol],
    ['Protocol version', input.ProtocolVersion],
    ['Port', input.Port],
    ['VPC ID', input.VpcId],
  ] as const;
  for (const [noun, value] of foreign) {
    if (value !== undefined) throw invalid(`${noun} cannot be specified for target groups with target type 'lambda'`);
  }
  if (input.IpAddressType === 'ipv6') throw invalid(`Target type 'lambda' is not supported with an IPv6 target group`);
  if (input.TargetControlPort !== undefined) throw invalid('Target control port is not supported');
  return { targetType: 'lambda' };
}
