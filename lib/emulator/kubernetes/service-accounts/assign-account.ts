// Admission ServiceAccount: a pod runs as an account that exists, and gets its token in a volume
// (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller).
import { forbidden } from '../api-error.ts';
import { asRecord, asText, isRecord, type Fields } from '../json.ts';
import { ensureRecord, records } from '../kinds/defaults.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import type { Write } from '../writes/write.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

const tokenVolume = (name: string): Fields => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  },
});

function mountToken(machinery: Machinery, spec: Fields): void {
  const containers = [...records(spec['initContainers']), ...records(spec['containers'])];
  const without = containers.filter((container) =>
    records(container['volumeMounts']).every(({ mountPath }) => mountPath !== tokenPath),
  );
  if (without.length === 0) return;
  const name = machinery.identities.generateName('kube-api-access-');
  for (const container of without) {
    const mount = { name, readOnly: true, mountPath: tokenPath };
    container['volumeMounts'] = [...records(container['volumeMounts']), mount];
  }
  spec['volumes'] = [...records(spec['volumes']), tokenVolume(name)];
}

function mountsToken(spec: Fields, account: KubernetesObject): boolean {
  return (spec['automountServiceAccountToken'] ?? account['automountServiceAccountToken']) !== false;
}

/** Gives a new pod its account, in place; throws the 403 of one that does not exist. Mirror pods are left alone. */
export function assignAccount(machinery: Machinery, pod: Fields, { resource, namespace }: Write): void {
  const metadata = asRecord(pod['metadata']);
  if (isRecord(metadata['annotations']) && 'kubernetes.io/config.mirror' in metadata['annotations']) return;
  const spec = ensureRecord(pod, 'spec');
  const name = asText(spec['serviceAccountName']) || 'default';
  const account = machinery.store.get('serviceaccounts', namespace, name);
  if (!account) {
    const why = `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
    throw forbidden(resource, asText(metadata['name']), why);
  }
  spec['serviceAccountName'] = name;
  if (mountsToken(spec, account)) mountToken(machinery, spec);
  if (records(spec['imagePullSecrets']).length === 0 && records(account['imagePullSecrets']).length > 0) {
    spec['imagePullSecrets'] = records(account['imagePullSecrets']).map((secret) => ({ ...secret }));
  }
}
