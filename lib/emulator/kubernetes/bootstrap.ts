// What a new cluster contains: its namespaces, the Service of the API server, and the roles everybody relies on.
import { freezeJson, type Fields } from './json.ts';
import { apiServerClusterIp } from './kinds/ip-range.ts';
import type { Machinery } from './machinery.ts';
import type { KubernetesObject } from './object.ts';
import { createObject } from './writes/create.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const all = ['*'];

const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'].map((name): Fields => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));

const apiServerService: Fields = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: { clusterIP: apiServerClusterIp, ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }] },
};

const clusterRole = (name: string, rules: readonly Fields[]): Fields => ({
  apiVersion: rbac,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

const clusterRoleBinding = (name: string, groups: readonly string[]): Fields => ({
  apiVersion: rbac,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { kind: 'ClusterRole', name },
  subjects: groups.map((group) => ({ kind: 'Group', name: group })),
});

const discoveryPaths = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];
const reviews: Fields[] = [
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    verbs: ['create'],
  },
  { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
];

const roles = [
  clusterRole('cluster-admin', [
    { apiGroups: all, resources: all, verbs: all },
    { nonResourceURLs: all, verbs: all },
  ]),
  clusterRole('system:discovery', [{ nonResourceURLs: discoveryPaths, verbs: ['get'] }]),
  clusterRole('system:basic-user', reviews),
  clusterRoleBinding('cluster-admin', ['system:masters']),
  clusterRoleBinding('system:discovery', ['system:authenticated']),
  clusterRoleBinding('system:basic-user', ['system:authenticated']),
];

/** Creates the objects of an empty cluster that its kinds allow. */
export function bootstrap(machinery: Machinery): void {
  for (const object of [...namespaces, ...roles, apiServerService].map(freezeJson)) {
    const { apiVersion, kind, metadata } = object as unknown as KubernetesObject;
    const resource = machinery.resources.ofKind(apiVersion, kind);
    if (!resource) continue;
    createObject(machinery, object, {
      ...{ resource, namespace: metadata.namespace ?? '', name: '', subresource: '', manager: 'kube-apiserver' },
      ...{ dryRun: false, fieldValidation: 'Strict', warn: () => {} },
    });
  }
}
