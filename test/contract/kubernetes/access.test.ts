import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget } from './api-target.ts';

let api: ApiTarget;
beforeAll(async () => {
  api = await connect('contract-access');
});
afterAll(() => api.close());

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const jane = { headers: { 'impersonate-user': 'jane' } };

describe('authentication', () => {
  it('refuses tokens it does not know', async () => {
    const { status, body } = await api.send('GET', '/api/v1/pods', undefined, { token: 'nonsense' });
    expect(status).toBe(401);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  });

  it('tells a user who it is', async () => {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const { body } = await api.send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', review, jane);
    expect(body.status.userInfo).toMatchObject({ username: 'jane', groups: ['system:authenticated'] });
  });
});

describe('authorization', () => {
  it('refuses what no role grants', async () => {
    const { status, body } = await api.send('GET', `/api/v1/namespaces/${api.namespace}/secrets`, undefined, jane);
    expect([status, body.reason, body.message]).toEqual([
      403,
      'Forbidden',
      `secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "${api.namespace}"`,
    ]);
    const cluster = await api.send('GET', '/apis/gateway.networking.k8s.io/v1/gatewayclasses', undefined, jane);
    expect(cluster.body.message).toBe(
      'gatewayclasses.gateway.networking.k8s.io is forbidden: User "jane" cannot list resource "gatewayclasses" in API group "gateway.networking.k8s.io" at the cluster scope',
    );
    const path = await api.send('GET', '/metrics', undefined, jane);
    expect(path.body.message).toBe('forbidden: User "jane" cannot get path "/metrics"');
  });

  it('grants what a role and its binding say, and no more', async () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'reader' },
      rules: [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'], verbs: ['get'] },
      ],
    };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
    };
    await api.send('POST', `${rbac}/namespaces/${api.namespace}/roles`, role);
    await api.send('POST', `${rbac}/namespaces/${api.namespace}/rolebindings`, binding);
    const as = async (method: string, path: string) =>
      (await api.send(method, `/api/v1/namespaces/${api.namespace}/${path}`, undefined, jane)).status;
    await expect.poll(() => as('GET', 'configmaps')).toBe(200);
    expect(await as('DELETE', 'configmaps/any')).toBe(403);
    expect(await as('GET', 'secrets/mine')).toBe(404);
    expect(await as('GET', 'secrets/yours')).toBe(403);
    expect((await api.send('GET', '/api/v1/namespaces/default/configmaps', undefined, jane)).status).toBe(403);
  });

  it('answers questions about permissions', async () => {
    const review = (verb: string) => ({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: 'nobody', resourceAttributes: { namespace: api.namespace, verb, resource: 'pods' } },
    });
    const { status, body } = await api.send(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      review('get'),
    );
    expect([status, body.status.allowed]).toEqual([201, false]);
  });

  it('does not change the role of a binding', async () => {
    const path = `${rbac}/namespaces/${api.namespace}/rolebindings`;
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'fixed' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [],
    };
    await api.send('POST', path, binding);
    const { status, body } = await api.patch(`${path}/fixed`, 'merge', { roleRef: { name: 'other' } });
    expect(status).toBe(422);
    expect(body.message).toContain('cannot change roleRef');
  });
});

describe('paths', () => {
  it('that are no resources', async () => {
    expect((await api.send('GET', '/healthz')).body).toBe('ok');
    expect((await api.send('GET', '/readyz')).status).toBe(200);
    expect((await api.send('GET', '/livez')).status).toBe(200);
    expect((await api.send('GET', '/version')).body.gitVersion).toMatch(/^v1\.\d+\.\d+/);
    expect((await api.send('GET', '/api')).body.versions).toEqual(['v1']);
    const index = await api.send('GET', '/openapi/v3');
    expect(index.body.paths['api/v1'].serverRelativeURL).toContain('/openapi/v3/api/v1');
    const core = await api.send('GET', '/api/v1');
    const resources = core.body.resources.map((resource: { name: string }) => resource.name);
    expect(resources).toEqual(
      expect.arrayContaining(['configmaps', 'namespaces', 'pods', 'pods/status', 'services/status']),
    );
  });

  it('that do not exist, and methods that do not fit', async () => {
    const nowhere = await api.send('GET', '/apis/nobody.example.com/v1/things');
    expect([nowhere.status, nowhere.body]).toEqual([404, '404 page not found\n']);
    expect((await api.send('GET', `/api/v1/namespaces/${api.namespace}/nothings`)).status).toBe(404);
    expect((await api.send('POST', `/api/v1/namespaces/${api.namespace}/pods/x`, {})).status).toBe(405);
  });
});
