// Rules as replies show them.
import type { Rule } from '../tables.ts';

/** One rule; conditions, actions and transforms rest in this form already. */
export const toRuleView = ({ arn, priority, conditions, actions, transforms }: Rule) => ({
  RuleArn: arn,
  Priority: String(priority),
  Conditions: conditions,
  Actions: actions,
  IsDefault: priority === 'default',
  ...(transforms.length > 0 && { Transforms: transforms }),
});

/** Ascending priority, the default rule last. */
export const byPriority = (a: Rule, b: Rule): number => rank(a) - rank(b);

const rank = ({ priority }: Rule) => (priority === 'default' ? Infinity : priority);
