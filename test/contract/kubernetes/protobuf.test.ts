import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decodeObject,
  isEnveloped,
  openEnvelope,
  toProtobuf,
} from '../../../lib/emulator/kubernetes/protobuf/envelope.ts';
import { connect, type ApiTarget, type Body } from './api-target.ts';

const protobuf = 'application/vnd.kubernetes.protobuf';
const none = new Uint8Array();

let api: ApiTarget;
let inNamespace: string;

const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example/app:1' }] } };
const container = {
  name: 'main',
  image: 'example/app:1',
  ports: [{ containerPort: 80, name: 'http' }],
  env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'key', key: 'k' } } }],
  resources: { requests: { cpu: '100m', memory: '1Gi' } },
  readinessProbe: { httpGet: { path: '/', port: 'http' } },
  securityContext: { runAsUser: 0, runAsNonRoot: false },
};
const volumes = [{ name: 'all', projected: { sources: [{ configMap: { name: 'cm' } }] } }];

/** Path below the namespace, kind, and what else there is. */
const objects: readonly (readonly [path: string, apiVersion: string, kind: string, fields: object])[] = [
  ['configmaps', 'v1', 'ConfigMap', { data: { a: 'ä' }, binaryData: { b: 'AAEC' } }],
  ['secrets', 'v1', 'Secret', { stringData: { a: 'b' } }],
  ['pods', 'v1', 'Pod', { spec: { containers: [container], volumes } }],
  ['services', 'v1', 'Service', { spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] } }],
  ['events', 'v1', 'Event', { involvedObject: { kind: 'Pod', name: 'p' }, reason: 'Tested', count: 2 }],
  ['deployments', 'apps/v1', 'Deployment', { spec: { replicas: 0, selector: { matchLabels: labels }, template } }],
  [
    'endpointslices',
    'discovery.k8s.io/v1',
    'EndpointSlice',
    {
      addressType: 'IPv4',
      ports: [{ port: 80 }],
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
    },
  ],
  ['leases', 'coordination.k8s.io/v1', 'Lease', { spec: { renewTime: '2026-01-01T00:00:00.123456Z' } }],
  ['poddisruptionbudgets', 'policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: '50%' } }],
  [
    'roles',
    'rbac.authorization.k8s.io/v1',
    'Role',
    { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  ],
  [
    'ingresses',
    'networking.k8s.io/v1',
    'Ingress',
    { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } },
  ],
];

