// What the workloads need of a Kubernetes API, in process or on the wire.
import type { ClusterObject } from './objects.ts';

/** A kind the workloads watch, and where the API serves it. */
export interface WorkloadKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Every kind the workloads touch. */
export const workloadKinds = {
  deployments: { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true },
  replicaSets: { apiVersion: 'apps/v1', kind: 'ReplicaSet', plural: 'replicasets', namespaced: true },
  pods: { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true },
  services: { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true },
  endpointSlices: {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    plural: 'endpointslices',
    namespaced: true,
  },
  nodes: { apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false },
  namespaces: { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
  serviceAccounts: { apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true },
} as const satisfies Readonly<Record<string, WorkloadKind>>;

/** An object that is about to be created: the server adds the rest. */
export type NewObject = Readonly<Record<string, unknown>> & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
};

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ClusterObject;
}

/** The API server's refusal, as its Status object tells it. */
export class ClusterError extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** Rejects with a `ClusterError` when the server refuses. */
export interface ClusterClient {
  list(kind: WorkloadKind): Promise<{ readonly resourceVersion: string; readonly items: readonly ClusterObject[] }>;
  /** Reports changes after `resourceVersion` until the returned function is called or the server ends the watch. */
  watch(
    kind: WorkloadKind,
    resourceVersion: string,
    onEvent: (event: WatchEvent) => void,
    onEnd: () => void,
  ): () => void;
  create(object: NewObject): Promise<ClusterObject>;
  /** Replaces the object, or its status; a stale resource version is refused with 409. */
  update(object: ClusterObject, subresource?: 'status'): Promise<ClusterObject>;
  /** Deletes that very object (by uid); one that is gone already is no error. */
  delete(object: ClusterObject, gracePeriodSeconds?: number): Promise<void>;
  /** Puts a pod on a node, as a scheduler does; the pod as it is then. */
  bind(pod: ClusterObject, nodeName: string): Promise<ClusterObject>;
}
