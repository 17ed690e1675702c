// Scheduling: every pod without a node goes to the suitable one with the fewest pods.
import { containsAll } from '../label-selector.ts';
import { isActive } from '../objects.ts';
import type { Cluster, Node, Pod } from '../objects.ts';
import type { Write } from '../write.ts';

/** Bindings for the pods that wait for a node; a pod no node suits keeps waiting. */
export function planScheduling(cluster: Cluster): readonly Write[] {
  const load = new Map(cluster.nodes.map((node) => [node.metadata.name, 0]));
  const count = (name: string) => load.set(name, (load.get(name) ?? 0) + 1);
  for (const pod of cluster.pods) if (pod.spec?.nodeName) count(pod.spec.nodeName);
  return cluster.pods
    .filter((pod) => isActive(pod) && !pod.spec?.nodeName)
    .flatMap((pod): Write[] => {
      const [node] = cluster.nodes
        .filter((candidate) => suits(candidate, pod))
        .sort((a, b) => (load.get(a.metadata.name) ?? 0) - (load.get(b.metadata.name) ?? 0));
      if (!node) return [];
      count(node.metadata.name);
      return [{ verb: 'bind', pod, nodeName: node.metadata.name }];
    });
}

const suits = (node: Node, pod: Pod) =>
  !node.spec?.unschedulable && containsAll(node.metadata.labels, pod.spec?.nodeSelector ?? {});
