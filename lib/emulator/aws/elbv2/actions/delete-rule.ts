import { AwsError } from '../../aws-error.ts';
import { requireRule } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dropRule } from '../rules/rule-index.ts';
import { groupsChanged } from '../targets/use-change.ts';

/** DeleteRule. The default rule lives as long as its listener. */
export const deleteRule = (elbv2: Elbv2) =>
  function remove({ RuleArn }: { readonly RuleArn: string }) {
    const rule = requireRule(elbv2, RuleArn);
    if (rule.priority === 'default') {
      throw new AwsError('OperationNotPermitted', `Default rule '${rule.arn}' cannot be deleted`);
    }
    dropRule(elbv2, rule);
    groupsChanged(elbv2);
    return {};
  };
