import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { unsupportedCall } from '../load-balancers/types.ts';

interface ModifyIpPoolsInput {
  readonly LoadBalancerArn: string;
  readonly IpamPools?: { readonly Ipv4IpamPoolId?: string };
  readonly RemoveIpamPools?: readonly string[];
}

/** ModifyIpPools: sets or removes the IPAM pool of public IPv4 addresses. */
export const modifyIpPools = (elbv2: Elbv2) =>
  function modify({ LoadBalancerArn, IpamPools, RemoveIpamPools = [] }: ModifyIpPoolsInput) {
    const { ipv4IpamPoolId: _before, ...loadBalancer } = requireLoadBalancer(elbv2, LoadBalancerArn);
    if (loadBalancer.type !== 'application') throw unsupportedCall('ModifyIpPools', loadBalancer.type);
    const pool = IpamPools?.Ipv4IpamPoolId;
    if ((pool === undefined) === (RemoveIpamPools.length === 0)) {
      throw new AwsError('ValidationError', 'You must specify either IPAM pools or IPAM pools to remove');
    }
    const changed = pool === undefined ? loadBalancer : { ...loadBalancer, ipv4IpamPoolId: pool };
    elbv2.tables.now.loadBalancers.set(loadBalancer.arn, changed);
    return pool === undefined ? {} : { IpamPools: { Ipv4IpamPoolId: pool } };
  };
