import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { toCapacityView } from '../load-balancers/capacity.ts';

/** DescribeCapacityReservation. */
export const describeCapacityReservation = (elbv2: Elbv2) =>
  function describe({ LoadBalancerArn }: { readonly LoadBalancerArn: string }) {
    return toCapacityView(requireLoadBalancer(elbv2, LoadBalancerArn));
  };
