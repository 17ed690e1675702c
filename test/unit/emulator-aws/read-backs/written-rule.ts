// A rule of the tables: harmless but for what a row changes.
import {
  CreateRuleCommand,
  DescribeRulesCommand,
  type CreateRuleCommandInput,
  type Rule,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { agreed, fresh } from './read-back.ts';

export const path = (...Values: string[]): RuleCondition => ({ Field: 'path-pattern', PathPatternConfig: { Values } });

/** The rule as described, which is how its creation answered as well. */
export async function rule({ elb, https }: FrontDoor, input: Partial<CreateRuleCommandInput>): Promise<Rule> {
  const { Rules: answered } = await elb.send(
    new CreateRuleCommand({
      ListenerArn: https,
      Priority: 1000 + fresh(),
      Conditions: [path('/a')],
      Actions: [notFound],
      ...input,
    }),
  );
  const { Rules: described } = await elb.send(new DescribeRulesCommand({ RuleArns: [answered?.[0]?.RuleArn ?? ''] }));
  return agreed(answered, described)?.[0] ?? {};
}
