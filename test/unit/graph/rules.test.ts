import { describe, expect, test } from 'vitest';
import { lbc } from '../../../lib/core/profile/lbc.ts';
import {
  aBackendRef,
  aListenerRuleConfiguration,
  anHttpRoute,
  aReferenceGrant,
  aRule,
  aSecret,
  aService,
  aTargetGroupConfiguration,
  type Part,
  type RawObject,
} from '../../support/builders.ts';
import { aWorld, errorsIn, graphOf, notesIn, routeNamed } from '../../support/graphs.ts';
import type { RouteRuleNode } from '../../../lib/core/graph/graph.ts';

const withRule = (part: Part): RawObject => anHttpRoute({ rules: [aRule(part), aRule()] });
const firstRule = (
  objects: readonly RawObject[],
  profile = undefined as typeof lbc | undefined,
): RouteRuleNode | undefined => routeNamed(graphOf(objects, profile), 'route').rules[0];

describe('what an ALB cannot do', () => {
  test.each<[string, Part]>([
    ['filters[0]', { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [] } }] }],
    ['filters[0]', { filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: {} }] }],
    ['filters[0]', { filters: [{ type: 'RequestMirror', requestMirror: {} }] }],
    ['filters[0]', { filters: [{ type: 'CORS', cors: {} }] }],
    ['filters[0]', { filters: [{ type: 'Unheard' }] }],
    ['timeouts', { timeouts: { request: '5s' } }],
    ['retry', { retry: { attempts: 3 } }],
    ['sessionPersistence', { sessionPersistence: {} }],
    [
      'filters',
      { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Widget', name: 'w' } }] },
    ],
    ['matches[0].path', { matches: [{ path: { type: 'Fuzzy', value: '/' } }] }],
  ])('fails its rule and no other: %s', (where, part) => {
    const graph = graphOf(aWorld(withRule(part)));
    expect(errorsIn(graph)).toEqual([`HTTPRoute route: Accepted/UnsupportedValue spec.rules[0].${where}`]);
    expect(routeNamed(graph, 'route').rules.map(({ valid }) => valid)).toEqual([false, true]);
  });

  test('is served without it by the dialect that does so', () => {
    const graph = graphOf(
      aWorld(withRule({ timeouts: { request: '5s' }, backendRefs: [aBackendRef({ filters: [{ type: 'CORS' }] })] })),
      lbc,
    );
    expect(errorsIn(graph)).toEqual([]);
    expect(routeNamed(graph, 'route').rules.map(({ valid }) => valid)).toEqual([true, true]);
  });

  test('at one backend fails that backend’s share', () => {
    const backendRefs = [aBackendRef({ filters: [{ type: 'URLRewrite', urlRewrite: {} }] }), aBackendRef()];
    expect(firstRule(aWorld(withRule({ backendRefs })))).toMatchObject({
      valid: true,
      backends: [{ target: { kind: 'invalid' } }, { target: { kind: 'service' } }],
    });
  });
});

test.each<[string, readonly object[]]>([
  [
    'two redirects',
    [
      { type: 'RequestRedirect', requestRedirect: {} },
      { type: 'RequestRedirect', requestRedirect: {} },
    ],
  ],
  [
    'a redirect and a rewrite',
    [
      { type: 'RequestRedirect', requestRedirect: {} },
      { type: 'URLRewrite', urlRewrite: {} },
    ],
  ],
])('%s in one rule are incompatible', (_what, filters) => {
  expect(errorsIn(graphOf(aWorld(withRule({ filters }))))).toEqual([
    'HTTPRoute route: Accepted/IncompatibleFilters spec.rules[0].filters',
  ]);
});

test('filters keep their Gateway API meaning', () => {
  const redirect = {
    type: 'RequestRedirect',
    requestRedirect: { scheme: 'https', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } },
  };
  expect(firstRule(aWorld(withRule({ filters: [redirect] })))?.filters).toEqual([
    { type: 'RequestRedirect', scheme: 'https', statusCode: 302, path: { type: 'ReplacePrefixMatch', value: '/new' } },
  ]);
});

