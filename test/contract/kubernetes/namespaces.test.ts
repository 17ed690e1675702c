import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
beforeAll(async () => {
  api = await connect('contract-namespaces');
});
afterAll(() => api.close());

const create = async (name: string): Promise<string> => {
  const full = `${api.namespace}-${name}`;
  await api.send('POST', '/api/v1/namespaces', { metadata: { name: full } });
  return `/api/v1/namespaces/${full}`;
};
const get = async (path: string): Promise<Body> => (await api.send('GET', path)).body;
const statusOf = async (path: string) => (await api.send('GET', path)).status;

describe('a new namespace', () => {
  it('gets a service account, and the CA of the server', async () => {
    const path = await create('new');
    await expect.poll(() => statusOf(`${path}/serviceaccounts/default`), eventually).toBe(200);
    await expect.poll(() => statusOf(`${path}/configmaps/kube-root-ca.crt`), eventually).toBe(200);
    const { data, metadata } = await get(`${path}/configmaps/kube-root-ca.crt`);
    expect(data['ca.crt']).toContain('BEGIN CERTIFICATE');
    expect(metadata.annotations['kubernetes.io/description']).toContain('CA bundle');
  });

  it('gets both again when somebody deletes them', async () => {
    const path = await create('robbed');
    await expect.poll(() => statusOf(`${path}/configmaps/kube-root-ca.crt`), eventually).toBe(200);
    const before = (await get(`${path}/serviceaccounts/default`)).metadata.uid;
    await api.send('DELETE', `${path}/serviceaccounts/default`);
    await api.send('DELETE', `${path}/configmaps/kube-root-ca.crt`);
    await expect
      .poll(async () => (await get(`${path}/serviceaccounts/default`)).metadata.uid ?? before, eventually)
      .not.toBe(before);
    await expect.poll(() => statusOf(`${path}/configmaps/kube-root-ca.crt`), eventually).toBe(200);
  });
});

describe('a namespace that is deleted', () => {
  it('is marked without grace, takes nothing new, and says what holds it', async () => {
    const path = await create('held');
    await expect.poll(() => statusOf(`${path}/configmaps/kube-root-ca.crt`), eventually).toBe(200);
    await api.send('POST', `${path}/configmaps`, { metadata: { name: 'stays', finalizers: ['example.com/hold'] } });
    const { status, body } = await api.send('DELETE', path);
    expect([status, body.status.phase, body.metadata.deletionGracePeriodSeconds]).toEqual([
      200,
      'Terminating',
      undefined,
    ]);
    const late = await api.send('POST', `${path}/configmaps`, { metadata: { name: 'late' } });
    expect([late.status, late.body.details.causes[0].reason]).toEqual([403, 'NamespaceTerminating']);
    const conditions = async (): Promise<Body> => (await get(path)).status.conditions ?? [];
    const messageOf = async (type: string) => (await conditions()).find((one: Body) => one.type === type)?.message;
    await expect
      .poll(() => messageOf('NamespaceContentRemaining'), eventually)
      .toBe('Some resources are remaining: configmaps. has 1 resource instances');
    expect(await messageOf('NamespaceFinalizersRemaining')).toBe(
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    );
    await api.patch(`${path}/configmaps/stays`, 'merge', { metadata: { finalizers: null } });
    await expect.poll(() => statusOf(path), eventually).toBe(404);
  });

  it('stays while somebody else holds it, and goes by the finalize subresource', async () => {
    const path = await create('finalized');
    const name = path.split('/').at(-1);
    const spec = { finalizers: ['kubernetes', 'example.com/mine'] };
    const replaced = await api.send('PUT', `${path}/finalize`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec,
    });
    expect([replaced.status, replaced.body.spec.finalizers]).toEqual([200, spec.finalizers]);
    await api.send('DELETE', path);
    await expect.poll(async () => (await get(path)).spec.finalizers, eventually).toEqual(['example.com/mine']);
    const released = await api.send('PUT', `${path}/finalize`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: {},
    });
    expect(released.status).toBe(200);
    await expect.poll(() => statusOf(path), eventually).toBe(404);
  });

  it('is not one that the cluster needs', async () => {
    const { status, body } = await api.send('DELETE', '/api/v1/namespaces/default');
    expect([status, body.message]).toEqual([
      403,
      'namespaces "default" is forbidden: this namespace may not be deleted',
    ]);
  });
});
