import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let maps: string;
beforeAll(async () => {
  api = await connect('contract-reading');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
  for (const [name, labels] of [
    ['apple', { color: 'green', size: 's' }],
    ['banana', { color: 'yellow' }],
    ['cherry', { color: 'red', size: 's' }],
    ['damson', {}],
  ] as const) {
    await api.send('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } });
  }
});
afterAll(() => api.close());

const names = (body: Body): string[] =>
  body.items.map((item: Body) => item.metadata.name).filter((name: string) => !name.startsWith('kube-'));
const list = async (query: string) => names((await api.send('GET', `${maps}?${query}`)).body);

describe('selecting', () => {
  it.each([
    ['color=red', ['cherry']],
    ['color==red', ['cherry']],
    ['color!=red', ['apple', 'banana', 'damson']],
    ['color in (red, green)', ['apple', 'cherry']],
    ['color notin (red,green)', ['banana', 'damson']],
    ['size', ['apple', 'cherry']],
    ['!size', ['banana', 'damson']],
    ['size=s,color!=red', ['apple']],
  ])('labels by %s', async (selector, expected) => {
    expect(await list(`labelSelector=${encodeURIComponent(selector)}`)).toEqual(expected);
  });

  it('fields by metadata.name', async () => {
    expect(await list('fieldSelector=metadata.name%3Dbanana')).toEqual(['banana']);
    expect(await list('fieldSelector=metadata.name!%3Dbanana')).toEqual(['apple', 'cherry', 'damson']);
  });

  it('refuses fields that are not selectable, and selectors it cannot read', async () => {
    expect((await api.send('GET', `${maps}?fieldSelector=data.a%3Db`)).status).toBe(400);
    expect((await api.send('GET', `${maps}?labelSelector=${encodeURIComponent('a in b')}`)).status).toBe(400);
  });

  it('pods by the fields their kind declares', async () => {
    const pods = `/api/v1/namespaces/${api.namespace}/pods`;
    for (const [name, nodeName] of [
      ['here', 'node-a'],
      ['there', 'node-b'],
    ]) {
      const spec = {
        nodeName,
        containers: [{ name: 'main', image: 'example/app:1' }],
        automountServiceAccountToken: false,
      };
      await api.send('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
    }
    const { body } = await api.send('GET', `${pods}?fieldSelector=spec.nodeName%3Dnode-b`);
    expect(names(body)).toEqual(['there']);
  });
});

describe('paging', () => {
  it('continues a list where it stopped, at the state it began with', async () => {
    const selector = 'labelSelector=color';
    const first = await api.send('GET', `${maps}?limit=2&${selector}`);
    expect(names(first.body)).toEqual(['apple', 'banana']);
    await api.send('POST', maps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'blueberry', labels: { color: 'blue' } },
    });
    const token = encodeURIComponent(first.body.metadata.continue);
    const second = await api.send('GET', `${maps}?limit=2&${selector}&continue=${token}`);
    expect(names(second.body)).toEqual(['cherry']);
    expect(second.body.metadata.continue ?? '').toBe('');
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    await api.send('DELETE', `${maps}/blueberry`);
  });

  it('refuses a token it did not give', async () => {
    expect((await api.send('GET', `${maps}?limit=2&continue=nonsense`)).status).toBe(400);
  });
});

describe('resource versions', () => {
  it('shows an earlier state when asked for exactly that', async () => {
    const { body: before } = await api.send('GET', maps);
    await api.send('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'elder' } });
    const exact = `resourceVersion=${before.metadata.resourceVersion}&resourceVersionMatch=Exact`;
    expect(await list(exact)).not.toContain('elder');
    expect(
      await list(`resourceVersion=${before.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`),
    ).toContain('elder');
    expect(await list('resourceVersion=0')).toContain('elder');
  });

  it('refuses a match without a version, and a version that is no number', async () => {
    const { status, body } = await api.send('GET', `${maps}?resourceVersionMatch=Exact`);
    expect([status, body.reason]).toEqual([422, 'Invalid']);
    expect((await api.send('GET', `${maps}?resourceVersion=new`)).status).toBe(400);
  });

  it('has nothing of the future', async () => {
    const { status, body } = await api.send(
      'GET',
      `${maps}?resourceVersion=99999999999&resourceVersionMatch=NotOlderThan`,
    );
    expect(status).toBe(504);
    expect(body.details.causes[0].reason).toBe('ResourceVersionTooLarge');
  });
});

describe('representations', () => {
  it('gives the metadata only', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
    const { body } = await api.send('GET', maps, undefined, { headers: { accept } });
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(body.items[0]).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'apple' },
    });
    expect(body.items[0].data).toBeUndefined();
  });

  it('prints tables', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const { body } = await api.send('GET', maps, undefined, { headers: { accept } });
    expect(body.kind).toBe('Table');
    expect(body.columnDefinitions.map((column: Body) => column.name)).toEqual(['Name', 'Data', 'Age']);
    expect(body.rows[0].cells.slice(0, 2)).toEqual(['apple', 0]);
    expect(body.rows[0].object.kind).toBe('PartialObjectMetadata');
  });

  it('leaves kind and version to the list, except for custom resources', async () => {
    const { body } = await api.send('GET', maps);
    expect([body.kind, body.items[0].kind]).toEqual(['ConfigMapList', undefined]);
    const classes = '/apis/gateway.networking.k8s.io/v1/gatewayclasses';
    const gatewayClass = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'contract-reading' },
    };
    await api.send('POST', classes, { ...gatewayClass, spec: { controllerName: 'example.com/contract' } });
    const custom = await api.send('GET', classes);
    expect(custom.body.items[0]).toMatchObject({ kind: 'GatewayClass', apiVersion: 'gateway.networking.k8s.io/v1' });
    await api.send('DELETE', `${classes}/contract-reading`);
  });

  it('refuses what it cannot represent', async () => {
    expect((await api.send('GET', maps, undefined, { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  it('compresses long answers', async () => {
    const data = { text: 'x'.repeat(200_000) };
    await api.send('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'long' }, data });
    const { headers } = await api.send('GET', `${maps}/long`, undefined, { headers: { 'accept-encoding': 'gzip' } });
    expect(headers['content-encoding']).toBe('gzip');
  });
});
