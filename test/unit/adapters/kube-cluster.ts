// An emulated API server on a socket with our chart installed, and clients of ours as the functions would have them.
import { join } from 'node:path';
import { installChart } from '../../../lib/adapters/kube/chart.ts';
import { createKubeHttp, type KubeHttp } from '../../../lib/adapters/kube/http.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createKubernetes, type User } from '../../../lib/emulator/kubernetes/api-server.ts';
import { kubernetesResources } from '../../../lib/generated/kubernetes/resources.ts';

export const chartFolder = join(import.meta.dirname, '../../../infra/chart');

/** Placeholders of the chart, as the install function fills them in. */
export const chartValues = {
  ALBATROSS_NAMESPACE: 'albatross-system',
  ALBATROSS_IMAGE: 'example.test/forwarder:1',
  ALBATROSS_CLUSTER: 'local',
  ALBATROSS_CHANGES_QUEUE_URL: 'https://sqs.us-west-2.amazonaws.com/123456789012/albatross-local-changes',
  ALBATROSS_REGION: 'us-west-2',
  ALBATROSS_SECRET_NAMESPACES: '[]',
};

/** The group into which EKS access entries put the roles of our functions. */
const controllers: User = { name: 'reconcile', groups: ['albatross:controllers'] };
const administrators: User = { name: 'admin', groups: ['system:masters'] };

export async function aCluster() {
  const clock = createClock('manual');
  const kubernetes = createKubernetes({ clock, resources: kubernetesResources });
  const endpoint = await kubernetes.listen();
  const open: KubeHttp[] = [];
  const httpOf = (user: User): KubeHttp => {
    const token = kubernetes.issueToken(user);
    const http = createKubeHttp({ server: endpoint.url, ca: endpoint.caPem, token: () => Promise.resolve(token) });
    open.push(http);
    return http;
  };
  return {
    clock,
    kubernetes,
    endpoint,
    /** What nobody forbids anything. */
    client: kubernetes.client(),
    admin: httpOf(administrators),
    controller: httpOf(controllers),
    close: async () => {
      for (const http of open) http.close();
      await endpoint.close();
    },
  };
}

/** A cluster in which our CRDs, roles and forwarder are installed. */
export async function anInstalledCluster() {
  const cluster = await aCluster();
  await installChart(cluster.admin, chartFolder, chartValues);
  await cluster.kubernetes.settled();
  return cluster;
}

export type Cluster = Awaited<ReturnType<typeof aCluster>>;

const gatewayApi = 'gateway.networking.k8s.io/v1';

export function aGateway(name: string, namespace = 'default') {
  return {
    apiVersion: gatewayApi,
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: { gatewayClassName: 'alb', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  };
}

export function aConfigMap(name: string, namespace = 'default') {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } };
}
