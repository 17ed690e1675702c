import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ApiTarget } from './api-target.ts';

let api: ApiTarget;
let maps: string;
beforeAll(async () => {
  api = await connect('contract-objects');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
});
afterAll(() => api.close());

const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

describe('creating', () => {
  it('gives an object its identity', async () => {
    const { status, body } = await api.send('POST', maps, configMap('identity'));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'identity', namespace: api.namespace },
    });
    expect(body.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(body.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(0);
  });

  it('makes up a name from generateName', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } };
    const { body } = await api.send('POST', maps, object);
    expect(body.metadata.name).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('refuses a second object of the same name', async () => {
    await api.send('POST', maps, configMap('twice'));
    const { status, body } = await api.send('POST', maps, configMap('twice'));
    expect(status).toBe(409);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "twice" already exists',
      reason: 'AlreadyExists',
      details: { name: 'twice', kind: 'configmaps' },
      code: 409,
    });
  });

  it('needs the namespace to exist', async () => {
    const { status, body } = await api.send('POST', '/api/v1/namespaces/nowhere/configmaps', configMap('lost'));
    expect([status, body.message]).toEqual([404, 'namespaces "nowhere" not found']);
  });

  it('refuses a body that names another namespace', async () => {
    const object = { ...configMap('elsewhere'), metadata: { name: 'elsewhere', namespace: 'default' } };
    const { status, body } = await api.send('POST', maps, object);
    expect([status, body.message]).toEqual([
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ]);
  });

  it('refuses a name that is no RFC 1123 subdomain', async () => {
    const { status, body } = await api.send('POST', maps, configMap('Not_A_Name'));
    expect(status).toBe(422);
    expect(body.message).toBe(
      `ConfigMap "Not_A_Name" is invalid: metadata.name: Invalid value: "Not_A_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    );
    expect(body.details.causes[0]).toMatchObject({ reason: 'FieldValueInvalid', field: 'metadata.name' });
  });

  it('changes nothing under dry run', async () => {
    const { status, body } = await api.send('POST', `${maps}?dryRun=All`, configMap('dry'));
    expect([status, body.metadata.name]).toEqual([201, 'dry']);
    expect((await api.send('GET', `${maps}/dry`)).status).toBe(404);
  });
});

describe('updating', () => {
  it('moves the resource version forward, for all kinds together', async () => {
    const created = await api.send('POST', maps, configMap('forward'));
    const updated = await api.send('PUT', `${maps}/forward`, configMap('forward', { a: '1' }));
    expect(updated.status).toBe(200);
    expect(Number(updated.body.metadata.resourceVersion)).toBeGreaterThan(
      Number(created.body.metadata.resourceVersion),
    );
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'later' } };
    const other = await api.send('POST', `/api/v1/namespaces/${api.namespace}/secrets`, secret);
    expect(Number(other.body.metadata.resourceVersion)).toBeGreaterThan(Number(updated.body.metadata.resourceVersion));
  });

  it('leaves the resource version alone when nothing changes', async () => {
    const created = await api.send('POST', maps, configMap('same', { a: '1' }));
    const updated = await api.send('PUT', `${maps}/same`, created.body);
    expect(updated.body.metadata.resourceVersion).toBe(created.body.metadata.resourceVersion);
  });

  it('refuses a write based on an older version', async () => {
    const { body: old } = await api.send('POST', maps, configMap('stale'));
    await api.send('PUT', `${maps}/stale`, configMap('stale', { a: '1' }));
    const { status, body } = await api.send('PUT', `${maps}/stale`, { ...old, data: { a: '2' } });
    expect([status, body.reason]).toEqual([409, 'Conflict']);
    expect(body.message).toBe(
      'Operation cannot be fulfilled on configmaps "stale": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('keeps what only the server writes', async () => {
    const { body: old } = await api.send('POST', maps, configMap('kept'));
    const metadata = { name: 'kept', creationTimestamp: '2001-01-01T00:00:00Z', generation: 7, selfLink: '/kept' };
    const { body } = await api.send('PUT', `${maps}/kept`, { ...configMap('kept'), metadata });
    expect(body.metadata.creationTimestamp).toBe(old.metadata.creationTimestamp);
    expect(body.metadata.uid).toBe(old.metadata.uid);
    expect([body.metadata.generation, body.metadata.selfLink]).toEqual([undefined, undefined]);
  });

  it.each<[string, unknown]>([
    ['deletionTimestamp', '2001-01-01T00:00:00Z'],
    ['deletionGracePeriodSeconds', 3],
  ])('refuses another %s', async (field, value) => {
    const name = field.toLowerCase();
    await api.send('POST', maps, configMap(name));
    const { status, body } = await api.send('PUT', `${maps}/${name}`, {
      ...configMap(name),
      metadata: { name, [field]: value },
    });
    const flaw = `Invalid value: ${JSON.stringify(value)}: field is immutable`;
    expect([status, body.message]).toEqual([422, `ConfigMap "${name}" is invalid: metadata.${field}: ${flaw}`]);
    const cause = { reason: 'FieldValueInvalid', message: flaw, field: `metadata.${field}` };
    expect(body.details.causes).toEqual([cause, cause]);
  });

  it('is meant for one UID when it names one, which no patch changes', async () => {
    await api.send('POST', maps, configMap('identified'));
    const metadata = { name: 'identified', uid: 'another' };
    const replaced = await api.send('PUT', `${maps}/identified`, { ...configMap('identified'), metadata });
    expect([replaced.status, replaced.body.reason]).toEqual([409, 'Conflict']);
    expect(replaced.body.message).toContain('Precondition failed: UID in precondition: another, UID in object meta: ');
    const patched = await api.patch(`${maps}/identified`, 'merge', { metadata });
    expect([patched.status, patched.body.message]).toEqual([
      422,
      'ConfigMap "identified" is invalid: metadata.uid: Invalid value: "another": field is immutable',
    ]);
  });

  it('takes the resource version 0 for any', async () => {
    await api.send('POST', maps, configMap('any'));
    const metadata = { name: 'any', resourceVersion: '0' };
    const { status, body } = await api.send('PUT', `${maps}/any`, { ...configMap('any', { a: '1' }), metadata });
    expect([status, body.data]).toEqual([200, { a: '1' }]);
  });

  it('refuses another name than the one in the URL', async () => {
    await api.send('POST', maps, configMap('named'));
    const { status, body } = await api.send('PUT', `${maps}/named`, configMap('other'));
    expect([status, body.message]).toEqual([
      400,
      'the name of the object (other) does not match the name on the URL (named)',
    ]);
  });

  it('is a 404 for an object that is not there', async () => {
    const { status, body } = await api.send('PUT', `${maps}/absent`, configMap('absent'));
    expect([status, body.message]).toEqual([404, 'configmaps "absent" not found']);
  });

  it('does not change an immutable ConfigMap', async () => {
    await api.send('POST', maps, { ...configMap('fixed', { a: '1' }), immutable: true });
    const { status, body } = await api.send('PUT', `${maps}/fixed`, {
      ...configMap('fixed', { a: '2' }),
      immutable: true,
    });
    expect(status).toBe(422);
    expect(body.message).toBe(
      'ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    );
  });
});

describe('generation', () => {
  const deployments = () => `/apis/apps/v1/namespaces/${api.namespace}/deployments`;
  const deployment = (name: string, replicas: number) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: 'example/app:1' }] },
      },
    },
  });

  it('counts changes of the desired state only', async () => {
    const { body: created } = await api.send('POST', deployments(), deployment('counted', 1));
    expect(created.metadata.generation).toBe(1);
    const labelled = await api.patch(`${deployments()}/counted`, 'merge', { metadata: { labels: { a: 'b' } } });
    expect(labelled.body.metadata.generation).toBe(1);
    const scaled = await api.patch(`${deployments()}/counted`, 'merge', { spec: { replicas: 2 } });
    expect(scaled.body.metadata.generation).toBe(2);
  });

  it('is not moved by status, which main writes cannot touch', async () => {
    await api.send('POST', deployments(), { ...deployment('reported', 1), status: { replicas: 7 } });
    const before = await api.send('GET', `${deployments()}/reported`);
    expect(before.body.status?.replicas).toBeUndefined();
    const reported = await api.patch(`${deployments()}/reported/status`, 'merge', {
      spec: { replicas: 9 },
      status: { replicas: 1, observedGeneration: 1 },
    });
    expect(reported.body).toMatchObject({
      metadata: { generation: 1 },
      spec: { replicas: 1 },
      status: { replicas: 1 },
    });
    const main = await api.patch(`${deployments()}/reported`, 'merge', { status: { replicas: 5 } });
    expect(main.body.status.replicas).toBe(1);
  });

  it('moves through the scale subresource', async () => {
    await api.send('POST', deployments(), deployment('scaled', 1));
    const scale = await api.send('GET', `${deployments()}/scaled/scale`);
    expect(scale.body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 1 } });
    await api.send('PUT', `${deployments()}/scaled/scale`, { ...scale.body, spec: { replicas: 4 } });
    const { body } = await api.send('GET', `${deployments()}/scaled`);
    expect([body.spec.replicas, body.metadata.generation]).toEqual([4, 2]);
  });
});

describe('decoding', () => {
  it('refuses unknown fields when asked to be strict, and names them', async () => {
    const object = { ...configMap('strict'), dta: {}, metadata: { name: 'strict', lables: {} } };
    const { status, body } = await api.send('POST', `${maps}?fieldValidation=Strict`, object);
    expect(status).toBe(400);
    expect(body.message).toContain('strict decoding error: unknown field "metadata.lables", unknown field "dta"');
  });

  it('warns of unknown fields otherwise, and drops them', async () => {
    const { status, headers, body } = await api.send('POST', maps, { ...configMap('warned'), dta: {} });
    expect(status).toBe(201);
    expect(headers['warning']).toBe('299 - "unknown field \\"dta\\""');
    expect(body.dta).toBeUndefined();
  });

  it('refuses values of the wrong type', async () => {
    const { status, body } = await api.send('POST', maps, { ...configMap('typed'), data: { a: 1 } });
    expect([status, body.reason]).toEqual([400, 'BadRequest']);
    expect(body.message).toContain(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number',
    );
  });

  const scheme = 'in scheme "pkg/runtime/scheme.go:111"';

  it.each<[string, object, string]>([
    [
      'a version nobody knows',
      { apiVersion: 'v2' },
      `ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" ${scheme}`,
    ],
    [
      'the version of another group',
      { apiVersion: 'apps/v1' },
      `ConfigMap in version "v1" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "apps/v1" ${scheme}`,
    ],
    [
      'another kind',
      { kind: 'Secret' },
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ],
    [
      'a kind nobody knows',
      { kind: 'Foo' },
      `Foo in version "v1" cannot be handled as a ConfigMap: no kind "Foo" is registered for version "v1" ${scheme}`,
    ],
    [
      'a version that is none',
      { apiVersion: 'x/y/z' },
      'the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: x/y/z (',
    ],
  ])('refuses %s under the URL of a kind', async (_, identity, message) => {
    const { status, body } = await api.send('POST', maps, { ...configMap('versioned'), ...identity });
    expect([status, body.reason]).toEqual([400, 'BadRequest']);
    expect(body.message).toContain(message);
  });

  it('refuses another version or kind in a patch', async () => {
    await api.send('POST', maps, configMap('repatched'));
    const merged = await api.patch(`${maps}/repatched`, 'merge', { apiVersion: 'v2' });
    expect([merged.status, merged.body.details.causes[0].field]).toEqual([422, 'patch']);
    expect(merged.body.message).toContain(`no kind "ConfigMap" is registered for version "v2" ${scheme}`);
    const configuration = { ...configMap('repatched'), apiVersion: 'v2' };
    const applied = await api.patch(`${maps}/repatched?fieldManager=a`, 'apply', configuration);
    expect([applied.status, applied.body.message]).toEqual([400, 'invalid object type: /v2, Kind=ConfigMap']);
    const strategic = await api.patch(`${maps}/repatched`, 'strategic', { kind: 'Secret', data: { a: '1' } });
    expect([strategic.status, strategic.body.kind, strategic.body.data]).toEqual([200, 'ConfigMap', { a: '1' }]);
  });

  it('reads YAML', async () => {
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\ndata: {a: "1"}\n';
    const { status, body } = await api.send('POST', maps, yaml, { headers: { 'content-type': 'application/yaml' } });
    expect([status, body.data]).toEqual([201, { a: '1' }]);
  });

  it('refuses a broken body and an unknown media type', async () => {
    expect((await api.send('POST', maps, '{"apiVersion": ')).status).toBe(400);
    for (const type of ['text/plain', 'application/cbor']) {
      const { status, body } = await api.send('POST', maps, 'a=b', { headers: { 'content-type': type } });
      expect([status, body.reason]).toEqual([415, 'UnsupportedMediaType']);
      expect(body.message).toContain(
        'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
      );
    }
  });
});
