import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let maps: string;
let services: string;
let gateways: string;
beforeAll(async () => {
  api = await connect('contract-patching');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
  services = `/api/v1/namespaces/${api.namespace}/services`;
  gateways = `/apis/gateway.networking.k8s.io/v1/namespaces/${api.namespace}/gateways`;
});
afterAll(() => api.close());

const createMap = (name: string, data: Record<string, string>) =>
  api.send('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

describe('a merge patch', () => {
  it('sets, replaces and, with null, removes', async () => {
    await createMap('merge', { a: '1', b: '2' });
    const { status, body } = await api.patch(`${maps}/merge`, 'merge', { data: { a: null, b: '3', c: '4' } });
    expect([status, body.data]).toEqual([200, { b: '3', c: '4' }]);
  });

  it('is refused when it names an older resource version', async () => {
    const { body } = await createMap('locked', {});
    await api.patch(`${maps}/locked`, 'merge', { data: { a: '1' } });
    const { resourceVersion } = body.metadata;
    const { status } = await api.patch(`${maps}/locked`, 'merge', { metadata: { resourceVersion }, data: { a: '2' } });
    expect(status).toBe(409);
  });

  it('refuses unknown fields under strict validation', async () => {
    await createMap('strict', {});
    const { status } = await api.patch(`${maps}/strict?fieldValidation=Strict`, 'merge', { dta: {} });
    expect(status).toBe(422);
  });
});

describe('a JSON patch', () => {
  it('does its operations in order', async () => {
    await createMap('json', { a: '1', b: '2' });
    await api.patch(`${maps}/json`, 'merge', { metadata: { annotations: { 'example.com/c': '3' } } });
    const { status, body } = await api.patch(`${maps}/json`, 'json', [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: 'x' },
      { op: 'move', from: '/data/b', path: '/data/d' },
      { op: 'copy', from: '/metadata/annotations/example.com~1c', path: '/data/e' },
      { op: 'add', path: '/metadata/labels', value: { l: 'm' } },
    ]);
    expect([status, body.data, body.metadata.labels]).toEqual([200, { a: 'x', d: '2', e: '3' }, { l: 'm' }]);
  });

  it('changes nothing when a test fails', async () => {
    await createMap('tested', { a: '1' });
    const { status } = await api.patch(`${maps}/tested`, 'json', [
      { op: 'remove', path: '/data/a' },
      { op: 'test', path: '/metadata/name', value: 'other' },
    ]);
    expect(status).toBe(422);
    expect((await api.send('GET', `${maps}/tested`)).body.data).toEqual({ a: '1' });
  });

  it('refuses to remove what is not there', async () => {
    await createMap('missing', {});
    expect((await api.patch(`${maps}/missing`, 'json', [{ op: 'remove', path: '/data/a' }])).status).toBe(422);
  });
});

describe('a strategic merge patch', () => {
  const ports = (body: Body) => body.spec.ports.map((port: Body) => [port.name, port.port]);

  it('merges list items by their merge key', async () => {
    const spec = {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    };
    await api.send('POST', services, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'strategic' }, spec });
    const added = await api.patch(`${services}/strategic`, 'strategic', { spec: { ports: [{ name: 'c', port: 82 }] } });
    expect(ports(added.body).toSorted()).toEqual([
      ['a', 80],
      ['b', 81],
      ['c', 82],
    ]);
    const renamed = await api.patch(`${services}/strategic`, 'strategic', {
      spec: { ports: [{ name: 'z', port: 81 }] },
    });
    expect(ports(renamed.body)).toContainEqual(['z', 81]);
    const removed = await api.patch(`${services}/strategic`, 'strategic', {
      spec: { ports: [{ $patch: 'delete', port: 80 }] },
    });
    expect(ports(removed.body)).not.toContainEqual(['a', 80]);
  });

  it('is not for custom resources', async () => {
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'no-strategic' },
      spec: { gatewayClassName: 'x', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    };
    await api.send('POST', gateways, gateway);
    const { status, body } = await api.patch(`${gateways}/no-strategic`, 'strategic', {
      metadata: { labels: { a: 'b' } },
    });
    expect([status, body.reason]).toEqual([415, 'UnsupportedMediaType']);
  });
});

