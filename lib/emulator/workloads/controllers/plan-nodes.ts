// Nodes: the emulated account's instances as they would have joined the cluster.
import { equalJson } from '../equal-json.ts';
import type { Cluster, Node } from '../objects.ts';
import type { Write } from '../write.ts';

/** One instance that is a node of the cluster. */
export interface WorkerInstance {
  readonly privateIp: string;
  readonly zone: string;
  /** As `spec.providerID` of a Node: `aws:///us-west-2a/i-0…`. */
  readonly providerId: string;
  /** The node's name. */
  readonly privateDnsName: string;
}

const instanceType = 'm7i.large';

/** Node objects that are missing or do not tell the truth about their instance. */
export function planNodes(cluster: Cluster, instances: readonly WorkerInstance[], now: number): readonly Write[] {
  return instances.flatMap((instance, index): Write[] => {
    const held = cluster.nodes.find((node) => node.metadata.name === instance.privateDnsName);
    if (!held) return [{ verb: 'create', object: newNode(instance, index) }];
    const status = { ...held.status, ...nodeStatus(instance, held, now) };
    return equalJson(status, held.status) ? [] : [{ verb: 'update-status', object: { ...held, status } as Node }];
  });
}

/** The pod range of the nth node. */
export const podRange = (index: number) => `10.244.${index}.0/24`;

function newNode({ privateDnsName: name, providerId, zone }: WorkerInstance, index: number) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': instanceType,
        'topology.kubernetes.io/region': zone.slice(0, -1),
        'topology.kubernetes.io/zone': zone,
      },
    },
    spec: { providerID: providerId, podCIDR: podRange(index), podCIDRs: [podRange(index)] },
  };
}

function nodeStatus({ privateDnsName: name, privateIp }: WorkerInstance, held: Node, now: number) {
  const ready = held.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const capacity = { cpu: '4', memory: '16Gi', pods: '250' };
  return {
    addresses: [
      { type: 'InternalIP', address: privateIp },
      { type: 'InternalDNS', address: name },
      { type: 'Hostname', address: name },
    ],
    capacity,
    allocatable: capacity,
    conditions: [
      ready ?? {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastHeartbeatTime: time,
        lastTransitionTime: time,
      },
    ],
  };
}
