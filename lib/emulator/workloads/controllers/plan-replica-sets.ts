// Deployments: one ReplicaSet per pod template, scaled so that a change of template replaces pods without going below
// or above what the strategy allows (https://kubernetes.io/docs/concepts/workloads/controllers/deployment).
import { safeHash } from '../safe-hash.ts';
import { canonicalJson, equalJson } from '../equal-json.ts';
import { acceptsObjects, controllerReference, isControlledBy, isTerminating } from '../objects.ts';
import type { Cluster, Deployment, ReplicaSet } from '../objects.ts';
import type { Write } from '../write.ts';
import { planRollout } from './plan-rollout.ts';

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** What the Deployments of a cluster still need. */
export function planReplicaSets(cluster: Cluster, now: number): readonly Write[] {
  return cluster.deployments
    .filter((deployment) => !isTerminating(deployment) && acceptsObjects(cluster, deployment.metadata.namespace))
    .flatMap((deployment) => {
      const owned = cluster.replicaSets.filter((set) => isControlledBy(set, deployment) && !isTerminating(set));
      return [...planDeployment(deployment, owned), ...planStatus(deployment, owned, now)];
    });
}

const replicasOf = (set: ReplicaSet) => set.spec?.replicas ?? 1;
const hashOf = (deployment: Deployment) => safeHash(canonicalJson(deployment.spec?.template) ?? '', 10);

function planDeployment(deployment: Deployment, owned: readonly ReplicaSet[]): readonly Write[] {
  if (deployment.spec?.paused) return [];
  const hash = hashOf(deployment);
  const current = owned.find((set) => set.metadata.labels?.[hashLabel] === hash);
  const others = owned.filter((set) => set !== current);
  if (!current) return [{ verb: 'create', object: newReplicaSet(deployment, owned, hash) }];
  const scale = planRollout(deployment, current, others);
  const scaled = [current, ...others].flatMap((set): Write[] => {
    const replicas = scale.get(set.metadata.uid) ?? replicasOf(set);
    if (!set.spec || replicas === replicasOf(set)) return [];
    return [{ verb: 'update', object: { ...set, spec: { ...set.spec, replicas } } as ReplicaSet }];
  });
  return [...scaled, ...planHistory(deployment, others)];
}

function newReplicaSet(deployment: Deployment, owned: readonly ReplicaSet[], hash: string) {
  const { template, selector } = deployment.spec ?? { template: {}, selector: {} };
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const revision =
    1 + Math.max(0, ...owned.map((set) => Number(set.metadata.annotations?.[revisionAnnotation] ?? '0')));
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: { [revisionAnnotation]: String(revision) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: owned.length === 0 ? (deployment.spec?.replicas ?? 1) : 0,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** Old, empty ReplicaSets beyond the history limit. */
function planHistory(deployment: Deployment, others: readonly ReplicaSet[]): readonly Write[] {
  const revision = (set: ReplicaSet) => Number(set.metadata.annotations?.[revisionAnnotation] ?? '0');
  const idle = others.filter((set) => replicasOf(set) === 0 && (set.status?.replicas ?? 0) === 0);
  const kept = deployment.spec?.revisionHistoryLimit ?? 10;
  return [...idle]
    .sort((a, b) => revision(b) - revision(a))
    .slice(kept)
    .map((object) => ({ verb: 'delete', object }));
}

function planStatus(deployment: Deployment, owned: readonly ReplicaSet[], now: number): readonly Write[] {
  const sum = (count: (set: ReplicaSet) => number | undefined) =>
    owned.reduce((total, set) => total + (count(set) ?? 0), 0);
  const wanted = deployment.spec?.replicas ?? 1;
  const current = owned.find((set) => set.metadata.labels?.[hashLabel] === hashOf(deployment));
  const available = sum((set) => set.status?.availableReplicas);
  const updated = current?.status?.replicas ?? 0;
  const replicas = sum((set) => set.status?.replicas);
  const counts = {
    observedGeneration: deployment.metadata.generation,
    replicas,
    updatedReplicas: updated,
    readyReplicas: sum((set) => set.status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(wanted - available, 0),
  };
  const complete = updated === wanted && replicas === wanted && available === wanted;
  const enough = available >= wanted;
  const conditions = [
    { type: 'Available', status: enough, reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable' },
    { type: 'Progressing', status: true, reason: complete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated' },
  ].map((wantedCondition) => condition(deployment, wantedCondition, now));
  const status = Object.fromEntries(Object.entries({ ...counts, conditions }).filter(([, value]) => value !== 0));
  if (equalJson(status, deployment.status)) return [];
  return [{ verb: 'update-status', object: { ...deployment, status } as Deployment }];
}

function condition(
  deployment: Deployment,
  { type, status: holds, reason }: { readonly type: string; readonly status: boolean; readonly reason: string },
  now: number,
) {
  const status = holds ? 'True' : 'False';
  const held = deployment.status?.conditions?.find((one) => one.type === type);
  if (held?.status === status && held.reason === reason) return held;
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  return { type, status, reason, message: reason, lastTransitionTime: time, lastUpdateTime: time };
}
