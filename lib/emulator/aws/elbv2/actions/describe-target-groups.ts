import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer, requireTargetGroup } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { findByName } from '../named-rows.ts';
import { pageRows, type PageInput } from '../pages.ts';
import { groupsOfLoadBalancer } from '../rules/rule-index.ts';
import type { TargetGroup } from '../tables.ts';
import { toTargetGroupViews } from '../target-groups/views.ts';

interface DescribeTargetGroupsInput extends PageInput {
  readonly LoadBalancerArn?: string;
  readonly TargetGroupArns?: readonly string[];
  readonly Names?: readonly string[];
}

/** DescribeTargetGroups: all, or by exactly one of load balancer, ARNs or names. */
export const describeTargetGroups = (elbv2: Elbv2) =>
  function describe(input: DescribeTargetGroupsInput) {
    const { rows, next } = pageRows(findGroups(elbv2, input), input);
    return { TargetGroups: toTargetGroupViews(elbv2, rows), ...next };
  };

function findGroups(
  elbv2: Elbv2,
  { LoadBalancerArn, TargetGroupArns, Names }: DescribeTargetGroupsInput,
): readonly TargetGroup[] {
  if ([LoadBalancerArn, TargetGroupArns, Names].filter((given) => given !== undefined).length > 1) {
    throw new AwsError(
      'ValidationError',
      'Target group ARNs, names and a load balancer ARN cannot be specified at the same time',
    );
  }
  const { targetGroups } = elbv2.tables.now;
  if (LoadBalancerArn !== undefined) {
    const loadBalancer = requireLoadBalancer(elbv2, LoadBalancerArn);
    return [...groupsOfLoadBalancer(elbv2, loadBalancer.arn).keys()].flatMap((arn) => targetGroups.get(arn) ?? []);
  }
  if (TargetGroupArns) return [...new Set(TargetGroupArns)].map((arn) => requireTargetGroup(elbv2, arn));
  if (!Names) return [...targetGroups.values()];
  return [...new Set(Names)].map((wanted) => {
    const group = findByName(elbv2, 'targetGroups', wanted);
    if (!group) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
    return group;
  });
}
