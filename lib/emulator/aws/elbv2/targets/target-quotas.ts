// How many targets a group and a load balancer may have ("Quotas" of each load balancer type's user guide).
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { LoadBalancer, TargetGroup } from '../tables.ts';

/** What a group takes by the kind of its targets. */
const single: Readonly<Partial<Record<TargetGroup['targetType'], string>>> = {
  lambda: 'Lambda function',
  alb: 'Application Load Balancer',
};

/** Refuses a group with more targets than it may have. */
export function refuseTooManyInGroup({ world }: Elbv2, { targetType, targets }: TargetGroup): void {
  const noun = single[targetType];
  if (noun !== undefined) {
    if (targets.length <= 1) return;
    throw new AwsError(
      'TooManyTargets',
      `Up to '1' ${noun} target(s) can be registered, but '${targets.length}' were specified`,
    );
  }
  const limit = world.limits.targetsPerTargetGroup;
  if (targets.length > limit) {
    throw new AwsError('TooManyTargets', `The maximum number of targets per target group is '${limit}'`);
  }
}

/** Refuses groups that together have more targets, or one target more often, than their load balancer may have. */
export function refuseTooManyTargets(
  { world }: Elbv2,
  { arn, type }: LoadBalancer,
  groups: readonly TargetGroup[],
): void {
  const { targetsPerLoadBalancer, targetsPerNetworkLoadBalancer, registrationsPerTargetId } = world.limits;
  const limit = type === 'network' ? targetsPerNetworkLoadBalancer : targetsPerLoadBalancer;
  const count = groups.reduce((sum, { targets }) => sum + targets.length, 0);
  if (count > limit) {
    throw new AwsError(
      'TooManyTargets',
      `The maximum number of targets per load balancer '${limit}' has been reached on load balancer '${arn}'`,
    );
  }
  if (count <= registrationsPerTargetId) return;
  const perId = new Map<string, number>();
  for (const { targets } of groups) for (const { id } of targets) perId.set(id, (perId.get(id) ?? 0) + 1);
  if (Math.max(...perId.values()) > registrationsPerTargetId) {
    throw new AwsError(
      'TooManyRegistrationsForTargetId',
      `A target cannot be registered more than '${registrationsPerTargetId}' times with one load balancer`,
    );
  }
}
