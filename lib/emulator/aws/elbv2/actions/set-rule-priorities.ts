import { AwsError } from '../../aws-error.ts';
import { requireRule } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { putRules, ruleAt } from '../rules/rule-index.ts';
import { toRuleView } from '../rules/views.ts';
import type { Rule } from '../tables.ts';

interface SetRulePrioritiesInput {
  readonly RulePriorities: readonly { readonly RuleArn?: string; readonly Priority?: number }[];
}

/** SetRulePriorities. Only the final order is judged, so swaps and rotations work; all or nothing. */
export const setRulePriorities = (elbv2: Elbv2) =>
  function set({ RulePriorities }: SetRulePrioritiesInput) {
    const moved = new Map(RulePriorities.map((pair) => move(elbv2, pair)).map((rule) => [rule.arn, rule]));
    if (moved.size < RulePriorities.length) {
      throw new AwsError('ValidationError', 'A rule can only be specified once');
    }
    refuseCollisions(elbv2, moved);
    putRules(elbv2, [...moved.values()]);
    elbv2.world.changed();
    return { Rules: [...moved.values()].map(toRuleView) };
  };

function move(elbv2: Elbv2, { RuleArn, Priority }: SetRulePrioritiesInput['RulePriorities'][number]): Rule {
  if (RuleArn === undefined || Priority === undefined) {
    throw new AwsError('ValidationError', 'A rule ARN and a priority must be specified');
  }
  const rule = requireRule(elbv2, RuleArn);
  if (rule.priority === 'default') {
    throw new AwsError('OperationNotPermitted', `The priority of default rule '${rule.arn}' cannot be set`);
  }
  return { ...rule, priority: Priority };
}

/** Each wanted place must be free once all have moved. */
function refuseCollisions(elbv2: Elbv2, moved: ReadonlyMap<string, Rule>): void {
  const places = new Set<string>();
  for (const { listenerArn, priority } of moved.values()) {
    const occupant = ruleAt(elbv2, listenerArn, priority);
    if (occupant && !moved.has(occupant.arn)) {
      throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
    }
    const place = `${listenerArn} ${priority}`;
    if (places.has(place)) throw new AwsError('ValidationError', `Priority '${priority}' was provided multiple times`);
    places.add(place);
  }
}
