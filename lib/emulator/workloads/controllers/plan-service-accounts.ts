// Every namespace has a `default` ServiceAccount (https://kubernetes.io/docs/concepts/security/service-accounts).
import { isTerminating } from '../objects.ts';
import type { Cluster } from '../objects.ts';
import type { Write } from '../write.ts';

/** The default ServiceAccounts that are missing. */
export function planServiceAccounts(cluster: Cluster): readonly Write[] {
  const present = new Set(
    cluster.serviceAccounts
      .filter(({ metadata }) => metadata.name === 'default')
      .map(({ metadata }) => metadata.namespace),
  );
  return cluster.namespaces
    .filter((namespace) => !isTerminating(namespace) && !present.has(namespace.metadata.name))
    .map(({ metadata }) => ({
      verb: 'create',
      object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: metadata.name } },
    }));
}
