import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const group = 'rbac.authorization.k8s.io';

let api: ApiTarget;
/** Cluster-scoped names of this run's own. */
let own: (name: string) => string;
const made: string[] = [];

const clusterRole = async (name: string, fields: object) => {
  made.push(`${rbac}/clusterroles/${own(name)}`);
  const { labels, ...rest } = fields as { labels?: object };
  return api.send('POST', `${rbac}/clusterroles`, { metadata: { name: own(name), labels }, ...rest });
};
const roleRef = (name: string) => ({ apiGroup: group, kind: 'ClusterRole', name });
const user = (name: string) => ({ apiGroup: group, kind: 'User', name });
const as = (name: string, ...groups: string[]) => ({
  headers: { 'impersonate-user': name, ...(groups.length > 0 && { 'impersonate-group': groups.join(',') }) },
});
const inNamespace = (plural: string) => `${rbac}/namespaces/${api.namespace}/${plural}`;
const mayI = async (name: string, attributes: object): Promise<Body> =>
  (
    await api.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      spec: { user: name, resourceAttributes: { namespace: api.namespace, ...attributes } },
    })
  ).body.status;

beforeAll(async () => {
  api = await connect('contract-roles');
  own = (name) => `${api.namespace}-${name}`;
  const all = {
    apiGroups: [group],
    resources: ['roles', 'rolebindings', 'clusterroles'],
    verbs: ['create', 'update', 'get', 'patch'],
  };
  await clusterRole('granter', {
    rules: [all, { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
  });
  await clusterRole('binder', {
    rules: [
      { apiGroups: [group], resources: ['rolebindings'], verbs: ['create'] },
      { apiGroups: [group], resources: ['clusterroles'], resourceNames: ['admin'], verbs: ['bind'] },
    ],
  });
  made.push(`${rbac}/clusterrolebindings/${own('granter')}`);
  await api.send('POST', `${rbac}/clusterrolebindings`, {
    metadata: { name: own('granter') },
    roleRef: roleRef(own('granter')),
    subjects: [user('granny')],
  });
  await api.send('POST', inNamespace('rolebindings'), {
    metadata: { name: 'binder' },
    roleRef: roleRef(own('binder')),
    subjects: [{ apiGroup: group, kind: 'Group', name: 'binders' }],
  });
  await vi.waitFor(async () => {
    expect(await mayI('granny', { verb: 'get', resource: 'configmaps' })).toMatchObject({ allowed: true });
  }, eventually);
});
afterAll(async () => {
  for (const path of made) await api.send('DELETE', path);
  await api.close();
});

describe('nobody grants what he does not have', () => {
  it('a role may say what its writer may do', async () => {
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
    const { status } = await api.send(
      'POST',
      inNamespace('roles'),
      { metadata: { name: 'less' }, rules },
      as('granny'),
    );
    expect(status).toBe(201);
  });

  it('and no more, and the refusal lists what is missing', async () => {
    const rules = [
      { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'delete'] },
      { apiGroups: ['apps'], resources: ['deployments/scale'], resourceNames: ['web'], verbs: ['update'] },
    ];
    const { status, body } = await api.send(
      'POST',
      inNamespace('roles'),
      { metadata: { name: 'more' }, rules },
      as('granny', 'g'),
    );
    expect([status, body.message]).toEqual([
      403,
      `roles.rbac.authorization.k8s.io "more" is forbidden: user "granny" (groups=["g" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["configmaps"], Verbs:["delete"]}
{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}
{APIGroups:["apps"], Resources:["deployments/scale"], ResourceNames:["web"], Verbs:["update"]}`,
    ]);
  });

  it('a binding gives a role away only if its writer has it, or may bind it', async () => {
    const bind = (name: string, role: string, by: ReturnType<typeof as>) =>
      api.send('POST', inNamespace('rolebindings'), { metadata: { name }, roleRef: roleRef(role), subjects: [] }, by);
    expect((await bind('all', 'cluster-admin', as('granny'))).body.message).toContain('permissions not currently held');
    const absent = await bind('absent', own('none'), as('granny'));
    expect([absent.status, absent.body.message]).toEqual([
      404,
      `rolebindings.rbac.authorization.k8s.io "${own('none')}" not found`,
    ]);
    expect((await bind('admin', 'admin', as('bob', 'binders'))).status).toBe(201);
    expect((await bind('edit', 'edit', as('bob', 'binders'))).status).toBe(403);
  });

  it('an aggregated role is for those who have everything', async () => {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] };
    const { status, body } = await api.send(
      'POST',
      `${rbac}/clusterroles`,
      { metadata: { name: own('agg') }, aggregationRule },
      as('granny'),
    );
    expect([status, body.message]).toEqual([
      403,
      `clusterroles.rbac.authorization.k8s.io "${own('agg')}" is forbidden: must have cluster-admin privileges to use the aggregationRule`,
    ]);
  });
});

