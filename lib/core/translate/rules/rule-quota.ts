// What a load balancer has no room for is left out before AWS says so: whole routes, the newest ones.
import { by, compareText, inTurn, oldestFirst } from '../../base/ordering.ts';
import { keyText } from '../../base/ids.ts';
import type { RouteNode } from '../../graph/graph.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';
import { compileRules } from './compile-rules.ts';
import type { CompiledRule, CompiledRules } from './compile-rules.ts';
import type { RuleDraft } from './rule-drafts.ts';

/**
 * Compiles the drafts of each port, without the newest routes if all together need more than the load balancer has. A
 * rule of several routes counts for the oldest. What is left out may leave others more or fewer rules, so they are
 * counted again until they fit.
 */
export function withinQuotas(
  translation: Translation,
  drafts: readonly (readonly RuleDraft[])[],
): readonly CompiledRules[] {
  let served = drafts;
  for (;;) {
    const compiled = served.map((onPort) => compileRules(translation.profile, onPort));
    const refused = refuseNewest(
      translation,
      compiled.flatMap(({ rules }) => rules),
    );
    if (refused.size === 0) return compiled;
    served = served.map((onPort) => onPort.filter(({ routes }) => !routes.some((route) => refused.has(route))));
  }
}

interface Demand {
  readonly route: RouteNode;
  rules: number;
  readonly groups: Set<string>;
}

/** Routes that do not fit beside older ones; guards are counted first. */
function refuseNewest(translation: Translation, compiled: readonly CompiledRule[]): ReadonlySet<RouteNode> {
  const { rulesPerLoadBalancer, targetGroupsPerLoadBalancer } = translation.profile.quotas;
  let rules = compiled.filter(({ draft }) => draft.routes.length === 0).length;
  const groups = new Set<string>();
  const refused = new Set<RouteNode>();
  for (const demand of demands(compiled)) {
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
  return refused;
}

const olderFirst = inTurn<RouteNode>(
  (a, b) => oldestFirst(ageOf(a), ageOf(b)),
  by(({ key }) => keyText(key), compareText),
);

function demands(compiled: readonly CompiledRule[]): readonly Demand[] {
  const byRoute = new Map<RouteNode, Demand>();
  for (const { draft } of compiled) {
    const [route] = [...draft.routes].sort(olderFirst);
    if (route === undefined) continue;
    const demand = byRoute.get(route) ?? { route, rules: 0, groups: new Set<string>() };
    demand.rules += 1;
    for (const { id } of draft.groups) demand.groups.add(id);
    byRoute.set(route, demand);
  }
  return [...byRoute.values()].sort((a, b) => olderFirst(a.route, b.route));
}

function ageOf({ key, creationTimestamp }: RouteNode): { creationTimestamp: string; namespace: string; name: string } {
  return { creationTimestamp, namespace: key.namespace, name: key.name };
}
