// The connection of a Pod to its own cluster: environment, CA and projected service account token, as Kubernetes mounts
// them. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeConnection } from './http.ts';

const mount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubelet renews the projected token long before it expires; a minute-old copy is always good. */
const tokenLifeMs = 60_000;

/** Throws outside a Pod. A changed CA is read by the next process: its failing lists end this one. */
export async function inClusterConnection(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number = Date.now,
  folder: string = mount,
): Promise<KubeConnection> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '443';
  if (!host)
    throw new Error('KUBERNETES_SERVICE_HOST is not set: this is no Pod, and KUBECONFIG names no other way in.');
  let read: { readonly token: string; readonly at: number } | undefined;
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: await readFile(join(folder, 'ca.crt'), 'utf8'),
    token: async (renew) => {
      if (!renew && read && now() - read.at < tokenLifeMs) return read.token;
      read = { token: (await readFile(join(folder, 'token'), 'utf8')).trim(), at: now() };
      return read.token;
    },
  };
}
