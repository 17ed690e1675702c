import { requireLoadBalancer } from '../arns.ts';
import { toKeyValues } from '../attributes/attribute-table.ts';
import { loadBalancerAttributes } from '../attributes/load-balancer-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';

/** DescribeLoadBalancerAttributes: the complete list, defaults included. */
export const describeLoadBalancerAttributes = (elbv2: Elbv2) =>
  function describe({ LoadBalancerArn }: { readonly LoadBalancerArn: string }) {
    return { Attributes: toKeyValues(loadBalancerAttributes(requireLoadBalancer(elbv2, LoadBalancerArn))) };
  };
