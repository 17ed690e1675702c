import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const group = 'custom-kinds.example.com';

let api: ApiTarget;
beforeAll(async () => {
  api = await connect('contract-custom-kinds');
});
afterAll(() => api.close());

const definition = (plural: string, kind: string, spec: object = {}) => {
  const openAPIV3Schema = {
    type: 'object',
    properties: {
      spec: { type: 'object', properties: { size: { type: 'integer', default: 1 } } },
      status: { type: 'object', properties: { size: { type: 'integer' } } },
    },
  };
  const version = { served: true, schema: { openAPIV3Schema }, subresources: { status: {} } };
  const versions = [
    { name: 'v1', storage: true, ...version },
    { name: 'v1beta1', storage: false, ...version },
  ];
  const names = { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope: 'Namespaced', names, versions, ...spec },
  };
};
const conditions = async (name: string) =>
  ((await api.send('GET', `${crds}/${name}.${group}`)).body.status?.conditions ?? [])
    .filter((condition: Body) => condition.status === 'True')
    .map((condition: Body) => condition.type);

describe('a CustomResourceDefinition', () => {
  it('makes its kind served in every version, and removes it with its objects', async () => {
    await api.send('POST', crds, definition('widgets', 'Widget'));
    await expect
      .poll(() => conditions('widgets'), eventually)
      .toEqual(expect.arrayContaining(['NamesAccepted', 'Established']));
    const path = (version: string) => `/apis/${group}/${version}/namespaces/${api.namespace}/widgets`;
    const object = { apiVersion: `${group}/v1beta1`, kind: 'Widget', metadata: { name: 'one' }, spec: {} };
    await expect.poll(async () => (await api.send('POST', path('v1beta1'), object)).status, eventually).toBe(201);
    const { body } = await api.send('GET', `${path('v1')}/one`);
    expect(body).toMatchObject({
      apiVersion: `${group}/v1`,
      kind: 'Widget',
      metadata: { generation: 1 },
      spec: { size: 1 },
    });
    await api.send('DELETE', `${crds}/widgets.${group}`);
    await expect.poll(async () => (await api.send('GET', path('v1'))).status, eventually).toBe(404);
  });

  it('shows up in discovery, old and aggregated', async () => {
    await api.send('POST', crds, definition('gadgets', 'Gadget'));
    const inOld = async () =>
      (await api.send('GET', `/apis/${group}/v1`)).body.resources?.map((one: Body) => one.name) ?? [];
    await expect.poll(inOld, eventually).toEqual(expect.arrayContaining(['gadgets', 'gadgets/status']));
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const aggregated = async () => {
      const { body } = await api.send('GET', '/apis', undefined, { headers: { accept } });
      const found = body.items.find((item: Body) => item.metadata.name === group);
      return found?.versions.map((version: Body) => [
        version.version,
        version.resources.some((one: Body) => one.resource === 'gadgets'),
      ]);
    };
    await expect.poll(aggregated, eventually).toEqual([
      ['v1', true],
      ['v1beta1', true],
    ]);
    const groups = await api.send('GET', '/apis');
    expect(groups.body.groups.find((one: Body) => one.name === group).preferredVersion.version).toBe('v1');
    await api.send('DELETE', `${crds}/gadgets.${group}`);
  });

  it('does not update custom resources blindly', async () => {
    await api.send('POST', crds, definition('locks', 'Lock'));
    const path = `/apis/${group}/v1/namespaces/${api.namespace}/locks`;
    const object = { apiVersion: `${group}/v1`, kind: 'Lock', metadata: { name: 'one' }, spec: { size: 1 } };
    await expect.poll(async () => (await api.send('POST', path, object)).status, eventually).toBe(201);
    const { status, body } = await api.send('PUT', `${path}/one`, object);
    expect([status, body.message]).toEqual([
      422,
      `locks.${group} "one" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update`,
    ]);
    const anyVersion = { ...object, metadata: { name: 'one', resourceVersion: '0' } };
    expect((await api.send('PUT', `${path}/one`, anyVersion)).status).toBe(422);
    await api.send('DELETE', `${crds}/locks.${group}`);
  });

  it.each<[string, object, string]>([
    ['a name that is not plural and group', { names: { plural: 'others', kind: 'Thing' } }, 'metadata.name'],
    ['no storage version', { versions: [] }, 'spec.versions'],
    [
      'a rule that does not compile',
      {
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-validations': [{ rule: 'self.spec ===' }] } },
          },
        ],
      },
      'x-kubernetes-validations[0].rule',
    ],
  ])('is refused for %s', async (_, spec, field) => {
    const { status, body } = await api.send('POST', crds, definition('things', 'Thing', spec));
    expect(status).toBe(422);
    expect(body.message).toContain(field);
  });
});
