import { AwsError } from '../../aws-error.ts';
import { requireListener, requireLoadBalancer, requireRule } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { readActions } from '../rules/actions.ts';
import { readConditions } from '../rules/conditions.ts';
import { putRule } from '../rules/rule-index.ts';
import { refuseMalformedGroups, refuseUnusableGroups } from '../rules/target-group-use.ts';
import { readTransforms } from '../rules/transforms.ts';
import { toRuleView } from '../rules/views.ts';
import type { ActionShape, RuleConditionShape, RuleTransformShape } from '../shapes.ts';
import type { Rule } from '../tables.ts';
import { groupsChanged } from '../targets/use-change.ts';

interface ModifyRuleInput {
  readonly RuleArn: string;
  readonly Conditions?: readonly RuleConditionShape[];
  readonly Actions?: readonly ActionShape[];
  readonly Transforms?: readonly RuleTransformShape[];
  readonly ResetTransforms?: boolean;
}

/** ModifyRule. An omitted or empty list leaves things as they are; only ResetTransforms empties the transforms. */
export const modifyRule = (elbv2: Elbv2) =>
  function modify(input: ModifyRuleInput) {
    const { world } = elbv2;
    const { Conditions = [], Actions = [], Transforms = [], ResetTransforms = false } = input;
    if (ResetTransforms && Transforms.length > 0) {
      throw new AwsError('ValidationError', 'You cannot specify both Transforms and ResetTransforms');
    }
    refuseMalformedGroups(elbv2, Actions);
    const rule = requireRule(elbv2, input.RuleArn);
    if (rule.priority === 'default') {
      throw new AwsError('OperationNotPermitted', `Default rule '${rule.arn}' cannot be modified`);
    }
    const listener = requireListener(elbv2, rule.listenerArn);
    const loadBalancer = requireLoadBalancer(elbv2, listener.loadBalancerArn);
    const { region, limits } = world;
    const place = { ...listener, type: loadBalancer.type, region, limits, previous: rule.actions };
    const modified: Rule = {
      ...rule,
      conditions: Conditions.length > 0 ? readConditions(Conditions, limits) : rule.conditions,
      actions: Actions.length > 0 ? readActions(Actions, place) : rule.actions,
      transforms: ResetTransforms ? [] : Transforms.length > 0 ? readTransforms(Transforms) : rule.transforms,
    };
    const use = { loadBalancer, listenerProtocol: listener.protocol, actions: modified.actions, replacing: rule.arn };
    refuseUnusableGroups(elbv2, use);
    putRule(elbv2, modified);
    groupsChanged(elbv2);
    return { Rules: [toRuleView(modified)] };
  };
