// What kind of group a CreateTargetGroup request describes, and what it must and must not bring along.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { TargetGroup } from '../tables.ts';

export interface FamilyInput {
  readonly Protocol?: string;
  readonly ProtocolVersion?: string;
  readonly Port?: number;
  readonly VpcId?: string;
  readonly TargetType?: string;
  readonly IpAddressType?: string;
}

export type Family = Pick<
  TargetGroup,
  'targetType' | 'protocol' | 'protocolVersion' | 'port' | 'vpcId' | 'ipAddressType'
>;

const invalid = (message: string) => new AwsError('ValidationError', message);

/** The family with its defaults. */
export function readFamily(elbv2: Elbv2, input: FamilyInput): Family {
  const targetType = (input.TargetType ?? 'instance') as TargetGroup['targetType'];
  if (targetType === 'lambda') return readLambdaFamily(input);
  if (targetType === 'alb') {
    throw new AwsError('InvalidConfigurationRequest', `Target type 'alb' is supported for Network Load Balancers only`);
  }
  const { Protocol: protocol, Port: port, VpcId: vpcId } = input;
  if (protocol === undefined) throw invalid('A protocol must be specified');
  if (port === undefined) throw invalid('A port must be specified');
  if (vpcId === undefined) throw invalid('A VPC ID must be specified');
  if (!elbv2.ec2.tables.now.vpcs.has(vpcId)) throw invalid(`The VPC ID '${vpcId}' is not found`);
  return {
    targetType,
    protocol,
    port,
    vpcId,
    ...readVersion(protocol, input.ProtocolVersion),
    ipAddressType: (input.IpAddressType ?? 'ipv4') as 'ipv4' | 'ipv6',
  };
}

function readVersion(protocol: string, version: string | undefined): Pick<Family, 'protocolVersion'> {
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
    if (version !== undefined)
      throw invalid(`Protocol version cannot be specified for target groups with the ${protocol} protocol`);
    return {};
  }
  const given = (version ?? 'HTTP1').toUpperCase();
  if (given !== 'HTTP1' && given !== 'HTTP2' && given !== 'GRPC') {
    throw invalid(`Protocol version '${version}' must be one of 'HTTP1, HTTP2, GRPC'`);
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
  return { targetType: 'lambda' };
}
