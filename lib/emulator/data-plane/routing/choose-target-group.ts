// Which target group of a forward action serves a request: the one its group cookie names, else by weight. There is no
// failover: a group without targets keeps its share. Elastic Load Balancing user guide, "Forward actions".
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import type { Random } from '../../random.ts';

export interface WeightedGroup {
  readonly arn: string;
  readonly weight: number;
}

/** The groups of a forward action with their weights; a weight that was left out is 1. */
export function weightedGroups(action: ActionShape): readonly WeightedGroup[] {
  const groups = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn ?? '' }];
  return groups.map((group) => ({ arn: group.TargetGroupArn ?? '', weight: group.Weight ?? 1 }));
}

/** The group `stuck` if it may still receive requests, else one by weight; undefined when every weight is 0. */
export function chooseTargetGroup(
  groups: readonly WeightedGroup[],
  random: Random,
  stuck?: string,
): WeightedGroup | undefined {
  const weighted = groups.filter((group) => group.weight > 0);
  const sticky = stuck === undefined ? undefined : weighted.find((group) => group.arn === stuck);
  if (sticky || weighted.length <= 1) return sticky ?? weighted[0];
  let ticket = random.next() * weighted.reduce((sum, group) => sum + group.weight, 0);
  return weighted.find((group) => (ticket -= group.weight) < 0) ?? weighted.at(-1);
}
