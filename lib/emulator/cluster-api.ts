// The Kubernetes API of the emulated EKS cluster: the emulated server, or somebody else's behind the same door.
import { kubernetesResources } from '../generated/kubernetes/resources.ts';
import type { Clock } from './clock.ts';
import type { User } from './kubernetes/user.ts';
import { createKubernetes } from './kubernetes/api-server.ts';
import type { ClusterClient } from './workloads/cluster-client.ts';
import { createWireClusterClient } from './workloads/wire-cluster-client.ts';

/** Tells who stands behind an EKS token; undefined: nobody with access. */
export type TokenAuthenticator = (token: string) => User | undefined;

export interface ClusterApiSetting {
  readonly clock: Clock;
  readonly seed: number;
  readonly authenticate: TokenAuthenticator;
}

export interface ClusterApi {
  /** `https://host:port`, where EKS tokens are understood. */
  readonly url: string;
  readonly caPem: string;
  /** Access for the controllers and kubelets of the workloads. */
  readonly workloads: ClusterClient;
  /** A kubeconfig (plain object) for a user of the cluster; without one, for its administrator. */
  kubeconfig(user?: User): object;
  close(): Promise<void>;
}

export type ClusterApiFactory = (setting: ClusterApiSetting) => Promise<ClusterApi>;

/** The emulated API server on a loopback port. */
export const emulatedCluster: ClusterApiFactory = async ({ clock, seed, authenticate }) => {
  const kubernetes = createKubernetes({ clock, seed, resources: kubernetesResources, authenticateToken: authenticate });
  const endpoint = await kubernetes.listen();
  const system: User = { name: 'system:kube-controller-manager', groups: ['system:masters'] };
  return {
    url: endpoint.url,
    caPem: endpoint.caPem,
    workloads: createWireClusterClient({ handle: kubernetes.handle, token: kubernetes.issueToken(system) }),
    kubeconfig: (user) => kubernetes.kubeconfig(endpoint, user),
    close: () => endpoint.close(),
  };
};