describe('an aggregated role', () => {
  it('has the rules of the roles its selectors pick, also of later ones', async () => {
    const label = { [`example.com/${api.namespace}`]: 'true' };
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: label }] };
    const first = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
    const second = { apiGroups: [''], resources: ['services'], verbs: ['list'] };
    await clusterRole('part-1', { labels: label, rules: [first] });
    await clusterRole('whole', { aggregationRule, rules: [] });
    const rules = async () => (await api.send('GET', `${rbac}/clusterroles/${own('whole')}`)).body.rules;
    await expect.poll(rules, eventually).toEqual([first]);
    await clusterRole('part-2', { labels: label, rules: [second] });
    await expect.poll(rules, eventually).toEqual([first, second]);
    await api.send('DELETE', `${rbac}/clusterroles/${own('part-1')}`);
    await expect.poll(rules, eventually).toEqual([second]);
  });

  it('view, edit and admin are some', async () => {
    const { body } = await api.send('GET', `${rbac}/clusterroles/view`);
    expect(body.aggregationRule.clusterRoleSelectors[0].matchLabels).toEqual({
      'rbac.authorization.k8s.io/aggregate-to-view': 'true',
    });
    await expect
      .poll(async () => (await api.send('GET', `${rbac}/clusterroles/view`)).body.rules?.length ?? 0, eventually)
      .toBeGreaterThan(5);
  });
});

describe('a role', () => {
  it('says something in each of its rules', async () => {
    const rules = [
      { apiGroups: [''], resources: ['pods'], verbs: [] },
      { nonResourceURLs: ['/x'], verbs: ['get'] },
      { verbs: ['get'] },
    ];
    const { status, body } = await api.send('POST', inNamespace('roles'), { metadata: { name: 'bad' }, rules });
    expect([status, body.details.causes.map((cause: Body) => `${cause.field}: ${cause.message}`)]).toEqual([
      422,
      [
        'rules[0].verbs: Required value: verbs must contain at least one value',
        'rules[1].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs',
        'rules[2].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[2].resources: Required value: resource rules must supply at least one resource',
      ],
    ]);
  });

  it('of a namespace can cover the namespace itself, and paths outside of resources only cluster-wide', async () => {
    await api.send('POST', inNamespace('roles'), {
      metadata: { name: 'self' },
      rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }],
    });
    await api.send('POST', inNamespace('rolebindings'), {
      metadata: { name: 'self' },
      roleRef: { apiGroup: group, kind: 'Role', name: 'self' },
      subjects: [user('tenant')],
    });
    const get = async (path: string) => (await api.send('GET', path, undefined, as('tenant'))).status;
    await expect.poll(() => get(`/api/v1/namespaces/${api.namespace}`), eventually).toBe(200);
    expect(await get('/api/v1/namespaces/default')).toBe(403);
    expect(await get('/api/v1/namespaces')).toBe(403);
  });
});

describe('reviews', () => {
  it('say by which binding something is allowed', async () => {
    expect(await mayI('granny', { verb: 'get', resource: 'configmaps' })).toEqual({
      allowed: true,
      reason: `RBAC: allowed by ClusterRoleBinding "${own('granter')}" of ClusterRole "${own('granter')}" to User "granny"`,
    });
    expect(await mayI('granny', { verb: 'delete', resource: 'configmaps' })).toEqual({ allowed: false });
  });

  it('can be about a namespace', async () => {
    const path = `/apis/authorization.k8s.io/v1/namespaces/${api.namespace}/localsubjectaccessreviews`;
    const ask = (namespace: string) =>
      api.send('POST', path, {
        spec: { user: 'granny', resourceAttributes: { namespace, verb: 'get', resource: 'configmaps' } },
      });
    expect((await ask(api.namespace)).body.status.allowed).toBe(true);
    expect((await ask('other')).body.message).toBe(
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace',
    );
  });

  it('list the rules that apply to whoever asks', async () => {
    const { body } = await api.send(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { spec: { namespace: api.namespace } },
      as('granny'),
    );
    expect(body.status.resourceRules).toContainEqual({
      verbs: ['get', 'list'],
      apiGroups: [''],
      resources: ['configmaps'],
    });
    expect(body.status.incomplete).toBe(false);
  });

  it.each([
    [
      {},
      'spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      { resourceAttributes: { verb: 'get', resource: 'pods' }, nonResourceAttributes: { path: '/x', verb: 'get' } },
      'spec.nonResourceAttributes: Invalid value: {"Path":"/x","Verb":"get"}: cannot be specified in combination with resourceAttributes',
    ],
  ])('make sense, or are refused: %j', async (spec, text) => {
    const { status, body } = await api.send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec });
    expect([status, body.message]).toEqual([422, `.authorization.k8s.io "" is invalid: ${text}`]);
  });
});

describe('impersonation', () => {
  it('can be of a name with groups, a UID and more', async () => {
    const headers = { ...as('jane', 'g').headers, 'impersonate-uid': 'u1', 'impersonate-extra-scope': 'read' };
    const { body } = await api.send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers });
    expect(body.status.userInfo).toEqual({
      username: 'jane',
      uid: 'u1',
      groups: ['g', 'system:authenticated'],
      extra: { scope: ['read'] },
    });
  });

  it('of nobody is refused', async () => {
    const { status, body } = await api.send('GET', '/api', undefined, { headers: { 'impersonate-group': 'g' } });
    expect([status, body.message]).toEqual([
      400,
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ]);
  });

  it('takes a right, for service accounts that to impersonate them', async () => {
    const { status, body } = await api.send('GET', '/api', undefined, as('jane'));
    expect(status).toBe(200);
    expect(body.kind).toBe('APIVersions');
    const account = await api.send(
      'POST',
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      as(`system:serviceaccount:${api.namespace}:default`),
    );
    expect(account.body.status.userInfo.groups).toEqual([
      'system:serviceaccounts',
      `system:serviceaccounts:${api.namespace}`,
      'system:authenticated',
    ]);
  });
});
