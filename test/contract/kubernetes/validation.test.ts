import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let gateways: string;
let routes: string;
beforeAll(async () => {
  api = await connect('contract-validation');
  const base = `/apis/gateway.networking.k8s.io/v1/namespaces/${api.namespace}`;
  gateways = `${base}/gateways`;
  routes = `${base}/httproutes`;
});
afterAll(() => api.close());

const gateway = (name: string, listeners: unknown, more: object = {}) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name },
  spec: { gatewayClassName: 'x', listeners, ...more },
});
const route = (name: string, spec: object) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name },
  spec,
});
const http = { name: 'http', port: 80, protocol: 'HTTP' };
const causes = (body: Body): [string, string, string][] =>
  body.details.causes.map((cause: Body) => [cause.reason, cause.field, cause.message]);

describe('a custom resource', () => {
  it('gets the defaults of its schema', async () => {
    const { body } = await api.send(
      'POST',
      routes,
      route('defaults', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
    );
    expect(body.spec.rules).toEqual([
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name: 'web', port: 80, weight: 1 }],
      },
    ]);
  });

  it('loses unknown fields', async () => {
    const { status, body } = await api.send('POST', gateways, gateway('pruned', [{ ...http, colour: 'red' }]));
    expect([status, body.spec.listeners[0].colour]).toEqual([201, undefined]);
  });

  it.each<[string, unknown, object, [string, string, string]]>([
    [
      'a required field',
      [{ port: 80, protocol: 'HTTP' }],
      {},
      ['FieldValueRequired', 'spec.listeners[0].name', 'Required value'],
    ],
    [
      'a number below its minimum',
      [{ ...http, port: 0 }],
      {},
      [
        'FieldValueInvalid',
        'spec.listeners[0].port',
        'Invalid value: 0: spec.listeners[0].port in body should be greater than or equal to 1',
      ],
    ],
    [
      'a text too short',
      [http],
      { gatewayClassName: '' },
      [
        'FieldValueInvalid',
        'spec.gatewayClassName',
        'Invalid value: "": spec.gatewayClassName in body should be at least 1 chars long',
      ],
    ],
    [
      'a text too long',
      [http],
      { gatewayClassName: 'x'.repeat(254) },
      ['FieldValueTooLong', 'spec.gatewayClassName', 'Too long: may not be more than 253 bytes'],
    ],
    [
      'a value of the wrong type',
      [{ ...http, port: 'eighty' }],
      {},
      [
        'FieldValueTypeInvalid',
        'spec.listeners[0].port',
        'Invalid value: "string": spec.listeners[0].port in body must be of type integer: "string"',
      ],
    ],
    [
      'a value outside an enumeration',
      [{ ...http, allowedRoutes: { namespaces: { from: 'Some' } } }],
      {},
      [
        'FieldValueNotSupported',
        'spec.listeners[0].allowedRoutes.namespaces.from',
        'Unsupported value: "Some": supported values: "All", "Selector", "Same"',
      ],
    ],
    [
      'a duplicate key in a list map',
      [http, http],
      {},
      ['FieldValueDuplicate', 'spec.listeners[1]', 'Duplicate value: {"name":"http"}'],
    ],
    [
      'a list too long',
      Array.from({ length: 65 }, (_, index) => ({ ...http, name: `l${index}`, port: 1000 + index })),
      {},
      ['FieldValueTooMany', 'spec.listeners', 'Too many: 65: must have at most 64 items'],
    ],
  ])('is refused for %s', async (_, listeners, more, cause) => {
    const { status, body } = await api.send('POST', gateways, gateway('refused', listeners, more));
    expect([status, body.reason]).toEqual([422, 'Invalid']);
    expect(causes(body)).toContainEqual(cause);
    expect(body.message).toMatch(/^Gateway\.gateway\.networking\.k8s\.io "refused" is invalid: /);
  });

  it.each<[string, object, number, string]>([
    [
      'another version of its kind',
      { apiVersion: 'gateway.networking.k8s.io/v1beta1' },
      400,
      'the API version in the data (gateway.networking.k8s.io/v1beta1) does not match the expected API version (gateway.networking.k8s.io/v1)',
    ],
    [
      'another kind',
      { kind: 'HTTPRoute' },
      422,
      'HTTPRoute.gateway.networking.k8s.io "refused" is invalid: kind: Invalid value: "HTTPRoute": must be Gateway',
    ],
  ])('is refused as %s', async (_, identity, code, message) => {
    const { status, body } = await api.send('POST', gateways, { ...gateway('refused', [http]), ...identity });
    expect([status, body.message]).toEqual([code, message]);
  });

  it('cannot be patched into another version or kind', async () => {
    await api.send('POST', gateways, gateway('settled', [http]));
    const other = await api.patch(`${gateways}/settled`, 'merge', { apiVersion: 'gateway.networking.k8s.io/v9' });
    expect([other.status, other.body.message]).toEqual([
      422,
      'Gateway.gateway.networking.k8s.io "settled" is invalid: apiVersion: Invalid value: "gateway.networking.k8s.io/v9": must be gateway.networking.k8s.io/v1',
    ]);
    const applied = { ...gateway('settled', [http]), kind: 'Other' };
    const apply = await api.patch(`${gateways}/settled?fieldManager=a`, 'apply', applied);
    expect([apply.status, apply.body.message]).toEqual([
      400,
      'invalid object type: gateway.networking.k8s.io/v1, Kind=Other',
    ]);
  });

  it('is refused for a pattern it does not match', async () => {
    const { status, body } = await api.send(
      'POST',
      gateways,
      gateway('pattern', [{ ...http, hostname: 'Not A Host' }]),
    );
    expect(status).toBe(422);
    expect(body.message).toContain("spec.listeners[0].hostname in body should match '^(\\*\\.)?");
  });

  it('keeps an unchanged flaw when something else is updated', async () => {
    const name = `ratchets.${api.namespace}.example.com`;
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const schema = (maxLength: number) => ({
      openAPIV3Schema: {
        type: 'object',
        properties: {
          spec: { type: 'object', properties: { a: { type: 'string', maxLength }, b: { type: 'string' } } },
        },
      },
    });
    const group = `${api.namespace}.example.com`;
    const versions = (maxLength: number) => [{ name: 'v1', served: true, storage: true, schema: schema(maxLength) }];
    const names = { plural: 'ratchets', singular: 'ratchet', kind: 'Ratchet', listKind: 'RatchetList' };
    const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name } };
    await api.send('POST', crds, { ...crd, spec: { group, scope: 'Cluster', names, versions: versions(10) } });
    const path = `/apis/${group}/v1/ratchets`;
    const object = {
      apiVersion: `${group}/v1`,
      kind: 'Ratchet',
      metadata: { name: 'one' },
      spec: { a: 'too long', b: '1' },
    };
    await expect.poll(async () => (await api.send('POST', path, object)).status, eventually).toBe(201);
    await api.patch(`${crds}/${name}`, 'merge', { spec: { versions: versions(3) } });
    await expect
      .poll(
        async () => (await api.send('POST', `${path}?dryRun=All`, { ...object, metadata: { name: 'two' } })).status,
        eventually,
      )
      .toBe(422);
    expect((await api.patch(`${path}/one`, 'merge', { spec: { b: '2' } })).status).toBe(200);
    expect((await api.patch(`${path}/one`, 'merge', { spec: { a: 'also long' } })).status).toBe(422);
    await api.send('DELETE', `${crds}/${name}`);
  });
});

