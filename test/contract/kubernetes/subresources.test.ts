import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let pods: string;
beforeAll(async () => {
  api = await connect('contract-subresources');
  pods = `/api/v1/namespaces/${api.namespace}/pods`;
});
afterAll(() => api.close());

const create = (name: string, labels: object = {}) =>
  api.send('POST', pods, {
    metadata: { name, labels },
    spec: { containers: [{ name: 'main', image: 'example/app:1' }] },
  });
const evict = (name: string, body: object = {}) =>
  api.send('POST', `${pods}/${name}/eviction`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name },
    ...body,
  });

describe('eviction', () => {
  it('deletes a pod', async () => {
    await create('out');
    const { status, body } = await evict('out');
    expect([status, body.kind, body.status]).toEqual([201, 'Status', 'Success']);
    expect((await api.send('GET', `${pods}/out`)).status).toBe(404);
  });

  it('can be tried without effect', async () => {
    await create('tried');
    expect((await evict('tried', { deleteOptions: { dryRun: ['All'] } })).status).toBe(201);
    expect((await api.send('GET', `${pods}/tried`)).status).toBe(200);
  });

  it('means the pod of the URL', async () => {
    await create('meant');
    const { status, body } = await evict('meant', { metadata: { name: 'other' } });
    expect([status, body.message]).toEqual([400, 'name in URL does not match name in Eviction object']);
    expect((await evict('none')).body.message).toBe('pods "none" not found');
  });

  it('waits for a disruption budget that has not been looked at', async () => {
    await create('guarded', { app: 'guarded' });
    await api.patch(`${pods}/guarded/status`, 'merge', {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
    await api.send('POST', `/apis/policy/v1/namespaces/${api.namespace}/poddisruptionbudgets`, {
      metadata: { name: 'guard' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } },
    });
    const { status, headers, body } = await evict('guarded');
    expect([status, body.reason, headers['retry-after']]).toEqual([429, 'TooManyRequests', '10']);
    expect(body.message).toBe("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(body.details.causes).toEqual([
      { reason: 'DisruptionBudget', message: 'The disruption budget guard is still being processed by the server.' },
    ]);
  });

  it('spends what a disruption budget allows, and no more', async () => {
    const budgets = `/apis/policy/v1/namespaces/${api.namespace}/poddisruptionbudgets`;
    await api.send('POST', budgets, {
      metadata: { name: 'purse' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'purse' } } },
    });
    const counts = { expectedPods: 2, currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1 };
    await api.patch(`${budgets}/purse/status`, 'merge', { status: { observedGeneration: 1, ...counts } });
    for (const name of ['purse-1', 'purse-2']) {
      await create(name, { app: 'purse' });
      await api.patch(`${pods}/${name}/status`, 'merge', {
        status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
      });
    }
    expect((await evict('purse-1')).status).toBe(201);
    const { status, body } = await evict('purse-2');
    expect([status, body.details.causes[0].message]).toEqual([
      429,
      'The disruption budget purse does not allow evicting pods currently',
    ]);
  });
});

describe('binding', () => {
  it('puts a pod on a node, once', async () => {
    await create('bound');
    const bind = () =>
      api.send('POST', `${pods}/bound/binding`, {
        metadata: { name: 'bound' },
        target: { kind: 'Node', name: 'node-a' },
      });
    expect((await bind()).status).toBe(201);
    const { body } = await api.send('GET', `${pods}/bound`);
    expect([body.spec.nodeName, body.status.conditions[0]]).toMatchObject([
      'node-a',
      { type: 'PodScheduled', status: 'True' },
    ]);
    const again = await bind();
    expect([again.status, again.body.message]).toEqual([
      409,
      'Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "node-a"',
    ]);
  });
});

describe('scale', () => {
  it('has rules of its own', async () => {
    const deployments = `/apis/apps/v1/namespaces/${api.namespace}/deployments`;
    const template = {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'main', image: 'example/app:1' }] },
    };
    await api.send('POST', deployments, {
      metadata: { name: 'web' },
      spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template },
    });
    expect((await api.send('GET', `${deployments}/web/scale`)).body).toMatchObject({
      kind: 'Scale',
      spec: {},
      status: { replicas: 0, selector: 'a=b' },
    });
    const negative = await api.send('PUT', `${deployments}/web/scale`, {
      metadata: { name: 'web' },
      spec: { replicas: -1 },
    });
    expect([negative.status, negative.body.message]).toEqual([
      422,
      'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ]);
  });
});

describe('subresources', () => {
  it('that a kind does not have are not found', async () => {
    for (const path of [`${pods}/any/none`, `/api/v1/namespaces/${api.namespace}/configmaps/any/status`]) {
      const { status, body } = await api.send('GET', path);
      expect([status, body.message]).toEqual([404, 'the server could not find the requested resource']);
    }
  });

  it('are listed with what they take', async () => {
    const { body } = await api.send('GET', '/api/v1');
    const found = (name: string): Body => body.resources.find((one: Body) => one.name === name);
    expect(found('pods/eviction')).toMatchObject({
      group: 'policy',
      version: 'v1',
      kind: 'Eviction',
      verbs: ['create'],
    });
    expect(found('serviceaccounts/token')).toMatchObject({ group: 'authentication.k8s.io', kind: 'TokenRequest' });
    expect(found('namespaces/finalize')).toMatchObject({ kind: 'Namespace', verbs: ['update'] });
    expect(found('pods/log')).toMatchObject({ kind: 'Pod', verbs: ['get'] });
  });

  it('know their methods', async () => {
    expect((await api.send('GET', `/api/v1/namespaces/${api.namespace}/finalize`)).status).toBe(405);
    expect((await api.send('GET', `${pods}/any/eviction`)).status).toBe(405);
  });
});
