import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let maps: string;
const versions: Record<string, string> = {};

beforeAll(async () => {
  api = await connect('contract-listing');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
  const now = async () => (await api.send('GET', maps)).body.metadata.resourceVersion as string;
  versions['empty'] = await now();
  for (const name of ['m1', 'm2', 'm3']) await api.send('POST', maps, { metadata: { name, labels: { listed: name } } });
  versions['full'] = await now();
});
afterAll(() => api.close());

const ask = (query: string) => api.send('GET', `${maps}?${query}`);
const listed = 'labelSelector=listed';
const names = ({ items }: Body): string[] => items.map((item: Body) => item.metadata.name);

describe('a list', () => {
  it('says how many are left, unless a selector hides it', async () => {
    const plain = await ask('limit=1');
    expect(plain.body.metadata.remainingItemCount).toBeGreaterThanOrEqual(2);
    expect((await ask(`limit=1&${listed}`)).body.metadata.remainingItemCount).toBeUndefined();
  });

  it('of whatever state is at hand has no pages', async () => {
    expect(names((await ask(`limit=1&resourceVersion=0&${listed}`)).body)).toEqual(['m1', 'm2', 'm3']);
  });

  it('at a version with a limit is of exactly that version', async () => {
    const { body } = await ask(`limit=5&resourceVersion=${versions['empty'] ?? ''}&${listed}`);
    expect(names(body)).toEqual([]);
    expect(body.metadata.resourceVersion).toBe(versions['empty']);
  });

  it.each<readonly [query: string, status: number, message: string]>([
    ['limit=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['timeoutSeconds=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [
      'resourceVersion=abc',
      400,
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [
      'watch=true&resourceVersion=abc',
      500,
      'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [
      'resourceVersion=0&resourceVersionMatch=Exact',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      'sendInitialEvents=true',
      422,
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    ],
    [
      'watch=true&sendInitialEvents=true',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
    [
      'watch=true&continue=x',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided',
    ],
  ])('refuses %s', async (query, status, message) => {
    const answer = await ask(query);
    expect([answer.status, answer.body.message]).toEqual([status, message]);
  });

  it('cannot be continued at another version', async () => {
    const { body } = await ask('limit=1');
    const token = encodeURIComponent(body.metadata.continue);
    const answer = await ask(`limit=1&continue=${token}&resourceVersion=${versions['full'] ?? ''}`);
    expect([answer.status, answer.body.message]).toEqual([
      400,
      'specifying resource version is not allowed when using continue',
    ]);
  });

  it('of the future is not to be had, nor an object of it', async () => {
    for (const path of [`${maps}?resourceVersion=99999999`, `${maps}/m1?resourceVersion=99999999`]) {
      const { status, headers, body } = await api.send('GET', path);
      expect([status, headers['retry-after'], body.reason]).toEqual([504, '1', 'Timeout']);
      expect(body.message).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/);
    }
  });
});

describe('label selectors', () => {
  it.each<readonly [selector: string, message: string]>([
    ['==', "found '==', expected: !, identifier, or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    [
      'a>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
  ])('%s cannot be read', async (selector, message) => {
    const { status, body } = await ask(`labelSelector=${encodeURIComponent(selector)}`);
    expect([status, body.message]).toEqual([400, message]);
  });

  it('compare numbers', async () => {
    await api.send('POST', maps, { metadata: { name: 'ten', labels: { size: '10' } } });
    const select = async (selector: string) => names((await ask(`labelSelector=${encodeURIComponent(selector)}`)).body);
    expect([await select('size>9'), await select('size<10')]).toEqual([['ten'], []]);
  });
});

describe('field selectors', () => {
  it.each<readonly [path: string, field: string, status: number]>([
    ['/apis/apps/v1/replicasets', 'status.replicas', 400],
    ['/api/v1/services', 'spec.type', 200],
    ['/api/v1/nodes', 'metadata.namespace', 400],
    ['/api/v1/events', 'involvedObject.kind', 200],
    ['/api/v1/events', 'regarding.kind', 400],
    ['/apis/events.k8s.io/v1/events', 'regarding.kind', 200],
    ['/apis/events.k8s.io/v1/events', 'involvedObject.kind', 400],
    ['/apis/gateway.networking.k8s.io/v1/httproutes', 'metadata.namespace', 200],
    ['/apis/gateway.networking.k8s.io/v1/httproutes', 'spec.hostnames', 400],
  ])('%s can be selected by %s: %i', async (path, field, status) => {
    expect((await api.send('GET', `${path}?fieldSelector=${field}%3Dx`)).status).toBe(status);
  });
});

describe('a watch', () => {
  const lines = async (query: string): Promise<string[]> => {
    const { body } = await api.sendBytes('GET', `${maps}?watch=true&timeoutSeconds=1&${query}`, new Uint8Array(), {});
    const events = Buffer.from(body)
      .toString('utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    return events.map((line) => {
      const { type, object } = JSON.parse(line) as Body;
      return `${type} ${object.metadata.name ?? Object.keys(object.metadata.annotations ?? {}).join()}`;
    });
  };

  it('can begin with the state, and says when that is over', async () => {
    const state = ['ADDED m1', 'ADDED m2', 'ADDED m3'];
    const match = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
    expect(await lines(`${listed}&resourceVersion=0`)).toEqual(state);
    expect(await lines(`${listed}&${match}`)).toEqual(state);
    expect(await lines(`${listed}&${match}&allowWatchBookmarks=true`)).toEqual([
      ...state,
      'BOOKMARK k8s.io/initial-events-end',
    ]);
    expect(await lines(`${listed}&sendInitialEvents=false&resourceVersionMatch=NotOlderThan`)).toEqual([]);
  });

  it('of one object shows that object only', async () => {
    expect(await lines('fieldSelector=metadata.name%3Dm2')).toEqual(['ADDED m2']);
  });

  it('by the old path does the same', async () => {
    const path = `/api/v1/watch/namespaces/${api.namespace}/configmaps?timeoutSeconds=1&${listed}`;
    const { body } = await api.sendBytes('GET', path, new Uint8Array(), {});
    expect(Buffer.from(body).toString('utf8').trim().split('\n')).toHaveLength(3);
  });
});
