import { beforeEach, describe, expect, test } from 'vitest';
import type { Subject } from '../../../lib/core/base/doorbell.ts';
import { createReferenceIndex, type ReferenceIndex } from '../../../lib/core/snapshot/reference-index.ts';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  aListener,
  aListenerRuleConfiguration,
  aListenerSet,
  aLoadBalancerConfiguration,
  aNamespace,
  aNode,
  anEndpointSlice,
  anHttpRoute,
  anHttpsListener,
  aParentRef,
  aReferenceGrant,
  aRule,
  aSecret,
  aService,
  aTargetGroupConfiguration,
  type RawObject,
} from '../../support/builders.ts';

const text = ({ kind, namespace, name }: Subject): string => [kind, namespace, name].filter(Boolean).join('/');
const rung = (subjects: readonly Subject[]): readonly string[] => subjects.map(text).sort();
const edited = (raw: RawObject, generation = 2): RawObject => ({
  ...raw,
  metadata: { ...(raw['metadata'] as object), generation },
});
const relabelled = (raw: RawObject, labels: object): RawObject => ({
  ...raw,
  metadata: { ...(raw['metadata'] as object), labels },
});

let index: ReferenceIndex;
const know = (...objects: readonly RawObject[]): void => objects.forEach((object) => void index.seen(object));

beforeEach(() => {
  index = createReferenceIndex('gateway.k8s.aws/alb');
  const parameters = { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' } };
  know(aGatewayClass(), aGateway({ infrastructure: parameters }), anHttpRoute(), aService());
});

describe('a change of an object rings the Gateways that depend on it:', () => {
  const route = anHttpRoute({
    rules: [
      aRule({
        filters: [
          {
            type: 'ExtensionRef',
            extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' },
          },
        ],
      }),
    ],
  });
  const oidc = aListenerRuleConfiguration({
    actions: [{ type: 'authenticate-oidc', authenticateOIDCConfig: { secret: { name: 'oidc' } } }],
  });

  test.each<[string, readonly RawObject[], RawObject, readonly string[]]>([
    ['the Gateway itself', [], edited(aGateway()), ['gateway/shop/web']],
    ['its class', [], edited(aGatewayClass()), ['class/alb', 'gateway/shop/web']],
    ['its configuration', [], aLoadBalancerConfiguration({}), ['gateway/shop/web']],
    [
      'the configuration of its class',
      [
        aGatewayClass(
          {
            parametersRef: {
              group: 'gateway.k8s.aws',
              kind: 'LoadBalancerConfiguration',
              namespace: 'ops',
              name: 'all',
            },
          },
          { metadata: { generation: 2 } },
        ),
      ],
      aLoadBalancerConfiguration({}, { namespace: 'ops', name: 'all' }),
      ['class/alb', 'gateway/shop/web'],
    ],
    [
      'a default for its target groups',
      [edited(aLoadBalancerConfiguration({ defaultTargetGroupConfiguration: { name: 'tg' } }))],
      aTargetGroupConfiguration({ targetReference: undefined }),
      ['gateway/shop/web'],
    ],
    ['a route', [], edited(anHttpRoute()), ['gateway/shop/web']],
    ['a Service of a route', [], aService({ type: 'ClusterIP' }), ['gateway/shop/web', 'service/shop/app']],
    ['the configuration of a Service', [], aTargetGroupConfiguration(), ['gateway/shop/web']],
    ['the configuration of a rule', [edited(route)], oidc, ['gateway/shop/web']],
    ['the client secret of a rule', [edited(route), oidc], aSecret({}, { name: 'oidc' }), ['gateway/shop/web']],
    ['a ListenerSet', [], aListenerSet(), ['gateway/shop/web']],
    [
      'a route of a ListenerSet',
      [aListenerSet()],
      anHttpRoute({ parentRefs: [aParentRef({ kind: 'ListenerSet', name: 'more' })] }, { name: 'second' }),
      ['gateway/shop/web'],
    ],
    [
      'a certificate',
      [edited(aGateway({ listeners: [anHttpsListener({ tls: { certificateRefs: [{ name: 'cert' }] } })] }))],
      aSecret({}, { name: 'cert' }),
      ['gateway/shop/web'],
    ],
    [
      'a grant',
      [edited(anHttpRoute({ rules: [aRule({ backendRefs: [aBackendRef({ namespace: 'other' })] })] }))],
      aReferenceGrant(
        { from: [{ group: '', kind: 'HTTPRoute', namespace: 'shop' }], to: [{ group: '', kind: 'Service' }] },
        { namespace: 'other' },
      ),
      ['gateway/shop/web'],
    ],
    [
      'a grant for somebody else',
      [],
      aReferenceGrant({ from: [{ group: '', kind: 'HTTPRoute', namespace: 'x' }], to: [] }, { namespace: 'other' }),
      [],
    ],
    [
      'labels that select namespaces',
      [edited(aGateway({ listeners: [aListener({ allowedRoutes: { namespaces: { from: 'Selector' } } })] }))],
      aNamespace('team', { tier: 'edge' }),
      ['gateway/shop/web'],
    ],
    ['a namespace that nobody selects', [], aNamespace('team', { tier: 'edge' }), []],
    ['endpoints', [], anEndpointSlice(), ['service/shop/app']],
    ['a node', [], aNode(), ['nodes']],
  ])('%s', (_what, known, change, expected) => {
    know(...known);
    expect(rung(index.seen(change))).toEqual(expected);
  });
});

describe('no echo:', () => {
  test.each<[string, RawObject, Record<string, unknown>]>([
    ['status of a Gateway', aGateway(), { status: { addresses: [{ value: 'x' }] } }],
    ['status of a route', anHttpRoute(), { status: { parents: [{ controllerName: 'x' }] } }],
    ['status of a class', aGatewayClass(), { status: { conditions: [] } }],
    ['status of a Service', aService(), { status: { loadBalancer: {} } }],
  ])('%s', (_what, raw, change) => {
    const fresh = createReferenceIndex('gateway.k8s.aws/alb');
    fresh.seen(raw);
    expect(
      fresh.seen({ ...raw, ...change, metadata: { ...(raw['metadata'] as object), resourceVersion: '99' } }),
    ).toEqual([]);
  });

  test('our finalizer on a Gateway', () => {
    const claimed = {
      ...aGateway(),
      metadata: { ...(aGateway()['metadata'] as object), finalizers: ['gateway.k8s.aws/alb'] },
    };
    expect(index.seen(claimed)).toEqual([]);
  });

  test('heartbeat of a node', () => {
    know(aNode());
    const status = {
      ...(aNode()['status'] as object),
      images: [],
      conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: 'later' }],
    };
    expect(index.seen({ ...aNode(), status })).toEqual([]);
  });
});

