import { requireTargetGroup } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readHealthCheck, type HealthCheckInput } from '../target-groups/health-check.ts';
import { toTargetGroupViews } from '../target-groups/views.ts';

/** ModifyTargetGroup: health check settings only, everything else of a group is fixed for life. */
export const modifyTargetGroup = (elbv2: Elbv2) =>
  function modify(input: HealthCheckInput & { readonly TargetGroupArn: string }) {
    const group = requireTargetGroup(elbv2, input.TargetGroupArn);
    const modified = { ...group, healthCheck: readHealthCheck(group, group.healthCheck, input) };
    elbv2.tables.now.targetGroups.set(group.arn, modified);
    elbv2.world.changed();
    return { TargetGroups: toTargetGroupViews(elbv2, [modified]) };
  };
