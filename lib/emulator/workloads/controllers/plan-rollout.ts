// The next step of a rollout: how many replicas each ReplicaSet of a Deployment should have now.
import type { Deployment, ReplicaSet } from '../objects.ts';

const replicasOf = (set: ReplicaSet) => set.spec?.replicas ?? 1;
const availableOf = (set: ReplicaSet) => set.status?.availableReplicas ?? 0;
const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number) =>
  sets.reduce((total, set) => total + count(set), 0);

/** Replicas by uid; ReplicaSets that stay as they are may be left out. */
export function planRollout(
  deployment: Deployment,
  current: ReplicaSet,
  others: readonly ReplicaSet[],
): ReadonlyMap<string, number> {
  const wanted = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return recreate(wanted, current, others);
  const { surge, unavailable } = limits(deployment, wanted);
  const scale = new Map<string, number>();
  const total = replicasOf(current) + sum(others, replicasOf);
  if (replicasOf(current) > wanted) scale.set(current.metadata.uid, wanted);
  else scale.set(current.metadata.uid, Math.min(wanted, replicasOf(current) + Math.max(wanted + surge - total, 0)));

  const available = availableOf(current) + sum(others, availableOf);
  let removable = Math.max(available - (wanted - unavailable), 0);
  for (const set of others) {
    // Replicas that do not serve go first: nobody misses them.
    const idle = Math.max(replicasOf(set) - availableOf(set), 0);
    const serving = Math.min(replicasOf(set) - idle, removable);
    removable -= serving;
    scale.set(set.metadata.uid, replicasOf(set) - idle - serving);
  }
  return scale;
}

function recreate(wanted: number, current: ReplicaSet, others: readonly ReplicaSet[]): ReadonlyMap<string, number> {
  const scale = new Map(others.map((set) => [set.metadata.uid, 0]));
  const emptied = others.every((set) => (set.status?.replicas ?? 0) === 0);
  if (emptied) scale.set(current.metadata.uid, wanted);
  return scale;
}

function limits(deployment: Deployment, wanted: number): { readonly surge: number; readonly unavailable: number } {
  const rolling = deployment.spec?.strategy?.rollingUpdate;
  const surge = share(rolling?.maxSurge ?? '25%', wanted, Math.ceil);
  const unavailable = share(rolling?.maxUnavailable ?? '25%', wanted, Math.floor);
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

function share(limit: number | string, wanted: number, round: (value: number) => number): number {
  const percent = /^(\d+)%$/.exec(String(limit))?.[1];
  return percent === undefined ? Number(limit) : round((Number(percent) / 100) * wanted);
}
