import { AwsError } from '../../aws-error.ts';
import { notFound, requireListener, requireRule } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { pageRows, type PageInput } from '../pages.ts';
import { rulesOfListener } from '../rules/rule-index.ts';
import { byPriority, toRuleView } from '../rules/views.ts';
import type { Rule } from '../tables.ts';

interface DescribeRulesInput extends PageInput {
  readonly ListenerArn?: string;
  readonly RuleArns?: readonly string[];
}

/** DescribeRules, by listener or by ARNs. */
export const describeRules = (elbv2: Elbv2) =>
  function describe(input: DescribeRulesInput) {
    const { rows, next } = pageRows(findRules(elbv2, input), input);
    return { Rules: rows.map(toRuleView), ...next };
  };

function findRules(elbv2: Elbv2, { ListenerArn, RuleArns }: DescribeRulesInput): readonly Rule[] {
  if ((ListenerArn === undefined) === (RuleArns === undefined)) {
    throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
  }
  if (RuleArns) return [...new Set(RuleArns)].map((arn) => requireRule(elbv2, arn));
  const listener = requireListener(elbv2, ListenerArn ?? '');
  // Gateway listeners are not known to this call.
  if (listener.protocol === 'GENEVE') throw notFound('listener', listener.arn);
  return [...rulesOfListener(elbv2, listener.arn)].sort(byPriority);
}
