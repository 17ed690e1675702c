// What happens to targets when a rule starts or stops forwarding to their group: health checks begin anew, or end.
import type { Elbv2 } from '../elbv2.ts';
import { startHealthChecks } from './health.ts';

/** To be called after every change of rules or listeners. Publishes the change. */
export function groupsChanged(elbv2: Elbv2): void {
  const { groupsInUse, groupUsers, targetGroups } = elbv2.tables.now;
  for (const arn of groupsInUse) if (!groupUsers.has(arn)) groupsInUse.delete(arn);
  for (const arn of groupUsers.keys()) {
    if (groupsInUse.has(arn)) continue;
    groupsInUse.add(arn);
    for (const target of targetGroups.get(arn)?.targets ?? []) startHealthChecks(elbv2, arn, target);
  }
  elbv2.world.changed();
}
