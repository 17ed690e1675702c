// The only place that writes rules, because two questions must not cost a walk over all of them: which rules a listener
// has, and which load balancer uses a target group.
import { loadBalancerArnOf } from '../arns.ts';
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

/** Adds a rule, or puts it in the place of the one with its ARN. */
export function putRule({ tables }: Tables, rule: Rule): void {
  const rows = tables.now;
  countUses(rows, rows.rules.get(rule.arn), -1);
  countUses(rows, rule, 1);
  rows.rules.set(rule.arn, rule);
  const ofListener = rows.rulesByListener.get(rule.listenerArn);
  if (ofListener) ofListener.add(rule.arn);
  else rows.rulesByListener.set(rule.listenerArn, new Set([rule.arn]));
}

/** Removes a rule. */
export function dropRule({ tables }: Tables, rule: Rule): void {
  const rows = tables.now;
  countUses(rows, rows.rules.get(rule.arn), -1);
  rows.rules.delete(rule.arn);
  rows.rulesByListener.get(rule.listenerArn)?.delete(rule.arn);
}

/** How many rules of which load balancer forward to which group, both ways round. */
function countUses({ groupUsers, groupsUsedBy }: Elbv2Rows, rule: Rule | undefined, change: 1 | -1): void {
  if (!rule) return;
  const loadBalancerArn = loadBalancerArnOf(rule.listenerArn);
  for (const groupArn of targetGroupArnsOf(rule.actions)) {
    count(groupUsers, groupArn, loadBalancerArn, change);
    count(groupsUsedBy, loadBalancerArn, groupArn, change);
  }
}

function count(table: Map<string, Map<string, number>>, from: string, to: string, change: 1 | -1): void {
  const counts = table.get(from) ?? new Map<string, number>();
  const left = (counts.get(to) ?? 0) + change;
  if (left > 0) counts.set(to, left);
  else counts.delete(to);
  if (counts.size > 0) table.set(from, counts);
  else table.delete(from);
}

/** Rules of a listener, the default rule included, in the order they were made. */
export const rulesOfListener = ({ tables }: Tables, listenerArn: string): readonly Rule[] =>
  [...(tables.now.rulesByListener.get(listenerArn) ?? [])].flatMap((arn) => tables.now.rules.get(arn) ?? []);

/** The load balancers whose rules forward to a group. AWS allows one. */
export const loadBalancersOfGroup = ({ tables }: Tables, groupArn: string): readonly string[] => [
  ...(tables.now.groupUsers.get(groupArn)?.keys() ?? []),
];

/** The groups that rules of a load balancer forward to, with the number of such rules. */
export const groupsOfLoadBalancer = ({ tables }: Tables, loadBalancerArn: string): ReadonlyMap<string, number> =>
  tables.now.groupsUsedBy.get(loadBalancerArn) ?? new Map<string, number>();
