// What a new cluster contains: its namespaces, the Service of the API server, and the roles everybody relies on.
import { bootstrapRoles } from '../../generated/kubernetes/bootstrap-roles.ts';
import { freezeJson, type Fields } from './json.ts';
import { apiServerClusterIp } from './kinds/ip-range.ts';
import type { Machinery } from './machinery.ts';
import type { KubernetesObject } from './object.ts';
import { createObject } from './writes/create.ts';

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

/** Creates the objects of an empty cluster that its kinds allow. */
export function bootstrap(machinery: Machinery): void {
  for (const object of [...namespaces, ...bootstrapRoles, apiServerService].map(freezeJson)) {
    const { apiVersion, kind, metadata } = object as unknown as KubernetesObject;
    const resource = machinery.resources.ofKind(apiVersion, kind);
    if (!resource) continue;
    createObject(machinery, object, {
      ...{ resource, namespace: metadata.namespace ?? '', name: '', subresource: '', manager: 'kube-apiserver' },
      ...{ dryRun: false, fieldValidation: 'Strict', warn: () => {} },
    });
  }
}
