import { requireTargetGroup } from '../arns.ts';
import { toKeyValues } from '../attributes/attribute-table.ts';
import { targetGroupAttributes } from '../attributes/target-group-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';

/** DescribeTargetGroupAttributes: the complete list, defaults included. */
export const describeTargetGroupAttributes = (elbv2: Elbv2) =>
  function describe({ TargetGroupArn }: { readonly TargetGroupArn: string }) {
    return { Attributes: toKeyValues(targetGroupAttributes(requireTargetGroup(elbv2, TargetGroupArn))) };
  };