test('a rule without matches has one that matches everything', () => {
  expect(firstRule(aWorld(withRule({ matches: [] })))?.matches).toEqual([
    { kind: 'http', index: -1, headers: [], queryParams: [] },
  ]);
});

test('of two matches on one header the first counts', () => {
  const headers = [
    { name: 'X-Env', value: 'a' },
    { name: 'x-env', value: 'b' },
  ];
  expect(firstRule(aWorld(withRule({ matches: [{ headers }] })))?.matches).toMatchObject([
    { headers: [{ type: 'Exact', name: 'X-Env', value: 'a' }] },
  ]);
});

describe('a backend', () => {
  const to = (part: Part): RawObject => withRule({ backendRefs: [aBackendRef(part), aBackendRef()] });

  test.each<[string, Part, string]>([
    ['that does not exist', { name: 'nope' }, 'ResolvedRefs/BackendNotFound spec.rules[0].backendRefs[0]'],
    [
      'with a port that its Service has not',
      { port: 81 },
      'ResolvedRefs/BackendNotFound spec.rules[0].backendRefs[0].port',
    ],
    ['without a port', { port: undefined }, 'ResolvedRefs/UnsupportedValue spec.rules[0].backendRefs[0]'],
    [
      'of a kind that is no Service',
      { kind: 'Bucket', group: 'example.com' },
      'ResolvedRefs/InvalidKind spec.rules[0].backendRefs[0]',
    ],
    [
      'called Service in a foreign group',
      { group: 'example.com' },
      'ResolvedRefs/InvalidKind spec.rules[0].backendRefs[0]',
    ],
    ['in another namespace', { namespace: 'far' }, 'ResolvedRefs/RefNotPermitted spec.rules[0].backendRefs[0]'],
  ])('%s fails its share and says so', (_what, part, problem) => {
    const graph = graphOf(aWorld(to(part)));
    expect(errorsIn(graph)).toEqual([`HTTPRoute route: ${problem}`]);
    expect(routeNamed(graph, 'route').rules[0]).toMatchObject({
      valid: true,
      backends: [{ target: { kind: 'invalid' } }, { target: { kind: 'service' } }],
    });
  });

  test('in another namespace is served with a grant, by kind or by name', () => {
    const from = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }];
    const far = aService({}, { namespace: 'far' });
    for (const to1 of [
      { group: '', kind: 'Service' },
      { group: '', kind: 'Service', name: 'app' },
    ]) {
      const graph = graphOf(
        aWorld(to({ namespace: 'far' }), aService(), far, aReferenceGrant({ from, to: [to1] }, { namespace: 'far' })),
      );
      expect(errorsIn(graph)).toEqual([]);
    }
  });

  test('without a grant is refused in the same words whether it exists or not', () => {
    const refused = graphOf(aWorld(to({ namespace: 'far' }))).findings;
    expect(graphOf(aWorld(to({ namespace: 'far' }), aService(), aService({}, { namespace: 'far' }))).findings).toEqual(
      refused,
    );
  });

  test('can be a target group of that name', () => {
    expect(
      firstRule(aWorld(to({ kind: 'TargetGroupName', name: 'mine', port: undefined })))?.backends[0]?.target,
    ).toEqual({ kind: 'target-group-name', name: 'mine' });
  });
});

