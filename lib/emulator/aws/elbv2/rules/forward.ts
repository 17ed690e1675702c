// Forward actions: weights, stickiness, and the doubled way to name a single target group.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';
import type { LoadBalancerType } from '../tables.ts';
import type { ActionPlace } from './action-place.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** A forward action in read-back form. */
export function readForward(action: ActionShape, { type, limits }: ActionPlace): ActionShape {
  const groups = groupsOf(action);
  if (groups.length > limits.targetGroupsPerAction) {
    throw invalid(`You cannot specify more than ${limits.targetGroupsPerAction} target groups per action`);
  }
  const arns = groups.map(({ TargetGroupArn }) => TargetGroupArn);
  if (new Set(arns).size < arns.length)
    throw invalid('You cannot specify the same target group more than once in an action');
  const weighted = groups.map(({ TargetGroupArn, Weight }) => ({
    TargetGroupArn,
    Weight: readWeight(Weight, groups.length),
  }));
  const [only] = weighted.length === 1 ? weighted : [];
  return {
    Type: 'forward',
    ...(action.Order !== undefined && { Order: action.Order }),
    ...(only && { TargetGroupArn: only.TargetGroupArn }),
    ForwardConfig: { TargetGroups: weighted, TargetGroupStickinessConfig: readStickiness(action, type) },
  };
}

function groupsOf({ TargetGroupArn, ForwardConfig }: ActionShape) {
  const listed = (ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn: arn = '', Weight }) => ({
    TargetGroupArn: arn,
    Weight,
  }));
  if (listed.some(({ TargetGroupArn: arn }) => arn === '')) throw invalid('A target group ARN must be specified');
  if (listed.length === 0) {
    if (TargetGroupArn === undefined) throw invalid('A target group ARN must be specified');
    return [{ TargetGroupArn, Weight: undefined }];
  }
  const agrees = TargetGroupArn === undefined || (listed.length === 1 && listed[0]?.TargetGroupArn === TargetGroupArn);
  if (!agrees) {
    throw invalid('You can specify both a target group list and a top-level target group ARN only if the ARNs match');
  }
  return listed;
}

/** A single group's weight means nothing and becomes 1 when left out. */
function readWeight(weight: number | undefined, groupCount: number): number {
  if (weight === undefined && groupCount === 1) return 1;
  if (weight === undefined || weight < 0 || weight > 999) {
    throw invalid('The weight for each target group must be between 0 and 999, inclusive');
  }
  return weight;
}

function readStickiness({ ForwardConfig }: ActionShape, type: LoadBalancerType) {
  const { Enabled = false, DurationSeconds } = ForwardConfig?.TargetGroupStickinessConfig ?? {};
  if (!Enabled && DurationSeconds === undefined) return { Enabled };
  if (type !== 'application') {
    throw invalid(`Target group stickiness duration cannot be configured on load balancers of type '${type}'`);
  }
  if (DurationSeconds === undefined) throw invalid('You must provide a duration when enabling target group stickiness');
  if (DurationSeconds < 1 || DurationSeconds > 604_800) {
    throw invalid('Target group stickiness duration must be between 1 and 604800 seconds');
  }
  return { Enabled, DurationSeconds };
}