describe('CEL rules', () => {
  const backendRefs = [{ name: 'web', port: 80 }];
  const refused = async (spec: object) => {
    const { status, body } = await api.send('POST', routes, route('refused', spec));
    return [status, ...(body.details?.causes ?? []).map((cause: Body) => `${cause.field}: ${cause.message}`)];
  };

  it('tie fields together', async () => {
    const filter = { type: 'RequestRedirect', urlRewrite: { hostname: 'a.example' } };
    const answer = await refused({ rules: [{ filters: [filter] }] });
    expect(answer).toContain(
      'spec.rules[0].filters[0]: Invalid value: filter.urlRewrite must be nil if the filter.type is not URLRewrite',
    );
    expect(answer).toContain(
      'spec.rules[0].filters[0]: Invalid value: filter.requestRedirect must be specified for RequestRedirect filter.type',
    );
  });

  it('look into lists and their items', async () => {
    const redirect = { type: 'RequestRedirect', requestRedirect: { statusCode: 301 } };
    expect(await refused({ rules: [{ filters: [redirect], backendRefs }] })).toEqual([
      422,
      'spec.rules[0]: Invalid value: RequestRedirect filter must not be used together with backendRefs',
    ]);
  });

  it('judge texts', async () => {
    const match = { path: { type: 'PathPrefix', value: '/a//b' } };
    expect(await refused({ rules: [{ matches: [match], backendRefs }] })).toEqual([
      422,
      "spec.rules[0].matches[0].path: Invalid value: must not contain '//' when type one of ['Exact', 'PathPrefix']",
    ]);
  });

  it('compare durations', async () => {
    const timeouts = { request: '1s', backendRequest: '2s' };
    expect(await refused({ rules: [{ backendRefs, timeouts }] })).toEqual([
      422,
      'spec.rules[0].timeouts: Invalid value: backendRequest timeout cannot be longer than request timeout',
    ]);
  });

  it('need a port for a Service', async () => {
    expect(await refused({ rules: [{ backendRefs: [{ name: 'web' }] }] })).toEqual([
      422,
      'spec.rules[0].backendRefs[0]: Invalid value: Must have port for Service reference',
    ]);
  });

  it('hold for a prefix replacement with exactly one prefix match', async () => {
    const path = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' };
    const filters = [{ type: 'URLRewrite', urlRewrite: { path } }];
    const one = [{ path: { type: 'PathPrefix', value: '/old' } }];
    const { status } = await api.send(
      'POST',
      routes,
      route('prefix', { rules: [{ filters, matches: one, backendRefs }] }),
    );
    expect(status).toBe(201);
    const two = [...one, { path: { type: 'PathPrefix', value: '/older' } }];
    expect(await refused({ rules: [{ filters, matches: two, backendRefs }] })).toEqual([
      422,
      'spec.rules[0]: Invalid value: When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified',
    ]);
  });

  it('forbid transitions', async () => {
    const classes = '/apis/gateway.networking.k8s.io/v1/gatewayclasses';
    const identity = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'contract-validation' },
    };
    await api.send('POST', classes, { ...identity, spec: { controllerName: 'example.com/one' } });
    const { status, body } = await api.patch(`${classes}/contract-validation`, 'merge', {
      spec: { controllerName: 'example.com/two' },
    });
    expect(status).toBe(422);
    expect(causes(body)).toEqual([
      ['FieldValueInvalid', 'spec.controllerName', 'Invalid value: "example.com/two": Value is immutable'],
    ]);
    await api.send('DELETE', `${classes}/contract-validation`);
  });
});

