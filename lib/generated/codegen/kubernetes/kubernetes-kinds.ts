// Which built-in kinds of Kubernetes are generated, by the API group version that serves them.

export interface KeptGroupVersion {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly string[];
}

export const keptGroupVersions: readonly KeptGroupVersion[] = [
  {
    group: '',
    version: 'v1',
    kinds: [
      ...['ConfigMap', 'Endpoints', 'Event', 'Namespace', 'Node', 'Pod', 'Secret', 'Service', 'ServiceAccount'],
    ],
  },
  {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kinds: [
      ...['MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
      ...['ValidatingWebhookConfiguration'],
    ],
  },
  { group: 'apiextensions.k8s.io', version: 'v1', kinds: ['CustomResourceDefinition'] },
  { group: 'apps', version: 'v1', kinds: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'] },
  { group: 'authentication.k8s.io', version: 'v1', kinds: ['SelfSubjectReview', 'TokenReview'] },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    kinds: [
      ...['LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'],
    ],
  },
  { group: 'coordination.k8s.io', version: 'v1', kinds: ['Lease'] },
  { group: 'discovery.k8s.io', version: 'v1', kinds: ['EndpointSlice'] },
  { group: 'events.k8s.io', version: 'v1', kinds: ['Event'] },
  { group: 'networking.k8s.io', version: 'v1', kinds: ['Ingress', 'IngressClass', 'NetworkPolicy'] },
  { group: 'policy', version: 'v1', kinds: ['PodDisruptionBudget'] },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kinds: ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  },
];
