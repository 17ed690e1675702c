// Aggregated ClusterRoles: their rules are those of every ClusterRole their selectors pick
// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles).
import { rbacGroup } from '../authorization.ts';
import type { Controller } from '../background/background.ts';
import { asList, asRecord, canonicalJson, equalJson, isRecord, type Fields } from '../json.ts';
import { records } from '../kinds/defaults.ts';
import { selects } from '../kinds/workload.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';

const key = `clusterroles.${rbacGroup}`;

/** Whether an aggregated role picks another. */
function picks(role: KubernetesObject, other: KubernetesObject | undefined): boolean {
  const selectors = records(asRecord(role['aggregationRule'])['clusterRoleSelectors']);
  if (!other || other.metadata.name === role.metadata.name) return false;
  return selectors.some((selector) => selects(selector, { ...other.metadata.labels }));
}

/** The rules of the picked roles in the order of their names, each once. */
function aggregatedRules({ store }: Machinery, role: KubernetesObject): readonly Fields[] {
  const picked = store.list(key).filter((other) => picks(role, other));
  const rules = picked.flatMap((other) => asList(other['rules']).filter(isRecord));
  return [...new Map(rules.map((rule) => [canonicalJson(rule), rule])).values()];
}

export const roleAggregation =
  (machinery: Machinery): Controller =>
  (change) => {
    if (change.key !== key) return;
    for (const role of machinery.store.list(key)) {
      const isOwn = role.metadata.name === change.object.metadata.name;
      const isConcerned = isOwn || picks(role, change.object) || picks(role, change.previous);
      if (!isRecord(role['aggregationRule']) || !isConcerned) continue;
      const rules = aggregatedRules(machinery, role);
      if (!equalJson(rules, asList(role['rules']))) machinery.store.put(key, { ...role, rules });
    }
  };
