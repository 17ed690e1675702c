// What happens to targets when a rule starts or stops forwarding to their group: health checks begin anew, or end.
import type { Elbv2 } from '../elbv2.ts';
import { startHealthChecks } from './health.ts';

/** To be called after every change of rules or listeners. Looks at the groups those named; publishes the change. */
export function groupsChanged(elbv2: Elbv2): void {
  const { groupsInUse, groupUsers, touchedGroups, targetGroups } = elbv2.tables.now;
  const touched = [...touchedGroups];
  touchedGroups.clear();
  for (const arn of touched) {
    const isUsed = groupUsers.has(arn);
    if (!isUsed) groupsInUse.delete(arn);
    if (!isUsed || groupsInUse.has(arn)) continue;
    groupsInUse.add(arn);
    startHealthChecks(elbv2, arn, targetGroups.get(arn)?.targets ?? []);
  }
  elbv2.world.changed();
}
