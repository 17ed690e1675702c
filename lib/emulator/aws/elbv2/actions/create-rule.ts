import { AwsError } from '../../aws-error.ts';
import { requireListener, requireLoadBalancer, ruleArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { listenersOf } from '../listeners/listener-rows.ts';
import { readActions } from '../rules/actions.ts';
import { readConditions } from '../rules/conditions.ts';
import { countRules, putRule, ruleAt } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import { readTransforms } from '../rules/transforms.ts';
import { toRuleView } from '../rules/views.ts';
import type { ActionShape, RuleConditionShape, RuleTransformShape } from '../shapes.ts';
import type { Listener, LoadBalancer, Rule } from '../tables.ts';
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
    refuseRules(loadBalancer);
    const conditions = readConditions(input.Conditions, world.limits);
    const { region, limits } = world;
    const actions = readActions(input.Actions, { ...listener, type: loadBalancer.type, region, limits });
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
  if (ruleAt(elbv2, arn, wanted)) throw new AwsError('PriorityInUse', `Priority '${wanted}' is currently in use`);
}

/** The quota is per load balancer and does not count default rules, of which every listener has one. */
function refuseTooManyRules(elbv2: Elbv2, loadBalancerArn: string): void {
  const listeners = listenersOf(elbv2, loadBalancerArn);
  const count = listeners.reduce((sum, { arn }) => sum + countRules(elbv2, arn) - 1, 0);
  if (count >= elbv2.world.limits.rules) {
    throw new AwsError(
      'TooManyRules',
      `The maximum number of rules on load balancer ${loadBalancerArn} has been reached`,
    );
  }
}

/** Only listeners of Application Load Balancers have rules besides the default one. */
export function refuseRules({ type }: LoadBalancer): void {
  if (type === 'application') return;
  const noun = type === 'network' ? 'Network' : 'Gateway';
  throw new AwsError('UnsupportedProtocol', `Rules are unsupported for ${noun} Load Balancer listeners`);
}
