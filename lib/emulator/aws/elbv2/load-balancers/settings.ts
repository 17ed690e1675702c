// What CreateLoadBalancer asks for, read and judged.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import { given } from '../given-members.ts';
import type { LoadBalancer, LoadBalancerType } from '../tables.ts';
import { refuseAddressType, refuseSourcePrefix } from './address-type.ts';
import { defaultSecurityGroups, requireSecurityGroups } from './security-groups.ts';
import { mappingsOf, refuseMappings, toPlacement, type SubnetsInput } from './subnet-mappings.ts';
import { requireSubnets } from './subnets.ts';

export interface SettingsInput extends SubnetsInput {
  readonly SecurityGroups?: readonly string[];
  readonly Scheme?: LoadBalancer['scheme'];
  readonly Type?: LoadBalancerType;
  readonly IpAddressType?: string;
  readonly CustomerOwnedIpv4Pool?: string;
  readonly EnablePrefixForIpv6SourceNat?: 'on' | 'off';
  readonly IpamPools?: { readonly Ipv4IpamPoolId?: string };
}

/** The members of a load balancer that its creation decides. */
export type Settings = Pick<
  LoadBalancer,
  | 'type'
  | 'scheme'
  | 'ipAddressType'
  | 'vpcId'
  | 'subnets'
  | 'securityGroups'
  | 'enforcesPrivateLinkRules'
  | 'sourceNatPrefix'
  | 'customerOwnedIpv4Pool'
  | 'ipv4IpamPoolId'
>;

/** Settings with their defaults, or the refusal. */
export function readSettings(elbv2: Elbv2, input: SettingsInput): Settings {
  const traits = readTraits(input);
  const mappings = mappingsOf(input);
  refuseMappings(mappings, traits);
  const ids = mappings.map(({ SubnetId = '' }) => SubnetId);
  const subnets = requireSubnets(elbv2, ids, { ...traits, present: [] });
  const vpcId = subnets[0]?.vpcId ?? '';
  const securityGroups = securityGroupsFor(elbv2, traits.type, vpcId, input.SecurityGroups ?? []);
  const judges = traits.type === 'network' && securityGroups.length > 0;
  return {
    ...traits,
    vpcId,
    subnets: subnets.map((subnet, index) => toPlacement(elbv2, mappings[index] ?? {}, subnet)),
    securityGroups,
    ...(judges && { enforcesPrivateLinkRules: 'on' as const }),
    ...given({ customerOwnedIpv4Pool: input.CustomerOwnedIpv4Pool, ipv4IpamPoolId: input.IpamPools?.Ipv4IpamPoolId }),
  };
}

/** Type, scheme and addresses, which decide over the rest of the request. */
function readTraits(input: SettingsInput) {
  const { Type: type = 'application', IpAddressType: ipAddressType = 'ipv4' } = input;
  if (type === 'gateway') refuseForGateway(input);
  const scheme = input.Scheme ?? (type === 'gateway' ? 'internal' : 'internet-facing');
  refuseAddressType({ type, scheme, ipAddressType });
  refuseSourcePrefix(input.EnablePrefixForIpv6SourceNat, { type, ipAddressType });
  if (type !== 'application') refuseApplicationOnly(input, type);
  return { type, scheme, ipAddressType, ...given({ sourceNatPrefix: input.EnablePrefixForIpv6SourceNat }) };
}

function refuseForGateway({ Scheme, SecurityGroups = [] }: SettingsInput): void {
  const refuse = (noun: string) =>
    new AwsError('InvalidConfigurationRequest', `${noun} not supported for Gateway Load Balancers.`);
  if (Scheme !== undefined) throw refuse('Scheme is');
  if (SecurityGroups.length > 0) throw refuse('Security Groups are');
}

function refuseApplicationOnly({ CustomerOwnedIpv4Pool, IpamPools }: SettingsInput, type: LoadBalancerType): void {
  const refuse = (noun: string) =>
    new AwsError('InvalidConfigurationRequest', `${noun} not supported for load balancers with type '${type}'`);
  if (CustomerOwnedIpv4Pool !== undefined) throw refuse('Customer-owned IP pools are');
  if (IpamPools?.Ipv4IpamPoolId !== undefined) throw refuse('IPAM pools are');
}

/** None given: an Application Load Balancer wears the VPC's default group, the others nothing. */
function securityGroupsFor(
  elbv2: Elbv2,
  type: LoadBalancerType,
  vpcId: string,
  given: readonly string[],
): readonly string[] {
  if (given.length > 0) return requireSecurityGroups(elbv2, given, vpcId);
  return type === 'application' ? defaultSecurityGroups(elbv2, vpcId) : [];
}
