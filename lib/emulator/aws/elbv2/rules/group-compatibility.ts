// Which target groups a listener may forward to ("Listeners for your Network Load Balancers", "Target groups for your
// Application Load Balancers").
import { AwsError } from '../../aws-error.ts';
import type { ListenerProtocol, LoadBalancer, TargetGroup } from '../tables.ts';

/** Group protocols that each listener protocol takes. */
const compatible: Readonly<Record<ListenerProtocol, readonly string[]>> = {
  HTTP: ['HTTP', 'HTTPS'],
  HTTPS: ['HTTP', 'HTTPS'],
  TCP: ['TCP', 'TCP_UDP'],
  TLS: ['TCP', 'TLS'],
  UDP: ['UDP', 'TCP_UDP'],
  TCP_UDP: ['TCP_UDP'],
  QUIC: ['QUIC', 'TCP_QUIC'],
  TCP_QUIC: ['TCP_QUIC'],
  GENEVE: ['GENEVE'],
};

export interface GroupPlace {
  readonly loadBalancer: LoadBalancer;
  readonly listenerProtocol: ListenerProtocol;
}

/** Refuses a group of another VPC, or of a protocol the listener cannot speak. */
export function refuseMisfit(group: TargetGroup, { loadBalancer, listenerProtocol }: GroupPlace): void {
  if (group.vpcId !== undefined && group.vpcId !== loadBalancer.vpcId) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The following target groups are in a different VPC than load balancer '${loadBalancer.arn}': ${group.arn}`,
    );
  }
  if (!isCompatible(group, listenerProtocol)) {
    throw new AwsError(
      'IncompatibleProtocols',
      `The listener and the following target groups have incompatible protocols: ${group.arn}`,
    );
  }
}

/** Refuses a group whose targets the load balancer cannot reach. */
export function refuseUnreachable(group: TargetGroup, { loadBalancer }: GroupPlace): void {
  if (group.ipAddressType !== 'ipv6' || loadBalancer.ipAddressType !== 'ipv4') return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    `You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type`,
  );
}

function isCompatible({ targetType, protocol, protocolVersion }: TargetGroup, listener: ListenerProtocol): boolean {
  if (targetType === 'lambda') return listener === 'HTTP' || listener === 'HTTPS';
  if (targetType === 'alb') return listener === 'TCP';
  const needsHttps = protocolVersion === 'GRPC' || protocolVersion === 'HTTP2';
  return compatible[listener].includes(protocol ?? '') && !(needsHttps && listener === 'HTTP');
}
