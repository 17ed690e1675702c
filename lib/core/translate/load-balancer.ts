// The load balancer itself, from the merged configuration.
import type { Value } from '../base/ref.ts';
import type { LoadBalancer } from '../stack/stack.ts';
import { attributes } from './attributes.ts';
import { chooseSubnets } from './subnets.ts';
import { loadBalancerTags } from './tags.ts';
import { reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';

export type Scheme = LoadBalancer['scheme'];
export type IpAddressType = LoadBalancer['ipAddressType'];

/** Undefined if its subnets or its name cannot be told. */
export function buildLoadBalancer(
  translation: Translation,
  securityGroups: readonly Value[],
): LoadBalancer | undefined {
  const { configuration } = translation.gateway;
  const scheme = schemeOf(translation);
  const ipAddressType = ipAddressTypeOf(translation);
  const subnetIds = chooseSubnets(translation, scheme, ipAddressType !== 'ipv4');
  const name = nameOfLoadBalancer(translation, scheme);
  if (subnetIds === undefined || name === undefined) return undefined;
  return {
    id: 'LoadBalancer',
    name,
    nameIsFixed: configuration.loadBalancerName !== undefined,
    scheme,
    ipAddressType,
    subnetIds,
    securityGroups,
    attributes: attributes(configuration.loadBalancerAttributes),
    tags: loadBalancerTags(translation),
    ...(configuration.customerOwnedIpv4Pool === undefined
      ? {}
      : { customerOwnedIpv4Pool: configuration.customerOwnedIpv4Pool }),
    ...(configuration.ipv4IPAMPoolId === undefined ? {} : { ipv4IpamPoolId: configuration.ipv4IPAMPoolId }),
    ...(configuration.minimumLoadBalancerCapacity === undefined
      ? {}
      : { minimumCapacityUnits: configuration.minimumLoadBalancerCapacity.capacityUnits }),
    ...(configuration.wafV2 === undefined ? {} : { webAclArn: configuration.wafV2.webACL }),
    ...(configuration.shieldConfiguration === undefined
      ? {}
      : { shieldProtected: configuration.shieldConfiguration.enabled }),
  };
}

/** The default of the dialect for absent and unknown values. */
export function schemeOf({ gateway, profile }: Translation): Scheme {
  const { scheme } = gateway.configuration;
  return scheme === 'internal' || scheme === 'internet-facing' ? scheme : profile.defaults.scheme;
}

/** `ipv4` for absent and unknown values. */
export function ipAddressTypeOf({ gateway }: Translation): IpAddressType {
  const { ipAddressType } = gateway.configuration;
  return ipAddressType === 'dualstack' || ipAddressType === 'dualstack-without-public-ipv4' ? ipAddressType : 'ipv4';
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html (Name) */
const loadBalancerName = /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/;

function nameOfLoadBalancer(translation: Translation, scheme: Scheme): string | undefined {
  const { gateway, graph, profile } = translation;
  const fixed = gateway.configuration.loadBalancerName;
  if (fixed === undefined) return profile.names.loadBalancer(graph.key, gateway.uid, scheme);
  if (loadBalancerName.test(fixed)) return fixed;
  return void reportGateway(translation, 'load-balancer-name', {
    path: 'spec.infrastructure.parametersRef',
    message: `loadBalancerName "${fixed}" is not possible. Use at most 32 letters, digits and hyphens, no hyphen at an end, not beginning with "internal-"`,
  });
}
