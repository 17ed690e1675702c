// How registrations end: asked for, or because the instance is gone.
import { targetGroupAttributes } from '../attributes/target-group-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Target, TargetGroup } from '../tables.ts';
import { changeTargets, drainingState } from './health.ts';

/** Ends registrations: at once, or after the group's deregistration delay if the group is in use. */
export function leave(elbv2: Elbv2, group: TargetGroup, targets: readonly Target[]): void {
  if (targets.length === 0) return;
  const { world, tables } = elbv2;
  if (!tables.now.groupsInUse.has(group.arn)) return drop(elbv2, group.arn, targets);
  changeTargets(elbv2, group.arn, targets, (current) => ({ ...current, health: drainingState }));
  const delay = Number(targetGroupAttributes(group)['deregistration_delay.timeout_seconds'] ?? 0);
  world.after(delay, () => drop(elbv2, group.arn, targets));
}

/** Registrations end; newer ones of the same targets are not touched. */
function drop({ tables, world }: Elbv2, groupArn: string, targets: readonly Target[]): void {
  const group = tables.now.targetGroups.get(groupArn);
  if (!group) return;
  const gone = new Set(targets.map(({ registration }) => registration));
  tables.now.targetGroups.set(groupArn, {
    ...group,
    targets: group.targets.filter(({ registration }) => !gone.has(registration)),
  });
  world.changed();
}

/** A terminated instance is deregistered by itself ("Register targets", Application Load Balancers guide). */
export function followTerminations(elbv2: Elbv2): void {
  elbv2.world.subscribe(() => {
    const { instances } = elbv2.ec2.tables.now;
    for (const state of ['shutting-down', 'terminated']) {
      for (const { id } of instances.by('instance-state-name', state)) leaveEverywhere(elbv2, id);
    }
  });
}

function leaveEverywhere(elbv2: Elbv2, id: string): void {
  const { departedInstances, targetGroups } = elbv2.tables.now;
  if (departedInstances.has(id)) return;
  const left = [...targetGroups.values()].filter(({ targets }) => targets.some((target) => target.id === id));
  departedInstances.set(
    id,
    left.map(({ arn }) => arn),
  );
  for (const group of left) {
    const staying = group.targets.filter((target) => target.id === id && target.health.state !== 'draining');
    leave(elbv2, group, staying);
  }
}
