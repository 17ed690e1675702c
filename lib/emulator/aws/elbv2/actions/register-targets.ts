import { AwsError } from '../../aws-error.ts';
import { requireTargetGroup } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { groupsOfLoadBalancer, loadBalancersOfGroup } from '../rules/rule-index.ts';
import type { Target, TargetGroup } from '../tables.ts';
import { initialState, startHealthChecks } from '../targets/health.ts';
import { zoneOfTarget, type TargetDescription } from '../targets/validate-target.ts';

/** The largest batch known to be accepted (what the AWS Load Balancer Controller sends). */
export const maxTargetsPerCall = 200;

interface RegisterTargetsInput {
  readonly TargetGroupArn: string;
  readonly Targets: readonly TargetDescription[];
}

/** RegisterTargets. All or none; a target that is there already, or drains, is registered anew. */
export const registerTargets = (elbv2: Elbv2) =>
  function register({ TargetGroupArn, Targets }: RegisterTargetsInput) {
    const { tables, world } = elbv2;
    const group = requireTargetGroup(elbv2, TargetGroupArn);
    refuseBatch(Targets);
    const given = Targets.map((target) => toTarget(elbv2, group, target));
    const isNew = (target: Target) =>
      !group.targets.some((other) => isSame(other, target) && other.health.state !== 'draining');
    const added = given.filter(
      (target, index) => isNew(target) && given.findIndex((other) => isSame(other, target)) === index,
    );
    const targets = [...group.targets.filter((old) => !added.some((target) => isSame(old, target))), ...added];
    refuseTooMany(elbv2, { ...group, targets });
    tables.now.targetGroups.set(group.arn, { ...group, targets });
    if (tables.now.groupsInUse.has(group.arn)) {
      for (const target of added) startHealthChecks(elbv2, group.arn, target);
    }
    world.changed();
    return {};
  };

const isSame = (a: Target, b: Target) => a.id === b.id && a.port === b.port;

/** Refuses an empty call and one larger than any known to work. */
export function refuseBatch(targets: readonly TargetDescription[]): void {
  if (targets.length === 0) throw new AwsError('ValidationError', 'At least one target must be specified');
  if (targets.length > maxTargetsPerCall) {
    throw new AwsError(
      'ValidationError',
      `Up to '${maxTargetsPerCall}' targets can be specified, but '${targets.length}' were specified`,
    );
  }
}

function toTarget(elbv2: Elbv2, group: TargetGroup, target: TargetDescription): Target {
  const zone = zoneOfTarget(elbv2, group, target);
  const port = target.Port ?? group.port;
  return {
    id: target.Id,
    ...(port !== undefined && { port }),
    ...(zone !== undefined && { zone }),
    health: initialState,
    registration: Math.floor(elbv2.world.random.next() * Number.MAX_SAFE_INTEGER),
  };
}

function refuseTooMany(elbv2: Elbv2, group: TargetGroup): void {
  const { limits } = elbv2.world;
  const perGroup = group.targetType === 'lambda' ? 1 : limits.targetsPerTargetGroup;
  if (group.targets.length > perGroup) {
    throw new AwsError('TooManyTargets', `The maximum number of targets per target group is '${perGroup}'`);
  }
  for (const loadBalancerArn of loadBalancersOfGroup(elbv2, group.arn)) {
    const targets = [...groupsOfLoadBalancer(elbv2, loadBalancerArn).keys()].flatMap(
      (arn) => (arn === group.arn ? group : elbv2.tables.now.targetGroups.get(arn))?.targets ?? [],
    );
    if (targets.length > limits.targetsPerLoadBalancer) {
      throw new AwsError(
        'TooManyTargets',
        `The maximum number of targets per load balancer is '${limits.targetsPerLoadBalancer}'`,
      );
    }
    const perId = Math.max(...[...Map.groupBy(targets, ({ id }) => id).values()].map(({ length }) => length), 0);
    if (perId > limits.registrationsPerTargetId) {
      throw new AwsError(
        'TooManyRegistrationsForTargetId',
        `A target cannot be registered more than '${limits.registrationsPerTargetId}' times with one load balancer`,
      );
    }
  }
}
