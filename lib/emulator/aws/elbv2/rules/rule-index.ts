// The only place that writes rules, because these questions must not cost a walk over all of them: which rules a
// listener has, which rule has a priority, and which load balancer uses a target group.
import { loadBalancerArnOf } from '../arns.ts';
import { count } from '../counts.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { ActionShape } from '../shapes.ts';
import type { Elbv2Rows, Rule } from '../tables.ts';

type Tables = Pick<Elbv2, 'tables'>;

/** ARNs of the groups that actions forward to, each once. */
export const targetGroupArnsOf = (actions: readonly ActionShape[]): readonly string[] => [
  ...new Set(
    actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
      ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
      ...(ForwardConfig?.TargetGroups ?? []).flatMap((group) => group.TargetGroupArn ?? []),
    ]),
  ),
];

/** Adds rules, or puts them in the place of those with their ARNs; together, so that priorities may be swapped. */
export function putRules({ tables }: Tables, rules: readonly Rule[]): void {
  const rows = tables.now;
  for (const { arn } of rules) forget(rows, rows.rules.get(arn));
  for (const rule of rules) {
    countUses(rows, rule, 1);
    rows.rules.set(rule.arn, rule);
    const priorities = rows.rulesByPriority.get(rule.listenerArn) ?? new Map<Rule['priority'], string>();
    rows.rulesByPriority.set(rule.listenerArn, priorities.set(rule.priority, rule.arn));
  }
}

/** Adds one rule, or puts it in the place of the one with its ARN. */
export const putRule = (elbv2: Tables, rule: Rule): void => putRules(elbv2, [rule]);

/** Removes a rule. */
export function dropRule({ tables }: Tables, rule: Rule): void {
  forget(tables.now, tables.now.rules.get(rule.arn));
  tables.now.rules.delete(rule.arn);
}

function forget(rows: Elbv2Rows, rule: Rule | undefined): void {
  if (!rule) return;
  countUses(rows, rule, -1);
  const priorities = rows.rulesByPriority.get(rule.listenerArn);
  priorities?.delete(rule.priority);
  if (priorities?.size === 0) rows.rulesByPriority.delete(rule.listenerArn);
}

/** How many rules of which load balancer forward to which group, both ways round. */
function countUses({ groupUsers, groupsUsedBy, touchedGroups }: Elbv2Rows, rule: Rule, change: 1 | -1): void {
  const loadBalancerArn = loadBalancerArnOf(rule.listenerArn);
  for (const groupArn of targetGroupArnsOf(rule.actions)) {
    count(groupUsers, groupArn, loadBalancerArn, change);
    count(groupsUsedBy, loadBalancerArn, groupArn, change);
    touchedGroups.add(groupArn);
  }
}

/** Rules of a listener, the default rule included, in no particular order. */
export const rulesOfListener = ({ tables }: Tables, listenerArn: string): readonly Rule[] =>
  [...(tables.now.rulesByPriority.get(listenerArn)?.values() ?? [])].flatMap((arn) => tables.now.rules.get(arn) ?? []);

/** How many rules a listener has, the default rule included. */
export const countRules = ({ tables }: Tables, listenerArn: string): number =>
  tables.now.rulesByPriority.get(listenerArn)?.size ?? 0;

/** The rule with a priority on a listener, or undefined. */
export const ruleAt = ({ tables }: Tables, listenerArn: string, priority: Rule['priority']): Rule | undefined =>
  tables.now.rules.get(tables.now.rulesByPriority.get(listenerArn)?.get(priority) ?? '');

/** The load balancers whose rules forward to a group. AWS allows one. */
export const loadBalancersOfGroup = ({ tables }: Tables, groupArn: string): readonly string[] => [
  ...(tables.now.groupUsers.get(groupArn)?.keys() ?? []),
];

/** The groups that rules of a load balancer forward to, with the number of such rules. */
export const groupsOfLoadBalancer = ({ tables }: Tables, loadBalancerArn: string): ReadonlyMap<string, number> =>
  tables.now.groupsUsedBy.get(loadBalancerArn) ?? new Map<string, number>();
