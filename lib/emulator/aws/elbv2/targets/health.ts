// Health of targets: what is stored, what is shown, and how it starts.
import type { Elbv2 } from '../elbv2.ts';
import type { Target, TargetGroup, TargetState } from '../tables.ts';

const registering: TargetState = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
};
const checking: TargetState = {
  state: 'initial',
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
};
const draining: TargetState = {
  state: 'draining',
  reason: 'Target.DeregistrationInProgress',
  description: 'Target deregistration is in progress',
};
const unused: TargetState = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
};
const unavailable: TargetState = {
  state: 'unavailable',
  reason: 'Target.HealthCheckDisabled',
  description: 'Health checks are disabled for this target',
};
const stopped: TargetState = {
  state: 'unused',
  reason: 'Target.InvalidState',
  description: 'Target is in the stopped state',
};
/** What DescribeTargetHealth says of a target that is not registered. */
export const notRegistered: TargetState = {
  state: 'unused',
  reason: 'Target.NotRegistered',
  description: 'Target is not registered to the target group',
};

export const initialState = registering;
export const drainingState = draining;

/** Seconds from registration to the first health check, and from there to a verdict, in a quiet account. */
const firstCheckAfter = 5;
const firstVerdictAfter = 10;

/** The state a target shows: only groups in use are checked. */
export function shownState({ tables, ec2 }: Elbv2, group: TargetGroup, target: Target): TargetState {
  if (target.health.state === 'draining') return target.health;
  if (!tables.now.groupsInUse.has(group.arn)) return unused;
  if (group.targetType === 'instance' && ec2.tables.now.instances.get(target.id)?.state.startsWith('stop'))
    return stopped;
  return group.healthCheck.enabled ? target.health : unavailable;
}

/** Replaces what is stored of some registrations; those that are gone stay gone. */
export function changeTargets(
  { tables, world }: Elbv2,
  groupArn: string,
  targets: readonly Target[],
  change: (current: Target) => Target,
): void {
  const group = tables.now.targetGroups.get(groupArn);
  if (!group) return;
  const meant = new Set(targets.map(({ registration }) => registration));
  const changed = group.targets.map((target) => (meant.has(target.registration) ? change(target) : target));
  if (changed.every((target, index) => target === group.targets[index])) return;
  tables.now.targetGroups.set(groupArn, { ...group, targets: changed });
  world.changed();
}

/** Replaces what is stored of one registration; nothing happens if it is gone. */
export const changeTarget = (elbv2: Elbv2, groupArn: string, target: Target, change: Partial<Target>): void =>
  changeTargets(elbv2, groupArn, [target], (current) => ({ ...current, ...change }));

/** Targets of a group in use begin as `initial`; verdicts come from the data plane, or by themselves if so configured. */
export function startHealthChecks(elbv2: Elbv2, groupArn: string, targets: readonly Target[]): void {
  if (targets.length === 0) return;
  changeTargets(elbv2, groupArn, targets, (current) => ({ ...current, health: registering }));
  const later = (seconds: number, health: TargetState) =>
    elbv2.world.after(seconds, () =>
      changeTargets(elbv2, groupArn, targets, (current) =>
        current.health.state === 'initial' ? { ...current, health } : current,
      ),
    );
  later(firstCheckAfter, checking);
  if (elbv2.targetHealth === 'always-healthy') later(firstCheckAfter + firstVerdictAfter, { state: 'healthy' });
}
