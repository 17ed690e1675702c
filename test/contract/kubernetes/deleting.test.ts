import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let maps: string;
beforeAll(async () => {
  api = await connect('contract-deleting');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
});
afterAll(() => api.close());

const create = async (name: string, metadata: object = {}): Promise<Body> =>
  (await api.send('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } })).body;
const status = async (path: string) => (await api.send('GET', path)).status;

describe('deleting', () => {
  it('answers with a Status that names what is gone', async () => {
    const { metadata } = await create('plain');
    const { status: code, body } = await api.send('DELETE', `${maps}/plain`);
    expect(code).toBe(200);
    expect(body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'plain', kind: 'configmaps', uid: metadata.uid },
    });
    expect(await status(`${maps}/plain`)).toBe(404);
  });

  it('waits for finalizers', async () => {
    await create('held', { finalizers: ['example.com/hold'] });
    const { status: code, body } = await api.send('DELETE', `${maps}/held`);
    expect([code, body.metadata.deletionGracePeriodSeconds]).toEqual([200, 0]);
    expect(body.metadata.deletionTimestamp).toMatch(/Z$/);
    expect(await status(`${maps}/held`)).toBe(200);
    const more = await api.patch(`${maps}/held`, 'merge', {
      metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
    });
    expect(more.status).toBe(422);
    expect(more.body.message).toContain('no new finalizers can be added if the object is being deleted');
    await api.patch(`${maps}/held`, 'merge', { metadata: { finalizers: null } });
    expect(await status(`${maps}/held`)).toBe(404);
  });

  it('happens only if the preconditions hold', async () => {
    await create('guarded');
    const options = (preconditions: object) => ({ kind: 'DeleteOptions', apiVersion: 'v1', preconditions });
    const wrong = await api.send('DELETE', `${maps}/guarded`, options({ uid: '00000000-0000-4000-a000-000000000000' }));
    expect([wrong.status, wrong.body.reason]).toEqual([409, 'Conflict']);
    expect((await api.send('DELETE', `${maps}/guarded`, options({ resourceVersion: '1' }))).status).toBe(409);
    expect(await status(`${maps}/guarded`)).toBe(200);
  });

  it('can be tried without effect, by query or by body', async () => {
    await create('tried');
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] };
    expect((await api.send('DELETE', `${maps}/tried`, options)).status).toBe(200);
    expect((await api.send('DELETE', `${maps}/tried?dryRun=All`)).status).toBe(200);
    expect((await api.send('DELETE', `${maps}?labelSelector=none&dryRun=All`)).status).toBe(200);
    expect(await status(`${maps}/tried`)).toBe(200);
  });

  it.each([
    [
      'propagationPolicy=Sideways',
      'propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [
      'propagationPolicy=Orphan&orphanDependents=true',
      'propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
    ['dryRun=Some', 'dryRun: Unsupported value: ["Some"]: supported values: "All"'],
  ])('makes sense, or is refused: %s', async (query, text) => {
    const { status: code, body } = await api.send('DELETE', `${maps}/any?${query}`);
    expect([code, body.message]).toEqual([422, `DeleteOptions.meta.k8s.io "" is invalid: ${text}`]);
  });

  it('deletes collections by selector', async () => {
    await create('many-1', { labels: { batch: 'x' } });
    await create('many-2', { labels: { batch: 'x' } });
    await create('other', { labels: { batch: 'y' } });
    expect((await api.send('DELETE', `${maps}?labelSelector=batch%3Dx`)).status).toBe(200);
    const { body } = await api.send('GET', `${maps}?labelSelector=batch`);
    expect(body.items.map((item: Body) => item.metadata.name)).toEqual(['other']);
  });

  it('gives a scheduled pod time to stop', async () => {
    const pods = `/api/v1/namespaces/${api.namespace}/pods`;
    const spec = {
      nodeName: 'node-a',
      automountServiceAccountToken: false,
      containers: [{ name: 'main', image: 'example/app:1' }],
    };
    await api.send('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'slow' }, spec });
    const { body } = await api.send('DELETE', `${pods}/slow`);
    expect(body.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(await status(`${pods}/slow`)).toBe(200);
    await api.send('DELETE', `${pods}/slow`, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 });
    expect(await status(`${pods}/slow`)).toBe(404);
  });

  it('refuses to delete the namespaces of the system', async () => {
    const { status: code, body } = await api.send('DELETE', '/api/v1/namespaces/default');
    expect([code, body.message]).toEqual([403, 'namespaces "default" is forbidden: this namespace may not be deleted']);
  });
});

describe('controllers', () => {
  const ownedBy = (owner: Body) => [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner.metadata.name,
      uid: owner.metadata.uid,
      blockOwnerDeletion: true,
    },
  ];

  it('delete the dependents of a deleted owner', async () => {
    const owner = await create('owner');
    await create('owned', { ownerReferences: ownedBy(owner) });
    await api.send('DELETE', `${maps}/owner`);
    await expect.poll(() => status(`${maps}/owned`), eventually).toBe(404);
  });

  it('delete them first when asked to', async () => {
    const owner = await create('patient');
    await create('first', { ownerReferences: ownedBy(owner), finalizers: ['example.com/hold'] });
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground' };
    const { body } = await api.send('DELETE', `${maps}/patient`, options);
    expect(body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await expect
      .poll(async () => (await api.send('GET', `${maps}/first`)).body.metadata.deletionTimestamp, eventually)
      .toBeDefined();
    expect(await status(`${maps}/patient`)).toBe(200);
    await api.patch(`${maps}/first`, 'json', [{ op: 'remove', path: '/metadata/finalizers/0' }]);
    await expect.poll(() => status(`${maps}/patient`), eventually).toBe(404);
  });

  it('leave orphans behind when asked to', async () => {
    const owner = await create('careless');
    await create('orphan', { ownerReferences: ownedBy(owner) });
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Orphan' };
    await api.send('DELETE', `${maps}/careless`, options);
    await expect.poll(() => status(`${maps}/careless`), eventually).toBe(404);
    const { body } = await api.send('GET', `${maps}/orphan`);
    expect(body.metadata.ownerReferences).toBeUndefined();
  });

  it('let a dependent with another owner live, without the one that is gone', async () => {
    const [gone, stays] = [await create('one-of-two'), await create('two-of-two')];
    await create('shared', { ownerReferences: [...ownedBy(gone), ...ownedBy(stays)] });
    await api.send('DELETE', `${maps}/one-of-two`);
    const owners = async () =>
      (await api.send('GET', `${maps}/shared`)).body.metadata.ownerReferences.map(({ name }: Body) => name);
    await expect.poll(owners, eventually).toEqual(['two-of-two']);
  });

  it('do not wait for dependents that do not block', async () => {
    const owner = await create('impatient');
    const [reference] = ownedBy(owner);
    const ownerReferences = [{ ...reference, blockOwnerDeletion: false }];
    await create('slow', { ownerReferences, finalizers: ['example.com/hold'] });
    await api.send('DELETE', `${maps}/impatient?propagationPolicy=Foreground`);
    await expect.poll(() => status(`${maps}/impatient`), eventually).toBe(404);
    await api.patch(`${maps}/slow`, 'merge', { metadata: { finalizers: null } });
    await expect.poll(() => status(`${maps}/slow`), eventually).toBe(404);
  });
});
