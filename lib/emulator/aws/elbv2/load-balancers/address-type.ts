// IP address types, and IPv6 source prefixes of Network Load Balancers ("CreateLoadBalancer", ELBv2 API reference).
import { AwsError } from '../../aws-error.ts';
import type { LoadBalancer } from '../tables.ts';

const unsuitable = (message: string) => new AwsError('InvalidConfigurationRequest', message);

/** Refuses an address type that this load balancer cannot have, whatever its subnets. */
export function refuseAddressType({
  type,
  scheme,
  ipAddressType,
}: Pick<LoadBalancer, 'type' | 'scheme' | 'ipAddressType'>): void {
  if (ipAddressType !== 'dualstack-without-public-ipv4') return;
  if (type !== 'application') {
    throw unsuitable(`The specified IP address type is not supported on load balancers with type '${type}'.`);
  }
  if (scheme === 'internal') {
    throw unsuitable(`IP address type '${ipAddressType}' is only supported for internet-facing load balancers`);
  }
}

/** Refuses a source prefix where there can be none. */
export function refuseSourcePrefix(
  wanted: string | undefined,
  { type, ipAddressType }: Pick<LoadBalancer, 'type' | 'ipAddressType'>,
): void {
  if (wanted !== undefined && type !== 'network') {
    throw unsuitable(`'EnablePrefixForIpv6SourceNat' can only be specified for LoadBalancer type 'network'.`);
  }
  if (wanted === 'on' && ipAddressType !== 'dualstack') {
    throw unsuitable(`'EnablePrefixForIpv6SourceNat' can only be specified when using IpAddressType 'dualstack'.`);
  }
}
