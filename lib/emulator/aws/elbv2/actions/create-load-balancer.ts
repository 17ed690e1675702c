import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { elbv2Arn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { placeInterfaces, provision, provisioningSeconds } from '../load-balancers/lifecycle.ts';
import { requireSecurityGroups } from '../load-balancers/security-groups.ts';
import { requireSubnets, subnetIdsOf, type SubnetsInput } from '../load-balancers/subnets.ts';
import { toLoadBalancerView } from '../load-balancers/views.ts';
import { refuseLoadBalancerName } from '../names.ts';
import type { LoadBalancer } from '../tables.ts';
import { readNewTags, type Tag } from '../tags.ts';

interface CreateLoadBalancerInput extends SubnetsInput {
  readonly Name: string;
  readonly SecurityGroups?: readonly string[];
  readonly Scheme?: LoadBalancer['scheme'];
  readonly Type?: string;
  readonly IpAddressType?: string;
  readonly CustomerOwnedIpv4Pool?: string;
  readonly EnablePrefixForIpv6SourceNat?: string;
  readonly IpamPools?: { readonly Ipv4IpamPoolId?: string };
  readonly Tags?: readonly Tag[];
}

type Settings = Pick<
  LoadBalancer,
  'scheme' | 'ipAddressType' | 'vpcId' | 'subnets' | 'securityGroups' | 'customerOwnedIpv4Pool' | 'ipv4IpamPoolId'
>;

/** CreateLoadBalancer. The same name with the same settings answers with the one that exists; tags do not count. */
export const createLoadBalancer = (elbv2: Elbv2) =>
  function create(input: CreateLoadBalancerInput) {
    const { world, tables } = elbv2;
    refuseLoadBalancerName(input.Name);
    refuseOtherTypes(input);
    const settings = readSettings(elbv2, input);
    const tags = readNewTags(elbv2, input.Tags);
    const all = [...tables.now.loadBalancers.values()];
    const existing = all.find(({ name }) => name === input.Name);
    if (existing) {
      if (hasSettings(existing, settings)) return { LoadBalancers: [toLoadBalancerView(existing)] };
      throw new AwsError(
        'DuplicateLoadBalancerName',
        `A load balancer with the same name '${input.Name}' exists, but with different settings`,
      );
    }
    if (all.length >= world.limits.loadBalancers) {
      throw new AwsError(
        'TooManyLoadBalancers',
        `The maximum number of load balancers has been reached: '${world.limits.loadBalancers}'`,
      );
    }
    const created = { ...identify(elbv2, input.Name, settings.scheme), ...settings, tags };
    tables.now.loadBalancers.set(created.arn, created);
    placeInterfaces(elbv2, created);
    // The answer to Create always says `provisioning`, however fast the rest goes.
    const answer = { LoadBalancers: [toLoadBalancerView(created)] };
    provision(elbv2, created.arn, provisioningSeconds);
    world.changed();
    return answer;
  };

function refuseOtherTypes({ Type = 'application', EnablePrefixForIpv6SourceNat }: CreateLoadBalancerInput): void {
  if (Type !== 'application') {
    throw new AwsError('NotImplemented', `The emulator has no load balancers of type '${Type}'`);
  }
  if (EnablePrefixForIpv6SourceNat === 'on') {
    throw new AwsError(
      'InvalidConfigurationRequest',
      'EnablePrefixForIpv6SourceNat is supported for Network Load Balancers only',
    );
  }
}

function readSettings(elbv2: Elbv2, input: CreateLoadBalancerInput): Settings {
  const { Scheme: scheme = 'internet-facing', IpAddressType: ipAddressType = 'ipv4' } = input;
  if (ipAddressType === 'dualstack-without-public-ipv4' && scheme === 'internal') {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `IP address type '${ipAddressType}' is only supported for internet-facing load balancers`,
    );
  }
  const subnets = requireSubnets(elbv2, subnetIdsOf(input), { scheme, ipAddressType, present: [] });
  const vpcId = subnets[0]?.vpcId ?? '';
  return {
    scheme,
    ipAddressType,
    vpcId,
    subnets: subnets.map(({ id, zone }) => ({ subnetId: id, zone })),
    securityGroups: requireSecurityGroups(elbv2, input.SecurityGroups, vpcId),
    ...(input.CustomerOwnedIpv4Pool !== undefined && { customerOwnedIpv4Pool: input.CustomerOwnedIpv4Pool }),
    ...(input.IpamPools?.Ipv4IpamPoolId !== undefined && { ipv4IpamPoolId: input.IpamPools.Ipv4IpamPoolId }),
  };
}

function hasSettings(existing: LoadBalancer, settings: Settings): boolean {
  const comparable = ({ subnets, securityGroups, ...rest }: Settings) => ({
    ...rest,
    subnets: subnets.map(({ subnetId }) => subnetId).sort(),
    securityGroups: [...securityGroups].sort(),
  });
  const { scheme, ipAddressType, vpcId, subnets, securityGroups, customerOwnedIpv4Pool, ipv4IpamPoolId } = existing;
  const present = {
    scheme,
    ipAddressType,
    vpcId,
    subnets,
    securityGroups,
    ...(customerOwnedIpv4Pool !== undefined && { customerOwnedIpv4Pool }),
    ...(ipv4IpamPoolId !== undefined && { ipv4IpamPoolId }),
  };
  return isDeepStrictEqual(comparable(present), comparable(settings));
}

function identify({ world }: Elbv2, name: string, scheme: LoadBalancer['scheme']) {
  const host = `${scheme === 'internal' ? 'internal-' : ''}${name}-${world.random.digits(10)}`;
  return {
    arn: elbv2Arn(world, `loadbalancer/app/${name}/${world.random.hex(16)}`),
    name,
    dnsName: `${host}.${world.region}.elb.amazonaws.com`,
    state: 'provisioning',
    isServing: false,
    createdAt: world.clock.now(),
    attributes: {},
  } as const;
}
