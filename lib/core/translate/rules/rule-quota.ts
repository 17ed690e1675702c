// What a load balancer has no room for is left out before AWS says so: whole routes, the newest ones.
import { by, compareText, inTurn, oldestFirst } from '../../base/ordering.ts';
import { keyText } from '../../base/ids.ts';
import type { RouteNode } from '../../graph/graph.ts';
import type { RuleDraft } from './rule-drafts.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';

interface Demand {
  readonly route: RouteNode;
  rules: number;
  readonly groups: Set<string>;
}

/** Drafts that fit; guards are counted first. */
export function withinQuotas(translation: Translation, drafts: readonly RuleDraft[]): readonly RuleDraft[] {
  const { rulesPerLoadBalancer, targetGroupsPerLoadBalancer } = translation.profile.quotas;
  let rules = drafts.filter(({ route }) => route === undefined).length;
  const groups = new Set<string>();
  const refused = new Set<RouteNode>();
  for (const demand of demands(drafts)) {
    const newGroups = [...demand.groups].filter((id) => !groups.has(id));
    const hasRules = rules + demand.rules <= rulesPerLoadBalancer;
    if (hasRules && groups.size + newGroups.length <= targetGroupsPerLoadBalancer) {
      rules += demand.rules;
      for (const id of newGroups) groups.add(id);
    } else {
      refused.add(demand.route);
      reportRoute(translation, 'quota', demand.route, {
        path: 'spec.rules',
        reason: 'QuotaExceeded',
        condition: 'Accepted',
        message: hasRules
          ? `the route needs ${newGroups.length} more target groups, and older routes use ${groups.size} of the load balancer's ${targetGroupsPerLoadBalancer}. Move it to another Gateway`
          : `the route needs ${demand.rules} listener rules, and older routes use ${rules} of the load balancer's ${rulesPerLoadBalancer}. Raise the quota or move it to another Gateway`,
      });
    }
  }
  return refused.size === 0 ? drafts : drafts.filter(({ route }) => route === undefined || !refused.has(route));
}

const olderFirst = inTurn<Demand>(
  (a, b) => oldestFirst(ageOf(a.route), ageOf(b.route)),
  by(({ route }) => keyText(route.key), compareText),
);

function demands(drafts: readonly RuleDraft[]): readonly Demand[] {
  const byRoute = new Map<RouteNode, Demand>();
  for (const { route, groups } of drafts) {
    if (route === undefined) continue;
    const demand = byRoute.get(route) ?? { route, rules: 0, groups: new Set<string>() };
    demand.rules += 1;
    for (const { id } of groups) demand.groups.add(id);
    byRoute.set(route, demand);
  }
  return [...byRoute.values()].sort(olderFirst);
}

function ageOf({ key, creationTimestamp }: RouteNode): { creationTimestamp: string; namespace: string; name: string } {
  return { creationTimestamp, namespace: key.namespace, name: key.name };
}
