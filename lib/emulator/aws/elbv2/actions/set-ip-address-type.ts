import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { requireSubnets } from '../load-balancers/subnets.ts';
import { groupsOfLoadBalancer } from '../rules/rule-index.ts';

interface SetIpAddressTypeInput {
  readonly LoadBalancerArn: string;
  readonly IpAddressType: string;
}

/** SetIpAddressType. Dual stack needs IPv6 blocks on all subnets. */
export const setIpAddressType = (elbv2: Elbv2) =>
  function set({ LoadBalancerArn, IpAddressType }: SetIpAddressTypeInput) {
    const { tables, world } = elbv2;
    const loadBalancer = requireLoadBalancer(elbv2, LoadBalancerArn);
    const { scheme } = loadBalancer;
    if (IpAddressType === 'dualstack-without-public-ipv4' && scheme === 'internal') {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `IP address type '${IpAddressType}' is only supported for internet-facing load balancers`,
      );
    }
    const ids = loadBalancer.subnets.map(({ subnetId }) => subnetId);
    requireSubnets(elbv2, ids, { scheme, ipAddressType: IpAddressType, present: ids });
    const arns = [...groupsOfLoadBalancer(elbv2, loadBalancer.arn).keys()];
    if (IpAddressType === 'ipv4' && arns.some((arn) => tables.now.targetGroups.get(arn)?.ipAddressType === 'ipv6')) {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `The load balancer has IPv6 target groups and cannot have IP address type 'ipv4'`,
      );
    }
    tables.now.loadBalancers.set(loadBalancer.arn, { ...loadBalancer, ipAddressType: IpAddressType });
    world.changed();
    return { IpAddressType };
  };
