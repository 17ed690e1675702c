// Which observed rules and listeners forward to a target group, and which steps take them away: a group can be deleted only
// after the last of them, and not at all while one stays.
import type { ObservedStack } from './observed.ts';
import type { Planning } from './planning.ts';
import type { Step } from './step.ts';
import { forwardsTo } from './warm-up.ts';

export interface GroupUse {
  /** Whether something that no step takes away forwards to the group. */
  readonly staysBusy: (groupArn: string) => boolean;
  /** Ids of the steps that free the group. */
  readonly freedBy: (groupArn: string) => readonly string[];
}

/** `routing`: the steps of the plan that change load balancers, listeners and rules. */
export function groupUse({ observed }: Planning, routing: readonly Step[]): GroupUse {
  const changed = changedBy(routing);
  const deletesOfBalancers = routing.filter(({ request }) => request.call === 'DeleteLoadBalancer').map(({ id }) => id);
  const users = (groupArn: string): readonly (string | undefined)[] =>
    usersOf(groupArn, observed).map((alternatives) =>
      alternatives.map((arn) => changed.get(arn)).find((id) => id !== undefined),
    );
  return {
    staysBusy: (groupArn) => users(groupArn).includes(undefined),
    freedBy: (groupArn) => [...deletesOfBalancers, ...users(groupArn).flatMap((id) => id ?? [])],
  };
}

/** ARN of a rule, listener or load balancer → the step after which it no longer forwards as it did. */
function changedBy(routing: readonly Step[]): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const { id, request } of routing) {
    if (request.call === 'ModifyRule' || request.call === 'DeleteRule') changed.set(request.rule, id);
    if (request.call === 'DeleteListener')
      changed.set(`${request.listener} with its rules`, id).set(request.listener, id);
    if (request.call === 'ModifyListener' && typeof request.listener === 'string') changed.set(request.listener, id);
    if (request.call === 'DeleteLoadBalancer') changed.set(request.loadBalancer, id);
  }
  return changed;
}

/** For each user of the group: the things whose change ends its use. */
function usersOf(groupArn: string, { rules, listeners }: ObservedStack): readonly (readonly string[])[] {
  const balancerOf = new Map(listeners.map(({ arn, loadBalancerArn }) => [arn, loadBalancerArn]));
  return [
    ...rules
      .filter(({ actions }) => forwardsTo(actions).includes(groupArn))
      .map(({ arn, listenerArn }) => [arn, `${listenerArn} with its rules`, balancerOf.get(listenerArn) ?? '']),
    ...listeners
      .filter(({ defaultActions }) => forwardsTo(defaultActions).includes(groupArn))
      .map(({ arn, loadBalancerArn }) => [arn, loadBalancerArn]),
  ];
}
