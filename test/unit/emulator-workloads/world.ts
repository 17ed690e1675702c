// The emulated API server with workloads on it, and a client for traffic.
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';
import { createClock, type Clock } from '../../../lib/emulator/clock.ts';
import { mapAddress } from '../../../lib/emulator/data-plane/address-map.ts';
import {
  createKubernetes,
  type Kubernetes,
  type KubernetesClient,
} from '../../../lib/emulator/kubernetes/api-server.ts';
import type { EndpointSlice, Node, Pod } from '../../../lib/emulator/workloads/objects.ts';
import {
  startWorkloads,
  type Workloads,
  type WorkloadsOptions,
} from '../../../lib/emulator/workloads/start-workloads.ts';
import { call, type Reply } from './call.ts';
import { createWireClusterClient } from '../../../lib/emulator/workloads/wire-cluster-client.ts';

// Loopback is shared by all processes of a machine: each has ranges of its own for its pods and nodes.
const own = process.pid % 50;
const addressMap = [
  { from: '10.244.0.0/16', to: `127.${130 + own}.0.0/16` },
  { from: '10.0.0.0/16', to: `127.${180 + own}.0.0/16` },
];

export const instances = ['a', 'b', 'c'].map((letter, index) => {
  const zone = `us-west-2${letter}`;
  return {
    privateDnsName: `ip-10-0-${index}-10.us-west-2.compute.internal`,
    providerId: `aws:///${zone}/i-0${String(index).repeat(16)}`,
    privateIp: `10.0.${index}.10`,
    zone,
  };
});

export interface World {
  readonly clock: Clock;
  readonly kubernetes: Kubernetes;
  readonly client: KubernetesClient;
  readonly workloads: Workloads;
  readonly errors: readonly unknown[];
  /** Everything that can happen without time passing has happened. */
  settled(): Promise<void>;
  advance(ms: number): Promise<void>;
  pods(namespace?: string): Promise<readonly Pod[]>;
  nodes(): Promise<readonly Node[]>;
  slices(service: string): Promise<readonly EndpointSlice[]>;
  /** Calls an address of the cluster, as a pod in it would. */
  call(address: string, port: number, path?: string, headers?: Record<string, string>): Promise<Reply>;
  close(): Promise<void>;
}

export async function startWorld(options: Partial<WorkloadsOptions> = {}): Promise<World> {
  const clock = createClock('manual');
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources });
  const token = kubernetes.issueToken({ name: 'workloads', groups: ['system:masters'] });
  const errors: unknown[] = [];
  const workloads = startWorkloads({
    client: createWireClusterClient({ handle: kubernetes.handle, token }),
    clock,
    instances,
    addressMap,
    onError: (error) => errors.push(error),
    ...options,
  });
  const client = kubernetes.client();
  const settled = async () => {
    await workloads.settled();
    await kubernetes.settled();
    await workloads.settled();
  };
  await settled();
  return {
    clock,
    kubernetes,
    client,
    workloads,
    errors,
    settled,
    advance: async (ms) => {
      await clock.advance(ms);
      await settled();
    },
    pods: async (namespace = 'default') =>
      (await client.list({ apiVersion: 'v1', kind: 'Pod', namespace })).items as unknown as Pod[],
    nodes: async () => (await client.list({ apiVersion: 'v1', kind: 'Node' })).items as unknown as Node[],
    slices: async (service) => {
      const labelSelector = `kubernetes.io/service-name=${service}`;
      const kind = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
      return (await client.list({ ...kind, labelSelector })).items as unknown as EndpointSlice[];
    },
    call: (address, port, path = '/', headers = {}) =>
      call({ host: mapAddress(addressMap, address), port, path, headers, agent: false }),
    close: async () => {
      await workloads.close();
      clock.stop();
      if (errors.length > 0) throw errors[0];
    },
  };
}

export const aDeployment = (name: string, replicas: number, template: Record<string, unknown> = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          { name: 'app', image: 'example/app:1', ports: [{ containerPort: 8080, name: 'http' }], ...template },
        ],
      },
    },
  },
});

export const aService = (name: string, spec: Record<string, unknown> = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { selector: { app: name }, ports: [{ name: 'web', port: 80, targetPort: 8080 }], ...spec },
});

export const deploymentRef = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'default',
  name,
});
export const podRef = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name });
export const serviceRef = (name: string) => ({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name });
