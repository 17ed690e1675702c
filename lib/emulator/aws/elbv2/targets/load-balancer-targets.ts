// Application Load Balancers as targets of Network Load Balancers.
import type { Elbv2 } from '../elbv2.ts';
import type { TargetGroup } from '../tables.ts';

/** The groups in which a load balancer is registered. */
export const groupsTargeting = ({ tables }: Elbv2, loadBalancerArn: string): readonly TargetGroup[] =>
  [...tables.now.targetGroups.values()].filter(
    ({ targetType, targets }) => targetType === 'alb' && targets.some(({ id }) => id === loadBalancerArn),
  );
