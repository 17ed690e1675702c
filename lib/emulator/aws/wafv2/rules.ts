// What WAF refuses about the rules of a web ACL.
import { capacityOf, statementsIn } from './capacity.ts';
import type { Waf } from './waf.ts';
import { invalidParameter, nonexistent, overLimit } from './waf-error.ts';

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Statement: Readonly<Record<string, unknown>>;
  readonly Action?: object;
  readonly OverrideAction?: object;
}

/** "The maximum capacity for a web ACL is 5,000" (AWS WAF quotas). */
const maximumCapacity = 5000;

const groups = ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement'];

const exactlyOne = 'You have used none or multiple values for a field that requires exactly one value.';

function refuseRule({ Name, Statement, Action, OverrideAction }: Rule): void {
  const kinds = Object.keys(Statement);
  if (kinds.length !== 1) throw invalidParameter(exactlyOne, 'STATEMENT', 'Statement');
  const isGroup = groups.includes(kinds[0] ?? '');
  const [given, other] = isGroup ? [OverrideAction, Action] : [Action, OverrideAction];
  if (!given || other || Object.keys(given).length !== 1) {
    throw invalidParameter(
      'A reference in your rule statement is not valid. Rules need an Action, and rule groups an OverrideAction.',
      'RULE_ACTION',
      Name,
    );
  }
}

/** Capacity of these rules; throws for rules that are no rules, share a name or priority, or refer to nothing. */
export function checkRules({ tables }: Waf, rules: readonly Rule[]): number {
  for (const rule of rules) refuseRule(rule);
  if (new Set(rules.map(({ Name }) => Name)).size !== rules.length) {
    throw invalidParameter('Your rules have duplicate names.', 'RULE', 'Rules');
  }
  if (new Set(rules.map(({ Priority }) => Priority)).size !== rules.length) {
    throw invalidParameter('Your rules have duplicate priorities.', 'RULE', 'Rules');
  }
  for (const [kind, { ARN }] of statementsIn(rules)) {
    if (kind === 'IPSetReferenceStatement' && !tables.now.ipSets.has(String(ARN))) throw nonexistent();
  }
  const capacity = capacityOf(rules);
  if (capacity > maximumCapacity) throw overLimit();
  return capacity;
}

/** Throws unless exactly one of Allow and Block is given. */
export function requireDefaultAction(action: Readonly<Record<string, unknown>>): void {
  if (Object.keys(action).length !== 1) throw invalidParameter(exactlyOne, 'DEFAULT_ACTION', 'DefaultAction');
}
