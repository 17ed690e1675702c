// What every namespace has without asking: a service account `default`, and the CA of the API server in a ConfigMap
// (the serviceaccount and root-ca-certificate-publisher controllers of kube-controller-manager).
import type { Controller } from '../background/background.ts';
import { createStored } from '../background/system-write.ts';
import { asRecord } from '../json.ts';
import type { Machinery } from '../machinery.ts';

const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

const rootCaName = 'kube-root-ca.crt';

const isLive = (machinery: Machinery, namespace: string) => {
  const found = machinery.store.get('namespaces', '', namespace);
  return found !== undefined && found.metadata.deletionTimestamp === undefined;
};

function ensureAccount(machinery: Machinery, namespace: string): void {
  if (machinery.store.get('serviceaccounts', namespace, 'default')) return;
  createStored(machinery, 'serviceaccounts', { metadata: { name: 'default', namespace } });
}

/** The CA certificate clients should trust, once there is one: a server that does not listen has none. */
export interface RootCa {
  pem(): string | undefined;
}

function ensureRootCa(machinery: Machinery, { pem }: RootCa, namespace: string): void {
  const certificate = pem();
  if (certificate === undefined) return;
  const found = machinery.store.get('configmaps', namespace, rootCaName);
  const annotations = { 'kubernetes.io/description': description };
  const data = { 'ca.crt': certificate };
  if (!found) createStored(machinery, 'configmaps', { metadata: { name: rootCaName, namespace, annotations }, data });
  else if (asRecord(found['data'])['ca.crt'] !== certificate) machinery.store.put('configmaps', { ...found, data });
}

/** Publishes in one namespace. */
export function publishIn(machinery: Machinery, rootCa: RootCa, namespace: string): void {
  if (!isLive(machinery, namespace)) return;
  ensureAccount(machinery, namespace);
  ensureRootCa(machinery, rootCa, namespace);
}

/** Publishes in new namespaces, and again what somebody has deleted. */
export const publishAccounts =
  (machinery: Machinery, rootCa: RootCa): Controller =>
  ({ key, type, object }) => {
    const { name = '', namespace = '' } = object.metadata;
    const isLoss = type === 'DELETED' && (key === 'serviceaccounts' || key === 'configmaps');
    if (key === 'namespaces' && type === 'ADDED') publishIn(machinery, rootCa, name);
    else if (isLoss && [rootCaName, 'default'].includes(name)) publishIn(machinery, rootCa, namespace);
  };
