// Instance targets: every node that may carry load, with the node port. The rules are those of the Kubernetes service
// controller and of LBC. https://kubernetes.io/docs/reference/labels-annotations-taints/
import { parseSelectorText, selects } from '../base/labels.ts';
import type { Node } from '../snapshot/objects.ts';
import type { Target } from '../stack/target.ts';

const excludingLabels = [
  'node-role.kubernetes.io/master',
  'node.kubernetes.io/exclude-from-external-load-balancers',
  'alpha.service-controller.kubernetes.io/exclude-balancer',
];

/**
 * One target per eligible node. If no eligible node is ready, all of them: a cluster whose nodes have lost touch with their
 * API server still serves. A node that is not an EC2 instance is left out.
 */
export function nodeTargets(nodes: readonly Node[], nodePort: number, nodeSelector = ''): readonly Target[] {
  const selector = parseSelectorText(nodeSelector);
  if (nodePort === 0 || selector === undefined) return [];
  const eligible = nodes.filter((node) => carriesLoad(node) && selects(selector, node.metadata.labels));
  const ready = eligible.filter((node) => node.ready);
  return (ready.length > 0 ? ready : eligible).flatMap(({ providerId }) => {
    const id = instanceId(providerId);
    return id === undefined ? [] : [{ id, port: nodePort }];
  });
}

function carriesLoad({ metadata: { labels }, taints }: Node): boolean {
  return (
    !excludingLabels.some((label) => labels[label] !== undefined) &&
    labels['eks.amazonaws.com/compute-type'] !== 'fargate' &&
    !taints.some(
      ({ key, effect }) =>
        key === 'ToBeDeletedByClusterAutoscaler' || (key === 'karpenter.sh/disrupted' && effect === 'NoSchedule'),
    )
  );
}

/** `aws:///<zone>/<instance id>` → the instance id. */
function instanceId(providerId: string): string | undefined {
  return /^aws:\/\/.*\/(i-[0-9a-f]+)$/.exec(providerId)?.[1];
}