describe('a Service', () => {
  const create = (name: string, spec: object) =>
    api.send('POST', `/api/v1/namespaces/${api.namespace}/services`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec,
    });

  it('gets an address and the defaults of its ports', async () => {
    const { body } = await create('plain', { ports: [{ port: 80 }] });
    expect(body.spec).toMatchObject({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    });
    expect(body.spec.clusterIPs).toEqual([body.spec.clusterIP]);
    expect(body.spec.clusterIP).toMatch(/^10\.\d+\.\d+\.\d+$/);
  });

  it('gets node ports for the types that have them, and keeps them', async () => {
    const { body } = await create('node', { type: 'NodePort', ports: [{ port: 80 }] });
    const { nodePort } = body.spec.ports[0];
    expect(nodePort).toBeGreaterThanOrEqual(30_000);
    expect(nodePort).toBeLessThanOrEqual(32_767);
    const path = `/api/v1/namespaces/${api.namespace}/services/node`;
    const again = await api.send('PUT', path, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'node' },
      spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 8080 }] },
    });
    expect(again.body.spec.ports[0].nodePort).toBe(nodePort);
    expect(again.body.spec.clusterIP).toBe(body.spec.clusterIP);
    const balanced = await create('balanced', { type: 'LoadBalancer', ports: [{ port: 80 }] });
    expect(balanced.body.spec.ports[0].nodePort).toBeGreaterThanOrEqual(30_000);
  });

  it('has no address when it is headless', async () => {
    const { body } = await create('headless', { clusterIP: 'None', ports: [{ port: 80 }] });
    expect([body.spec.clusterIP, body.spec.clusterIPs]).toEqual(['None', ['None']]);
  });

  it.each<[string, object, string]>([
    ['no ports', {}, 'spec.ports: Required value'],
    [
      'a port out of range',
      { ports: [{ port: 70_000 }] },
      'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
    [
      'an unknown protocol',
      { ports: [{ port: 80, protocol: 'HTTP' }] },
      'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      'unnamed ports beside others',
      { ports: [{ port: 80 }, { port: 81, name: 'b' }] },
      'spec.ports[0].name: Required value',
    ],
    [
      'an unknown type',
      { type: 'Edge', ports: [{ port: 80 }] },
      'spec.type: Unsupported value: "Edge": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
  ])('is refused with %s', async (_, spec, message) => {
    const { status, body } = await create('refused', spec);
    expect([status, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toContain(message);
  });

  it('may not change its address', async () => {
    await create('settled', { ports: [{ port: 80 }] });
    const { status } = await api.patch(`/api/v1/namespaces/${api.namespace}/services/settled`, 'merge', {
      spec: { clusterIP: '10.96.200.200', clusterIPs: null },
    });
    expect(status).toBe(422);
  });
});

describe('a TLS Secret', () => {
  it('needs certificate and key, and keeps its type', async () => {
    const secrets = `/api/v1/namespaces/${api.namespace}/secrets`;
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls' }, type: 'kubernetes.io/tls' };
    const { status, body } = await api.send('POST', secrets, { ...secret, data: {} });
    expect(status).toBe(422);
    expect(body.message).toContain('data[tls.crt]: Required value');
    const plain = await api.send('POST', secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'plain' },
      stringData: { a: 'b' },
    });
    expect([plain.body.type, plain.body.data]).toEqual(['Opaque', { a: 'Yg==' }]);
    expect((await api.patch(`${secrets}/plain`, 'merge', { type: 'kubernetes.io/tls' })).status).toBe(422);
  });
});