describe('TargetGroupConfigurations', () => {
  const props = (objects: readonly RawObject[]): unknown => {
    const target = firstRule(objects)?.backends[0]?.target;
    return target?.kind === 'service' ? target.service.props : undefined;
  };
  const entry = (routeIdentifier: object, tags: object): object => ({ routeIdentifier, targetGroupProps: { tags } });

  test.each<[string, readonly object[], object]>([
    ['nothing that fits: the default', [entry({ kind: 'GRPCRoute' }, { a: 'x' })], { a: 'default' }],
    ['a kind', [entry({ kind: 'HTTPRoute' }, { a: 'kind' })], { a: 'kind' }],
    [
      'a namespace over a kind',
      [entry({ kind: 'HTTPRoute' }, { a: 'kind' }), entry({ kind: 'HTTPRoute', namespace: 'shop' }, { a: 'ns' })],
      { a: 'ns' },
    ],
    [
      'a name over all',
      [
        entry({ kind: 'HTTPRoute', namespace: 'shop', name: 'route' }, { a: 'name' }),
        entry({ kind: 'HTTPRoute', namespace: 'shop' }, { a: 'ns' }),
      ],
      { a: 'name' },
    ],
    [
      'the first of two equals',
      [entry({ kind: 'HTTPRoute' }, { a: '1' }), entry({ kind: 'HTTPRoute' }, { a: '2' })],
      { a: '1' },
    ],
    ['no name without a namespace', [entry({ kind: 'HTTPRoute', name: 'route' }, { a: 'x' })], { a: 'default' }],
  ])('apply by the most specific entry: %s', (_what, routeConfigurations, tags) => {
    const configuration = aTargetGroupConfiguration({
      defaultConfiguration: { tags: { a: 'default' } },
      routeConfigurations,
    });
    expect(props(aWorld(configuration))).toMatchObject({ tags });
  });

  test('of one Service: the oldest wins, and the route says so', () => {
    const tgc = (name: string, day: string): RawObject =>
      aTargetGroupConfiguration(
        { defaultConfiguration: { targetType: name === 'old' ? 'ip' : 'instance' } },
        { name, metadata: { creationTimestamp: `2026-01-0${day}T00:00:00Z` } },
      );
    const objects = aWorld(tgc('new', '2'), tgc('old', '1'));
    expect(props(objects)).toEqual({ targetType: 'ip' });
    expect(notesIn(graphOf(objects))[0]).toContain('TargetGroupConfiguration new');
  });
});

describe('a ListenerRuleConfiguration', () => {
  const filters = [
    {
      type: 'ExtensionRef',
      extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' },
    },
  ];
  const oidc = {
    issuer: 'https://i',
    authorizationEndpoint: 'https://a',
    tokenEndpoint: 'https://t',
    userInfoEndpoint: 'https://u',
    secret: { name: 'oidc' },
  };
  const withOidc = aListenerRuleConfiguration({
    actions: [{ type: 'authenticate-oidc', authenticateOIDCConfig: oidc }],
  });

  test('is handed on as it is', () => {
    const configuration = aListenerRuleConfiguration({ tags: { a: 'b' } });
    expect(firstRule(aWorld(withRule({ filters }), configuration))?.ruleConfiguration).toEqual({ tags: { a: 'b' } });
  });

  test.each<[string, readonly RawObject[]]>([
    ['that is missing', []],
    ['whose client secret is missing', [withOidc]],
    ['whose client secret lacks an entry', [withOidc, aSecret({ clientID: 'eA==' }, { name: 'oidc' })]],
  ])('%s fails the rule: authentication is never left out', (_what, objects) => {
    const graph = graphOf(aWorld(withRule({ filters }), ...objects));
    expect(errorsIn(graph)).toEqual(['HTTPRoute route: Accepted/IncompatibleFilters spec.rules[0].filters']);
    expect(routeNamed(graph, 'route').rules[0]).toMatchObject({ valid: false });
  });

  test('with a complete client secret is used', () => {
    const secret = aSecret({ clientId: 'eA==', clientSecret: 'eA==' }, { name: 'oidc' });
    expect(firstRule(aWorld(withRule({ filters }), withOidc, secret))).toMatchObject({
      valid: true,
      ruleConfiguration: { actions: [{ type: 'authenticate-oidc' }] },
    });
  });
});
