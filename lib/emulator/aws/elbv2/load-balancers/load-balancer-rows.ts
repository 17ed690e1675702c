// The only place that adds and removes load balancers, because how many there are of each type must not cost a walk.
import type { Elbv2 } from '../elbv2.ts';
import { dropNamed, putNamed } from '../named-rows.ts';
import type { LoadBalancer, LoadBalancerType } from '../tables.ts';

/** Adds a load balancer, or puts it in the place of the one with its ARN. */
export function putLoadBalancer(elbv2: Elbv2, loadBalancer: LoadBalancer): void {
  const { arnsByType } = elbv2.tables.now;
  putNamed(elbv2, 'loadBalancers', loadBalancer);
  const ofType = arnsByType.get(loadBalancer.type) ?? new Set<string>();
  arnsByType.set(loadBalancer.type, ofType.add(loadBalancer.arn));
}

/** Removes a load balancer. */
export function dropLoadBalancer(elbv2: Elbv2, { arn, type }: LoadBalancer): void {
  elbv2.tables.now.arnsByType.get(type)?.delete(arn);
  dropNamed(elbv2, 'loadBalancers', arn);
}

/** How many load balancers of a type there are. */
export const countOfType = ({ tables }: Elbv2, type: LoadBalancerType): number =>
  tables.now.arnsByType.get(type)?.size ?? 0;
