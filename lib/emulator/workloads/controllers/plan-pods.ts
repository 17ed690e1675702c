// ReplicaSets: as many active pods as asked for (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset).
import { equalJson } from '../equal-json.ts';
import { selects } from '../label-selector.ts';
import { acceptsObjects, controllerReference, isActive, isControlledBy, isReady, isTerminating } from '../objects.ts';
import type { Cluster, Pod, ReplicaSet } from '../objects.ts';
import { safeHash } from '../safe-hash.ts';
import type { Write } from '../write.ts';

/** What the ReplicaSets of a cluster still need. */
export function planPods(cluster: Cluster): readonly Write[] {
  return cluster.replicaSets
    .filter((set) => !isTerminating(set) && acceptsObjects(cluster, set.metadata.namespace))
    .flatMap((set) => {
      const owned = cluster.pods.filter((pod) => isControlledBy(pod, set) && belongsTo(set, pod));
      const active = owned.filter(isActive);
      const missing = (set.spec?.replicas ?? 1) - active.length;
      const names = new Set(cluster.pods.map((pod) => pod.metadata.name));
      const writes = missing > 0 ? newPods(set, missing, names) : victims(active, -missing);
      return [...writes, ...planStatus(set, active)];
    });
}

const belongsTo = (set: ReplicaSet, pod: Pod) =>
  set.spec !== undefined && selects(set.spec.selector, pod.metadata.labels);

function newPods(set: ReplicaSet, count: number, names: ReadonlySet<string>): readonly Write[] {
  const created: Write[] = [];
  for (let number = 0; created.length < count; number += 1) {
    const name = `${set.metadata.name}-${safeHash(`${set.metadata.uid}/${number}`, 5)}`;
    if (!names.has(name)) created.push({ verb: 'create', object: newPod(set, name) });
  }
  return created;
}

function newPod(set: ReplicaSet, name: string) {
  const { metadata, spec } = set.spec?.template ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: set.metadata.namespace,
      labels: metadata?.labels,
      annotations: metadata?.annotations,
      ownerReferences: [controllerReference(set)],
    },
    spec,
  };
}

/** Pods to delete: those that are not ready first, then the newest. */
function victims(active: readonly Pod[], count: number): readonly Write[] {
  const age = (pod: Pod) => Date.parse(pod.metadata.creationTimestamp ?? '');
  return [...active]
    .sort((a, b) => Number(isReady(a)) - Number(isReady(b)) || age(b) - age(a))
    .slice(0, count)
    .map((object) => ({ verb: 'delete', object }));
}

function planStatus(set: ReplicaSet, active: readonly Pod[]): readonly Write[] {
  const ready = active.filter(isReady).length;
  const counts = {
    fullyLabeledReplicas: active.length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: set.metadata.generation,
  };
  const present = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
  const status = { replicas: active.length, ...present };
  return equalJson(status, set.status) ? [] : [{ verb: 'update-status', object: { ...set, status } as ReplicaSet }];
}
