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
export function shownState({ tables }: Elbv2, group: TargetGroup, target: Target): TargetState {
  if (target.health.state === 'draining') return target.health;
  if (!tables.now.groupsInUse.has(group.arn)) return unused;
  return group.healthCheck.enabled ? target.health : unavailable;
}

/** Replaces what is stored of one registration; nothing happens if it is gone. */
export function changeTarget(
  { tables, world }: Elbv2,
  groupArn: string,
  target: Target,
  change: Partial<Target>,
): void {
  const group = tables.now.targetGroups.get(groupArn);
  if (!group?.targets.some(({ registration }) => registration === target.registration)) return;
  const targets = group.targets.map((other) =>
    other.registration === target.registration ? { ...other, ...change } : other,
  );
  tables.now.targetGroups.set(groupArn, { ...group, targets });
  world.changed();
}

/** A target of a group in use begins as `initial`; verdicts come from the data plane, or by themselves if so configured. */
export function startHealthChecks(elbv2: Elbv2, groupArn: string, target: Target): void {
  changeTarget(elbv2, groupArn, target, { health: registering });
  const later = (seconds: number, health: TargetState) =>
    elbv2.world.after(seconds, () => {
      const current = findRegistration(elbv2, groupArn, target);
      if (current?.health.state === 'initial') changeTarget(elbv2, groupArn, target, { health });
    });
  later(firstCheckAfter, checking);
  if (elbv2.targetHealth === 'always-healthy') later(firstCheckAfter + firstVerdictAfter, { state: 'healthy' });
}

const findRegistration = ({ tables }: Elbv2, groupArn: string, { registration }: Target) =>
  tables.now.targetGroups.get(groupArn)?.targets.find((target) => target.registration === registration);
