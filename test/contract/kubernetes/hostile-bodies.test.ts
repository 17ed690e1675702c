import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let configMaps: string;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const configMap = (name: string, fields: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...fields,
});

/** The status and the decoded object of an answer to a body sent as it is. */
async function sendText(method: string, path: string, body: string, type: string): Promise<[number, Body]> {
  const { status, body: bytes } = await api.sendBytes(method, path, encoder.encode(body), { 'content-type': type });
  return [status, JSON.parse(decoder.decode(bytes))];
}

const postYaml = (body: string) => sendText('POST', configMaps, body, 'application/yaml');
const named = (name: string, rest: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${api.namespace}}\n${rest}`;

beforeAll(async () => {
  api = await connect('contract-hostile');
  configMaps = `/api/v1/namespaces/${api.namespace}/configmaps`;
});
afterAll(() => api.close());

describe('names that every JavaScript object inherits', () => {
  const path = () => `${configMaps}/inherited`;

  beforeEach(async () => {
    await api.send('DELETE', path());
    await api.send('POST', configMaps, configMap('inherited', { data: { k: 'v' } }));
  });

  it.each([
    { op: 'add', path: '/__proto__/polluted', value: 'x' },
    { op: 'add', path: '/data/__proto__/polluted', value: 'x' },
    { op: 'add', path: '/data/constructor/polluted', value: 'x' },
    { op: 'remove', path: '/data/constructor' },
    { op: 'test', path: '/data/toString', value: 'x' },
    { op: 'move', from: '/data/toString', path: '/data/copy' },
  ])('a JSON patch does not reach $path with $op', async (operation) => {
    const { status, body } = await api.patch(path(), 'json', [operation]);

    expect([status, body.message]).toEqual([422, 'the server rejected our request due to an error in our request']);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['json', 'merge', 'strategic', 'apply'] as const)('are keys like any other in a %s patch', async (type) => {
    const text =
      type === 'json'
        ? '[{"op":"add","path":"/data/__proto__","value":"x"},{"op":"add","path":"/data/constructor","value":"y"}]'
        : '{"apiVersion":"v1","kind":"ConfigMap","data":{"__proto__":"x","constructor":"y"}}';
    const media = {
      json: 'json-patch+json',
      merge: 'merge-patch+json',
      strategic: 'strategic-merge-patch+json',
      apply: 'apply-patch+yaml',
    };
    const query = type === 'apply' ? '?fieldManager=test' : '';

    const [status, body] = await sendText('PATCH', `${path()}${query}`, text, `application/${media[type]}`);

    expect(status).toBe(200);
    expect(Object.entries(body.data)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ]),
    );
  });

  it('select nothing', async () => {
    const { body } = await api.send('GET', `${configMaps}?labelSelector=constructor`);

    expect(body.items).toEqual([]);
  });
});

describe('YAML', () => {
  it('is refused when its aliases make it many times as large', async () => {
    const levels = 'abcdefgh'.split('');
    const lines = levels.map((name, index) => {
      const item = index === 0 ? 'x' : `*${levels[index - 1]}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => item).join(',')}]`;
    });

    const [status, body] = await postYaml(named('bomb', lines.join('\n')));

    expect(status).toBe(400);
    expect(body.message).toContain('yaml: document contains excessive aliasing');
  });

  it('is refused when a list contains itself', async () => {
    const [status] = await postYaml(named('loop', 'data: &a {x: *a}'));

    expect(status).toBe(400);
  });

  it('may repeat what it has said, merge maps, and leave times alone', async () => {
    const [status, body] = await postYaml(
      named(
        'repeats',
        'immutable: yes\ndata: &d {a: !!str 1, b: 2020-01-01T00:00:00Z}\nbinaryData: {<<: *d, a: eQ==, b: eQ==}',
      ),
    );

    // Both maps hold the same keys, which the server refuses only after it has read them.
    expect(status).toBe(422);
    expect(body.details.causes.map((cause: Body) => cause.message)).toEqual(
      expect.arrayContaining([expect.stringContaining('duplicate of key present in binaryData')]),
    );
  });

  it('counts with its first document and with the last of equal keys', async () => {
    const [status, body] = await postYaml(`${named('first', 'data: {a: one, a: two}')}\n---\n${named('second', '')}`);

    expect(status).toBe(201);
    expect(body).toMatchObject({ metadata: { name: 'first' }, data: { a: 'two' } });
  });
});

describe('size and depth', () => {
  it.each([
    ['configmaps', 'ConfigMap', { data: { a: 'x'.repeat(1_048_577) } }, '[]'],
    ['configmaps', 'ConfigMap', { binaryData: { a: 'eXl5'.repeat(349_526) } }, '[]'],
    ['secrets', 'Secret', { data: { a: 'eXl5'.repeat(349_526) } }, 'data'],
    ['secrets', 'Secret', { stringData: { a: 'x'.repeat(1_048_577) } }, 'data'],
  ])('%s hold at most 1 MiB', async (plural, kind, fields, field) => {
    const { status, body } = await api.send('POST', `/api/v1/namespaces/${api.namespace}/${plural}`, {
      ...configMap('big', fields),
      kind,
    });

    expect([status, body.message]).toEqual([
      422,
      `${kind} "big" is invalid: ${field}: Too long: may not be more than 1048576 bytes`,
    ]);
  });

  it('takes exactly 1 MiB', async () => {
    const { status } = await api.send('POST', configMaps, configMap('full', { data: { a: 'x'.repeat(1_048_576) } }));

    expect(status).toBe(201);
  });

  it.each(['application/json', 'application/yaml'])('refuses what nests too deep in %s', async (type) => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const text = JSON.stringify(configMap('deep')).replace(/\}$/, `,"data":${deep}}`);

    const [status] = await sendText('POST', configMaps, text, type);

    expect(status).toBe(400);
  });

  it('says how a body starts that it cannot read', async () => {
    const [, { message }] = await sendText(
      'POST',
      configMaps,
      `{"apiVersion":"v1","kind":"ConfigMap" nonsense`,
      'application/json',
    );

    expect(message).toMatch(/ \(\{"apiVersion":"v1","kind":"Con \.\.\.\)$/);
  });
});

describe('methods without a meaning', () => {
  it.each(['TRACE', 'OPTIONS', 'PROPFIND'])('%s is refused', async (method) => {
    const { status } = await api.send(method, '/api/v1/namespaces');

    expect(status).toBe(405);
  });
});
