import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { refuseAddressType } from '../load-balancers/address-type.ts';
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
    const wanted = { ...loadBalancer, ipAddressType: IpAddressType };
    refuseAddressType(wanted);
    const ids = loadBalancer.subnets.map(({ subnetId }) => subnetId);
    requireSubnets(elbv2, ids, { ...wanted, present: ids });
    refuseIpv6Groups(elbv2, loadBalancer.arn, IpAddressType);
    tables.now.loadBalancers.set(loadBalancer.arn, wanted);
    world.changed();
    return { IpAddressType };
  };

/** Refuses to give up IPv6 while IPv6 groups are in use. */
export function refuseIpv6Groups(elbv2: Elbv2, loadBalancerArn: string, ipAddressType: string): void {
  if (ipAddressType !== 'ipv4') return;
  const { targetGroups } = elbv2.tables.now;
  const arns = [...groupsOfLoadBalancer(elbv2, loadBalancerArn).keys()];
  if (arns.some((arn) => targetGroups.get(arn)?.ipAddressType === 'ipv6')) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The load balancer has IPv6 target groups and cannot have IP address type 'ipv4'`,
    );
  }
}
