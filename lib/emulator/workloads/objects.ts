// The Kubernetes objects the workloads read and write, as the API server stores them.
import type {
  Deployment as DeploymentType,
  EndpointSlice as EndpointSliceType,
  LabelSelector,
  Namespace as NamespaceType,
  Node as NodeType,
  ObjectMeta,
  Pod as PodType,
  PodTemplateSpec,
  Service as ServiceType,
} from '../../generated/kubernetes/types.ts';

/** What the API server has set on every stored object. */
export type StoredMeta = ObjectMeta & { readonly name: string; readonly uid: string; readonly resourceVersion: string };

type Stored<T> = T & { readonly apiVersion: string; readonly kind: string; readonly metadata: StoredMeta };

export type Deployment = Stored<DeploymentType>;
export type EndpointSlice = Stored<EndpointSliceType>;
export type Namespace = Stored<NamespaceType>;
export type Node = Stored<NodeType>;
export type Pod = Stored<PodType>;
export type Service = Stored<ServiceType>;
export type ServiceAccount = Stored<{ readonly metadata: ObjectMeta }>;
export type ReplicaSet = Stored<{
  readonly metadata: ObjectMeta;
  readonly spec?: ReplicaSetSpec;
  readonly status?: ReplicaSetStatus;
}>;

export interface ReplicaSetSpec {
  readonly replicas?: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
}

export interface ReplicaSetStatus {
  readonly replicas?: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
}

/** Any object of a kind listed in `cluster-client.ts`. */
export type ClusterObject = Stored<{ readonly metadata: ObjectMeta }>;

/** All watched objects at one moment, each kind in order of namespace and name. */
export interface Cluster {
  readonly deployments: readonly Deployment[];
  readonly replicaSets: readonly ReplicaSet[];
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly nodes: readonly Node[];
  readonly namespaces: readonly Namespace[];
  readonly serviceAccounts: readonly ServiceAccount[];
}

/** Whether `object` is controlled by `owner`. */
export const isControlledBy = (object: ClusterObject, owner: ClusterObject) =>
  object.metadata.ownerReferences?.some((reference) => reference.controller && reference.uid === owner.metadata.uid) ??
  false;

/** The owner reference a controller sets on what it makes. */
export const controllerReference = (owner: ClusterObject) => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** Whether deletion was asked for; finalizers or the grace period may still keep the object. */
export const isTerminating = (object: ClusterObject) => object.metadata.deletionTimestamp !== undefined;

/** Whether the pod's `Ready` condition is true. */
export const isReady = (pod: Pod) =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;

/** A pod that runs or will run: neither being deleted nor finished. */
export const isActive = (pod: Pod) =>
  !isTerminating(pod) && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';

/** Whether new objects may be made in a namespace. */
export const acceptsObjects = (cluster: Cluster, namespace: string | undefined) =>
  cluster.namespaces.some(({ metadata, status }) => metadata.name === namespace && status?.phase !== 'Terminating');
