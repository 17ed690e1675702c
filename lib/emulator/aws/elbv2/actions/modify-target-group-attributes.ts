import { requireTargetGroup } from '../arns.ts';
import { toKeyValues, type KeyValue } from '../attributes/attribute-table.ts';
import { changeTargetGroupAttributes, targetGroupAttributes } from '../attributes/target-group-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';

interface ModifyTargetGroupAttributesInput {
  readonly TargetGroupArn: string;
  readonly Attributes: readonly KeyValue[];
}

/** ModifyTargetGroupAttributes: all or none; answers with every attribute as it is now. */
export const modifyTargetGroupAttributes = (elbv2: Elbv2) =>
  function modify({ TargetGroupArn, Attributes }: ModifyTargetGroupAttributesInput) {
    const targetGroup = requireTargetGroup(elbv2, TargetGroupArn);
    const changed = { ...targetGroup, attributes: changeTargetGroupAttributes(targetGroup, Attributes) };
    elbv2.tables.now.targetGroups.set(targetGroup.arn, changed);
    elbv2.world.changed();
    return { Attributes: toKeyValues(targetGroupAttributes(changed)) };
  };
