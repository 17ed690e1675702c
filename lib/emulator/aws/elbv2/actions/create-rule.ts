import { AwsError } from '../../aws-error.ts';
import { requireListener, requireLoadBalancer, ruleArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readActions } from '../rules/actions.ts';
import { readConditions } from '../rules/conditions.ts';
import { putRule, rulesOfListener } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import { readTransforms } from '../rules/transforms.ts';
import { toRuleView } from '../rules/views.ts';
import type { ActionShape, RuleConditionShape, RuleTransformShape } from '../shapes.ts';
import type { Listener, Rule } from '../tables.ts';
import { readNewTags, type Tag } from '../tags.ts';
import { groupsChanged } from '../targets/use-change.ts';

interface CreateRuleInput {
  readonly ListenerArn: string;
  readonly Conditions: readonly RuleConditionShape[];
  readonly Priority: number;
  readonly Actions: readonly ActionShape[];
  readonly Tags?: readonly Tag[];
  readonly Transforms?: readonly RuleTransformShape[];
}

/** CreateRule. Not idempotent: an identical rule of the same priority is PriorityInUse too. */
export const createRule = (elbv2: Elbv2) =>
  function create(input: CreateRuleInput) {
    const { world } = elbv2;
    refuseMalformedGroups(elbv2, input.Actions);
    const listener = requireListener(elbv2, input.ListenerArn);
    const loadBalancer = requireLoadBalancer(elbv2, listener.loadBalancerArn);
    const conditions = readConditions(input.Conditions, world.limits);
    const actions = readActions(input.Actions, { ...listener, limits: world.limits });
    const transforms = readTransforms(input.Transforms ?? []);
    const tags = readNewTags(elbv2, input.Tags);
    refuseUnusableGroups(elbv2, { loadBalancer, listenerProtocol: listener.protocol, actions });
    refusePriority(elbv2, listener, input.Priority);
    refuseTooManyRules(elbv2, loadBalancer.arn);
    const rule: Rule = {
      arn: ruleArn(world, listener),
      listenerArn: listener.arn,
      priority: input.Priority,
      conditions,
      actions,
      transforms,
      tags,
    };
    putRule(elbv2, rule);
    groupsChanged(elbv2);
    return { Rules: [toRuleView(rule)] };
  };

function refusePriority(elbv2: Elbv2, { arn }: Listener, wanted: number): void {
  const isTaken = rulesOfListener(elbv2, arn).some(({ priority }) => priority === wanted);
  if (isTaken) throw new AwsError('PriorityInUse', `Priority '${wanted}' is currently in use`);
}

/** The quota is per load balancer and does not count default rules, of which every listener has one. */
function refuseTooManyRules({ tables, world }: Elbv2, loadBalancerArn: string): void {
  const listeners = [...tables.now.listeners.values()].filter(
    (listener) => listener.loadBalancerArn === loadBalancerArn,
  );
  const count = listeners.reduce((sum, { arn }) => sum + (tables.now.rulesByListener.get(arn)?.size ?? 1) - 1, 0);
  const limit = world.limits.rules;
  if (count >= limit) {
    throw new AwsError('TooManyRules', `The maximum number of rules on load balancer has been reached: '${limit}'`);
  }
}
