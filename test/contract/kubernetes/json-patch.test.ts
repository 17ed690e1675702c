import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type ApiTarget } from './api-target.ts';

let api: ApiTarget;
let path: string;

beforeAll(async () => {
  api = await connect('contract-json-patch');
  path = `/api/v1/namespaces/${api.namespace}/configmaps/patched`;
});
afterAll(() => api.close());

const finalizers = ['example.com/a', 'example.com/b'];

beforeEach(async () => {
  await api.patch(path, 'merge', { metadata: { finalizers: null } });
  await api.send('DELETE', path);
  await api.send('POST', path.replace(/\/patched$/, ''), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'patched', finalizers },
    data: { k: 'v' },
  });
});
afterAll(async () => void (await api.patch(path, 'merge', { metadata: { finalizers: null } })));

describe('a JSON patch', () => {
  it.each([
    ['of an absent field in a test for null', [{ op: 'test', path: '/data/no', value: null }], { k: 'v' }],
    ['that copies an absent field', [{ op: 'copy', from: '/data/no', path: '/data/copy' }], { k: 'v', copy: '' }],
    ['that replaces an absent field', [{ op: 'replace', path: '/data/no', value: 'x' }], { k: 'v', no: 'x' }],
    ['that adds no value', [{ op: 'add', path: '/data/y' }], { k: 'v', y: '' }],
    ['that moves a field', [{ op: 'move', from: '/data/k', path: '/data/m' }], { m: 'v' }],
    ['with an escaped path', [{ op: 'add', path: '/data/a~0b', value: 'x' }], undefined],
  ])('%s', async (_case, patch, data) => {
    const { status, body } = await api.patch(path, 'json', patch);

    if (data === undefined) expect([status, body.message]).toEqual([422, expect.stringContaining('data[a~b]')]);
    else expect([status, body.data]).toEqual([200, data]);
  });

  it.each([
    [{ op: 'add', path: '/metadata/finalizers/-', value: 'example.com/c' }, [...finalizers, 'example.com/c']],
    [{ op: 'add', path: '/metadata/finalizers/-1', value: 'example.com/c' }, [...finalizers, 'example.com/c']],
    [{ op: 'add', path: '/metadata/finalizers/0', value: 'example.com/c' }, ['example.com/c', ...finalizers]],
    [{ op: 'remove', path: '/metadata/finalizers/-1' }, ['example.com/a']],
    [{ op: 'replace', path: '/metadata/finalizers/1', value: 'example.com/c' }, ['example.com/a', 'example.com/c']],
  ])('reaches into a list: %j', async (operation, expected) => {
    const { body } = await api.patch(path, 'json', [operation]);

    expect(body.metadata.finalizers).toEqual(expected);
  });

  it.each([
    { op: 'remove', path: '' },
    { op: 'add', path: '', value: {} },
    { op: 'copy', from: '', path: '/data/x' },
    { op: 'copy', from: '/no/no', path: '/data/x' },
    { op: 'test', path: '/no/no', value: null },
    { op: 'test', path: '/data/k', value: 'other' },
    { op: 'remove', path: '/data/no' },
    { op: 'add', path: '/data/k/deep', value: 'x' },
    { op: 'remove', path: '/metadata/finalizers/2' },
    { op: 'remove', path: '/metadata/finalizers/x' },
    { op: 'replace', path: '', value: 5 },
    { op: 'unheard-of', path: '/data' },
    { path: '/data' },
    null,
  ])('that does not apply is refused without a reason: %j', async (operation) => {
    const { status, body } = await api.patch(path, 'json', [operation]);

    expect([status, body.message]).toEqual([422, 'the server rejected our request due to an error in our request']);
  });

  it.each([
    [{}, 'json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    [[1], 'json: cannot unmarshal number into Go value of type handlers.jsonPatchOp'],
  ])('%j is none', async (patch, why) => {
    const { status, body } = await api.patch(path, 'json', patch);

    expect([status, body.message]).toEqual([400, `error decoding patch: ${why}`]);
  });
});

describe('any patch', () => {
  it.each([
    ['merge', null, 'Invalid JSON Patch'],
    ['merge', [], 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['strategic', 5, 'json: cannot unmarshal number into Go value of type map[string]interface {}'],
    [
      'merge',
      { metadata: null },
      'the name of the object (patched based on URL) was undeterminable: name must be provided',
    ],
  ] as const)('of type %s that is %j is refused', async (type, patch, message) => {
    const { status, body } = await api.patch(path, type, patch);

    expect([status, body.message]).toEqual([400, message]);
  });

  it.each(['json', 'merge', 'strategic'] as const)('%s that makes a field unreadable is a 422', async (type) => {
    const { status, body } = await api.patch(
      path,
      type,
      type === 'json' ? [{ op: 'add', path: '/data', value: 5 }] : { data: 5 },
    );

    expect([status, body.details.causes[0].field]).toEqual([422, 'patch']);
  });
});

describe('an apply configuration', () => {
  const send = (suffix: string, configuration: unknown) =>
    api.patch(`${path}${suffix}?fieldManager=test&force=true`, 'apply', configuration);

  it('needs no name for an object that is there', async () => {
    const { status, body } = await send('', { apiVersion: 'v1', kind: 'ConfigMap', data: { applied: 'x' } });

    expect([status, body.data]).toEqual([200, { k: 'v', applied: 'x' }]);
  });

  it('needs one for a new object', async () => {
    const { status, body } = await send('-new', { apiVersion: 'v1', kind: 'ConfigMap' });

    expect([status, body.message]).toEqual([
      400,
      'the name of the object (patched-new based on URL) was undeterminable: name must be provided',
    ]);
  });

  it.each([
    [{}, 'invalid object type: /, Kind='],
    [null, 'invalid object type: /, Kind='],
    [{ kind: 'ConfigMap' }, 'invalid object type: /, Kind=ConfigMap'],
    [{ apiVersion: 'v1', kind: 'Secret' }, 'invalid object type: /v1, Kind=Secret'],
    [
      [],
      'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
  ])('%j does not say what it is', async (configuration, message) => {
    const { status, body } = await send('', configuration);

    expect([status, body.message]).toEqual([400, message]);
  });
});