const pathOf = (plural: string, apiVersion: string) =>
  `${apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`}${inNamespace}/${plural}`;

const decoded = (bytes: Uint8Array): Body => decodeObject(openEnvelope(bytes));
/** Nulls in lists of Go are not told apart from absence. */
const withoutNulls = (value: Body): Body => JSON.parse(JSON.stringify(value, (_key, part) => part ?? undefined));

beforeAll(async () => {
  api = await connect('contract-protobuf');
  inNamespace = `/namespaces/${api.namespace}`;
});
afterAll(() => api.close());

describe('protobuf', () => {
  it.each(objects)('%s are what they are in JSON, byte for byte', async (plural, apiVersion, kind, fields) => {
    const path = pathOf(plural, apiVersion);
    const object = { apiVersion, kind, metadata: { name: 'typed' }, ...fields };
    if (kind === 'Event')
      Object.assign(object, { involvedObject: { kind: 'Pod', name: 'p', namespace: api.namespace } });
    const created = await api.sendBytes('POST', path, toProtobuf(object), { 'content-type': protobuf });
    expect(created.status).toBe(201);
    for (const one of [`${path}/typed`, `${path}?fieldSelector=metadata.name%3Dtyped`]) {
      const json = (await api.send('GET', one)).body;
      const { body, headers } = await api.sendBytes('GET', one, none, { accept: protobuf });
      expect(headers['content-type']).toBe(protobuf);
      expect(withoutNulls(decoded(body))).toEqual(withoutNulls(json));
      expect(Buffer.from(toProtobuf(json)).equals(body)).toBe(true);
    }
  });

  it('says the same as JSON of an object that was made from it', async () => {
    const path = pathOf('configmaps', 'v1');
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'once', labels: { a: 'b' } },
      data: { k: '' },
    };
    await api.sendBytes('POST', path, toProtobuf(object), { 'content-type': protobuf });
    expect((await api.send('GET', `${path}/once`)).body).toMatchObject(object);
    const replaced = toProtobuf({ ...object, data: { k: 'v' } });
    const { status } = await api.sendBytes('PUT', `${path}/once`, replaced, { 'content-type': protobuf });
    expect(status).toBe(200);
    expect((await api.send('GET', `${path}/once`)).body.data).toEqual({ k: 'v' });
    const options = toProtobuf({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'another' } });
    const deletion = await api.sendBytes('DELETE', `${path}/once`, options, { 'content-type': protobuf });
    expect(deletion.status).toBe(409);
  });

  it('is how failures are told to who asked for it', async () => {
    const { status, body } = await api.sendBytes('GET', `${pathOf('configmaps', 'v1')}/none`, none, {
      accept: protobuf,
    });
    expect(status).toBe(404);
    expect(decoded(body)).toMatchObject({ kind: 'Status', apiVersion: 'v1', reason: 'NotFound', code: 404 });
  });

  it('has a form of discovery', async () => {
    for (const path of ['/apis', '/apis/apps', '/api', '/api/v1']) {
      const { body, headers } = await api.sendBytes('GET', path, none, { accept: protobuf });
      expect([path, headers['content-type'], isEnveloped(body)]).toEqual([path, protobuf, true]);
    }
  });

  it('has no form of custom kinds, except of their metadata', async () => {
    const routes = '/apis/gateway.networking.k8s.io/v1/httproutes';
    const both = await api.sendBytes('GET', routes, none, { accept: `${protobuf},application/json` });
    expect([both.status, both.headers['content-type']]).toEqual([200, 'application/json']);
    expect((await api.sendBytes('GET', routes, none, { accept: protobuf })).status).toBe(406);
    const metadata = `${protobuf};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`;
    const partial = await api.sendBytes('GET', routes, none, { accept: metadata });
    expect(decoded(partial.body)).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
  });

  it('cannot be a table', async () => {
    const accept = `${protobuf};as=Table;g=meta.k8s.io;v=v1`;
    const { status, body } = await api.sendBytes('GET', pathOf('configmaps', 'v1'), none, { accept });
    expect([status, JSON.parse(Buffer.from(body).toString('utf8')).reason]).toEqual([406, 'NotAcceptable']);
  });

  it('that is none, is broken or of another kind is refused', async () => {
    const post = async (body: Uint8Array) => {
      const answer = await api.sendBytes('POST', pathOf('configmaps', 'v1'), body, { 'content-type': protobuf });
      return [answer.status, JSON.parse(Buffer.from(answer.body).toString('utf8')).message];
    };
    expect(await post(Buffer.from('{"apiVersion":"v1"}'))).toEqual([
      400,
      'the object provided is unrecognized (must be of type ConfigMap): provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] ({"apiVersion":"v1"})',
    ]);
    expect((await post(Buffer.from('6b3873000affffff', 'hex')))[0]).toBe(400);
    expect(await post(toProtobuf({ apiVersion: 'v1', kind: 'Status' }))).toEqual([
      400,
      'Status in version "v1" cannot be handled as a ConfigMap: converting (v1.Status) to (core.ConfigMap): unknown conversion',
    ]);
  });

  it('frames a watch', async () => {
    const query = 'watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dframed';
    const path = pathOf('configmaps', 'v1');
    await api.send('POST', path, { metadata: { name: 'framed' } });
    const { body, headers } = await api.sendBytes('GET', `${path}?${query}`, none, {
      accept: `${protobuf};stream=watch`,
    });
    expect(headers['content-type']).toBe(`${protobuf};stream=watch`);
    const frame = Buffer.from(body);
    expect(frame.readUInt32BE(0)).toBe(frame.byteLength - 4);
    expect(frame.subarray(4, 11).toString('latin1')).toBe('\x0a\x05ADDED');
    expect(decoded(frame.subarray(frame.indexOf('k8s\0')))).toMatchObject({ metadata: { name: 'framed' } });
  });
});
