import { requireTargetGroup } from '../arns.ts';
import { targetGroupAttributes } from '../attributes/target-group-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Target, TargetGroup } from '../tables.ts';
import { changeTarget, drainingState } from '../targets/health.ts';
import type { TargetDescription } from '../targets/validate-target.ts';
import { refuseBatch } from './register-targets.ts';

interface DeregisterTargetsInput {
  readonly TargetGroupArn: string;
  readonly Targets: readonly TargetDescription[];
}

/**
 * DeregisterTargets. A target that is not registered is no error. One of a group in use drains for the group's
 * deregistration delay; without a port only registrations on the group's own port are meant.
 */
export const deregisterTargets = (elbv2: Elbv2) =>
  function deregister({ TargetGroupArn, Targets }: DeregisterTargetsInput) {
    const group = requireTargetGroup(elbv2, TargetGroupArn);
    refuseBatch(Targets);
    const isMeant = ({ id, port }: Target) =>
      Targets.some(({ Id, Port }) => Id === id && (Port ?? group.port) === port);
    for (const target of group.targets.filter(isMeant)) leave(elbv2, group, target);
    elbv2.world.changed();
    return {};
  };

function leave(elbv2: Elbv2, group: TargetGroup, target: Target): void {
  if (target.health.state === 'draining') return;
  const { world, tables } = elbv2;
  if (!tables.now.groupsInUse.has(group.arn)) return drop(elbv2, group.arn, target);
  changeTarget(elbv2, group.arn, target, { health: drainingState });
  const delay = Number(targetGroupAttributes(group)['deregistration_delay.timeout_seconds'] ?? 0);
  world.after(delay, () => drop(elbv2, group.arn, target));
}

/** A registration ends; a newer one of the same target is not touched. */
function drop({ tables, world }: Elbv2, groupArn: string, { registration }: Target): void {
  const group = tables.now.targetGroups.get(groupArn);
  if (!group) return;
  const targets = group.targets.filter((target) => target.registration !== registration);
  tables.now.targetGroups.set(groupArn, { ...group, targets });
  world.changed();
}
