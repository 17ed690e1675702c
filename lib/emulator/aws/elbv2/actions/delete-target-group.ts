import { AwsError } from '../../aws-error.ts';
import { refuseMalformedArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dropNamed } from '../named-rows.ts';
import { loadBalancersOfGroup } from '../rules/rule-index.ts';

/** DeleteTargetGroup. Registered targets do not keep a group, rules do; a missing group is no error. */
export const deleteTargetGroup = (elbv2: Elbv2) =>
  function remove({ TargetGroupArn }: { readonly TargetGroupArn: string }) {
    refuseMalformedArn(elbv2, 'targetGroup', TargetGroupArn);
    if (loadBalancersOfGroup(elbv2, TargetGroupArn).length > 0) {
      throw new AwsError(
        'ResourceInUse',
        `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
      );
    }
    dropNamed(elbv2, 'targetGroups', TargetGroupArn);
    elbv2.world.changed();
    return {};
  };