test('a node that stops being ready rings', () => {
  know(aNode());
  expect(rung(index.seen(aNode({ ready: false })))).toEqual(['nodes']);
});

test('a route that moves rings the Gateway it leaves and the one it joins', () => {
  know(aGateway({}, { name: 'other' }));
  expect(rung(index.seen(edited(anHttpRoute({ parentRefs: [aParentRef({ name: 'other' })] }))))).toEqual([
    'gateway/shop/other',
    'gateway/shop/web',
  ]);
});

test('a Service that nothing refers to rings nobody, and neither do its endpoints', () => {
  know(edited(anHttpRoute({ rules: [aRule({ backendRefs: [] })] })));
  expect([...index.seen(aService({ type: 'ClusterIP' })), ...index.seen(anEndpointSlice())]).toEqual([]);
});

test('an endpoint slice that changes its Service rings both', () => {
  know(
    anEndpointSlice(),
    edited(anHttpRoute({ rules: [aRule({ backendRefs: [aBackendRef(), aBackendRef({ name: 'new' })] })] })),
  );
  const moved = relabelled(anEndpointSlice(), { 'kubernetes.io/service-name': 'new' });
  expect(rung(index.seen(moved))).toEqual(['service/shop/app', 'service/shop/new']);
});

test('what is gone rings once, and is then forgotten', () => {
  const key = { kind: 'HTTPRoute', namespace: 'shop', name: 'route' };
  expect(rung(index.gone(key))).toEqual(['gateway/shop/web']);
  expect(index.gone(key)).toEqual([]);
  expect(index.keysOf('HTTPRoute')).toEqual([]);
});

test('a Gateway of a class of another controller is left alone', () => {
  know(aGatewayClass({ controllerName: 'example.com/other' }, { name: 'other' }));
  expect(index.seen(aGateway({ gatewayClassName: 'other' }, { name: 'foreign' }))).toEqual([]);
});

test('a Gateway that leaves our class rings, so that what it had is taken down', () => {
  know(aGatewayClass({ controllerName: 'example.com/other' }, { name: 'other' }));
  expect(rung(index.seen(edited(aGateway({ gatewayClassName: 'other' }))))).toEqual(['gateway/shop/web']);
});
