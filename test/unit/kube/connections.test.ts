import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createKubeHttp } from '../../../lib/adapters/kube/http.ts';
import { inClusterConnection } from '../../../lib/adapters/kube/in-cluster-connection.ts';
import { kubeconfigConnection } from '../../../lib/adapters/kube/kubeconfig-connection.ts';
import { createApi } from './list-watch-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'connections-'));
afterAll(() => rmSync(folder, { recursive: true }));

function aKubeconfig(name: string, cluster: object, user: object = { token: 'secret' }): string {
  const path = join(folder, name);
  const contexts = [{ name: 'c', context: { cluster: 'c', user: 'u' } }];
  const clusters = [{ name: 'c', cluster: { server: 'https://127.0.0.1:1', ...cluster } }];
  writeFileSync(path, JSON.stringify({ clusters, contexts, users: [{ name: 'u', user }], 'current-context': 'c' }));
  return path;
}

describe('a kubeconfig', () => {
  it('opens an API server over TLS, and a watch on it', async () => {
    const { kubernetes, client } = createApi();
    const endpoint = await kubernetes.listen();
    const path = join(folder, 'emulated');
    writeFileSync(path, JSON.stringify(kubernetes.kubeconfig(endpoint)));
    const http = createKubeHttp(await kubeconfigConnection(path));
    expect(await http.json({ method: 'GET', path: '/api/v1/namespaces/default' })).toMatchObject({ kind: 'Namespace' });

    const watching = new AbortController();
    const stream = await http.stream({ method: 'GET', path: '/api/v1/configmaps?watch=true' }, watching.signal);
    const first = new Promise<string>((resolve) => stream.once('data', (chunk) => resolve(String(chunk))));
    stream.on('error', () => {});
    await client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one', namespace: 'default' },
    } as never);
    expect(await first).toContain('"ADDED"');
    watching.abort();
    http.close();
    await endpoint.close();
  });

  it.each([
    ['to skip TLS verification', { 'insecure-skip-tls-verify': true }, {}, 'certificate-authority-data'],
    ['for a proxy', { 'proxy-url': 'http://proxy:3128' }, { token: 'x' }, 'http://proxy:3128'],
    ['for a password', {}, { username: 'admin', password: 'x' }, 'password'],
  ])('that asks %s is refused in one sentence', async (name, cluster, user, complaint) => {
    const path = aKubeconfig(name.replaceAll(' ', '-'), cluster, user);
    await expect(kubeconfigConnection(path)).rejects.toThrow(complaint);
  });
});

describe('a Pod', () => {
  it('reads its token again after a minute, and at once when it was refused', async () => {
    const mount = join(folder, 'serviceaccount');
    mkdirSync(mount);
    writeFileSync(join(mount, 'ca.crt'), 'the authority');
    writeFileSync(join(mount, 'token'), 'first\n');
    let now = 0;
    const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };
    const connection = await inClusterConnection(environment, () => now, mount);
    expect(connection).toMatchObject({ server: 'https://[fd00::1]:6443', ca: 'the authority' });
    expect(await connection.token(false)).toBe('first');
    writeFileSync(join(mount, 'token'), 'second\n');
    now = 59_000;
    expect(await connection.token(false)).toBe('first');
    now = 61_000;
    expect(await connection.token(false)).toBe('second');
    writeFileSync(join(mount, 'token'), 'third\n');
    expect(await connection.token(true)).toBe('third');
  });

  it('is the only place without a kubeconfig', async () => {
    await expect(inClusterConnection({})).rejects.toThrow('KUBERNETES_SERVICE_HOST');
  });
});
