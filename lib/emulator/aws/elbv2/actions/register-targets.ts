import { AwsError } from '../../aws-error.ts';
import { requireTargetGroup } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { groupsOfLoadBalancer, loadBalancersOfGroup } from '../rules/rule-index.ts';
import type { Target, TargetGroup } from '../tables.ts';
import { initialState, startHealthChecks } from '../targets/health.ts';
import { refuseTooManyInGroup, refuseTooManyTargets } from '../targets/target-quotas.ts';
import { keyOf, zoneOfTarget, type TargetDescription } from '../targets/validate-target.ts';

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
    const given = new Map(
      Targets.map((target) => toTarget(elbv2, group, target)).map((target) => [keyOf(target), target]),
    );
    const staying = new Map(
      group.targets.filter(({ health }) => health.state !== 'draining').map((target) => [keyOf(target), target]),
    );
    const added = [...given].filter(([key]) => !staying.has(key)).map(([, target]) => target);
    const replaced = new Set(added.map(keyOf));
    const targets = [...group.targets.filter((old) => !replaced.has(keyOf(old))), ...added];
    const grown = { ...group, targets };
    refuseTooManyInGroup(elbv2, grown);
    refuseTooManyBehind(elbv2, grown);
    tables.now.targetGroups.set(group.arn, grown);
    if (tables.now.groupsInUse.has(group.arn)) startHealthChecks(elbv2, group.arn, added);
    world.changed();
    return {};
  };

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
    ...(target.QuicServerId !== undefined && { quicServerId: target.QuicServerId }),
    health: initialState,
    registration: Math.floor(elbv2.world.random.next() * Number.MAX_SAFE_INTEGER),
  };
}

/** The quotas of the load balancer that uses the group, once it has grown. */
function refuseTooManyBehind(elbv2: Elbv2, grown: TargetGroup): void {
  const { loadBalancers, targetGroups } = elbv2.tables.now;
  for (const loadBalancerArn of loadBalancersOfGroup(elbv2, grown.arn)) {
    const loadBalancer = loadBalancers.get(loadBalancerArn);
    const groups = [...groupsOfLoadBalancer(elbv2, loadBalancerArn).keys()].flatMap(
      (arn) => (arn === grown.arn ? grown : targetGroups.get(arn)) ?? [],
    );
    if (loadBalancer) refuseTooManyTargets(elbv2, loadBalancer, groups);
  }
}