describe('server-side apply', () => {
  const apply = (name: string, manager: string, data: Record<string, string>, more = '') =>
    api.patch(`${maps}/${name}?fieldManager=${manager}${more}`, 'apply', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data,
    });

  it('creates, and records who owns which field', async () => {
    const { status, body } = await apply('owned', 'alice', { a: '1' });
    expect(status).toBe(201);
    expect(body.metadata.managedFields).toMatchObject([
      {
        manager: 'alice',
        operation: 'Apply',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
      },
    ]);
  });

  it('lets managers own different fields of one object', async () => {
    await apply('shared', 'alice', { a: '1' });
    const { status, body } = await apply('shared', 'bob', { b: '2' });
    expect([status, body.data]).toEqual([200, { a: '1', b: '2' }]);
  });

  it('removes what a manager no longer applies and nobody else owns', async () => {
    await apply('shrinking', 'alice', { a: '1', b: '2', c: '3' });
    await apply('shrinking', 'bob', { c: '3' });
    const { body } = await apply('shrinking', 'alice', { a: '1' });
    expect(body.data).toEqual({ a: '1', c: '3' });
  });

  it('refuses to change the field of another manager, and says whose it is', async () => {
    await apply('contested', 'alice', { a: '1' });
    const { status, body } = await apply('contested', 'bob', { a: '2' });
    expect([status, body.reason]).toEqual([409, 'Conflict']);
    expect(body.message).toBe('Apply failed with 1 conflict: conflict with "alice": .data.a');
    expect(body.details.causes).toEqual([
      { reason: 'FieldManagerConflict', message: 'conflict with "alice"', field: '.data.a' },
    ]);
  });

  it('takes over by force', async () => {
    await apply('forced', 'alice', { a: '1' });
    const { status, body } = await apply('forced', 'bob', { a: '2' }, '&force=true');
    expect([status, body.data]).toEqual([200, { a: '2' }]);
    expect(body.metadata.managedFields.map((entry: Body) => entry.manager)).toEqual(['bob']);
  });

  it('conflicts with ordinary writes too', async () => {
    await apply('written', 'alice', { a: '1' });
    await api.patch(`${maps}/written?fieldManager=editor`, 'merge', { data: { a: '2' } });
    const { status, body } = await apply('written', 'alice', { a: '1' });
    expect(status).toBe(409);
    expect(body.message).toMatch(
      /^Apply failed with 1 conflict: conflict with "editor" using v1( at \S+)?: \.data\.a$/,
    );
  });

  it('owns list items by their keys', async () => {
    const configuration = (port: number, name: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'listed' },
      spec: { ports: [{ port, name, protocol: 'TCP' }] },
    });
    await api.patch(`${services}/listed?fieldManager=alice`, 'apply', configuration(80, 'a'));
    const { body } = await api.patch(`${services}/listed?fieldManager=bob`, 'apply', configuration(81, 'b'));
    expect(body.spec.ports.map((port: Body) => port.port)).toEqual([80, 81]);
    const entry = body.metadata.managedFields.find((candidate: Body) => candidate.manager === 'bob');
    expect(Object.keys(entry.fieldsV1['f:spec']['f:ports'])).toEqual(['k:{"port":81,"protocol":"TCP"}']);
  });

  it('does not move an object that already is as applied', async () => {
    const first = await apply('still', 'alice', { a: '1' });
    const second = await apply('still', 'alice', { a: '1' });
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  });

  it('writes status through the status endpoint only', async () => {
    const classes = '/apis/gateway.networking.k8s.io/v1/gatewayclasses';
    const identity = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'contract-patching' },
    };
    await api.send('POST', classes, { ...identity, spec: { controllerName: 'example.com/contract' } });
    const condition = {
      type: 'Accepted',
      status: 'True',
      reason: 'Accepted',
      message: 'fine',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const path = `${classes}/contract-patching/status?fieldManager=controller&force=true`;
    const { status, body } = await api.patch(path, 'apply', { ...identity, status: { conditions: [condition] } });
    expect(status).toBe(200);
    expect(body.status.conditions.map((one: Body) => [one.type, one.status])).toEqual([['Accepted', 'True']]);
    const entry = body.metadata.managedFields.find((one: Body) => one.manager === 'controller');
    expect([entry.subresource, Object.keys(entry.fieldsV1)]).toEqual(['status', ['f:status']]);
    await api.send('DELETE', `${classes}/contract-patching`);
  });

  it('needs a field manager, and fields that are declared', async () => {
    const configuration = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'careless' } };
    const nobody = await api.patch(`${maps}/careless`, 'apply', configuration);
    expect([nobody.status, nobody.body.message]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ]);
    const undeclared = await api.patch(`${maps}/careless?fieldManager=alice`, 'apply', { ...configuration, dta: {} });
    expect(undeclared.status).toBe(500);
    expect(undeclared.body.message).toContain('.dta: field not declared in schema');
  });
});
