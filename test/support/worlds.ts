// Random worlds for laws: any selection, in any order, of objects that get along, that clash, and that are wrong.
import fc from 'fast-check';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  aGrpcRoute,
  aListener,
  aListenerRuleConfiguration,
  aListenerSet,
  aLoadBalancerConfiguration,
  aNamespace,
  anHttpRoute,
  anHttpsListener,
  aParentRef,
  aReferenceGrant,
  aRule,
  aService,
  aTargetGroupConfiguration,
  aTlsSecret,
  type RawObject,
} from './builders.ts';

const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };
const extension = {
  type: 'ExtensionRef',
  extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' },
};

const gateways: readonly RawObject[] = [
  aGateway(),
  aGateway({
    listeners: [
      aListener(),
      aListener({ name: 'host', hostname: '*.a.io' }),
      anHttpsListener({ tls: { certificateRefs: [{ name: 'cert' }] } }),
    ],
    allowedListeners: { namespaces: { from: 'All' } },
    infrastructure: { parametersRef },
  }),
  aGateway({
    listeners: [aListener(), anHttpsListener({ port: 80 }), aListener({ name: 'tcp', protocol: 'TCP', port: 9000 })],
  }),
];

const pool: readonly RawObject[] = [
  aService(),
  aService({}, { name: 'other' }),
  aService({}, { namespace: 'far' }),
  aNamespace('far', { tier: 'edge' }),
  aTlsSecret(),
  aListenerSet(),
  aListenerSet(
    { listeners: [aListener({ name: 'extra', port: 80 }), aListener({ name: 'more', port: 8080, hostname: 'b.io' })] },
    { name: 'late', namespace: 'far' },
  ),
  aLoadBalancerConfiguration({ scheme: 'internet-facing', defaultTargetGroupConfiguration: { name: 'base' } }),
  aTargetGroupConfiguration(
    { targetReference: undefined, defaultConfiguration: { targetType: 'ip' } },
    { name: 'base' },
  ),
  aTargetGroupConfiguration({ defaultConfiguration: { tags: { a: 'b' } } }),
  aListenerRuleConfiguration({ tags: { a: 'b' } }),
  aReferenceGrant(
    {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    },
    { namespace: 'far' },
  ),
  anHttpRoute(),
  anHttpRoute(
    { hostnames: ['x.a.io', 'b.io'], rules: [aRule({ filters: [extension] }), aRule({ matches: [] })] },
    { name: 'hosts' },
  ),
  anHttpRoute(
    {
      rules: [
        aRule({ timeouts: { request: '1s' } }),
        aRule({ backendRefs: [aBackendRef({ namespace: 'far' }), aBackendRef({ name: 'nope' })] }),
      ],
    },
    { name: 'wrong' },
  ),
  anHttpRoute(
    { parentRefs: [aParentRef({ sectionName: 'nope' }), aParentRef({ kind: 'ListenerSet', name: 'more' })] },
    { name: 'parents' },
  ),
  anHttpRoute({ parentRefs: [aParentRef({ namespace: 'shop' })] }, { name: 'foreign', namespace: 'far' }),
  anHttpRoute({ novelty: true }, { name: 'novel' }),
  anHttpRoute(
    {},
    {
      name: 'stale',
      status: {
        parents: [
          { parentRef: aParentRef({ name: 'gone' }), controllerName: 'gateway.k8s.aws/alb', conditions: [] },
          { parentRef: aParentRef(), controllerName: 'example.com/other', conditions: [] },
        ],
      },
    },
  ),
  aGrpcRoute({
    rules: [{ matches: [{ method: { service: 'shop.Cart' } }], backendRefs: [aBackendRef({ name: 'other' })] }],
  }),
];

/** A class of ours, a Gateway `shop/web`, and whatever comes beside them. */
export const anyWorld: fc.Arbitrary<readonly RawObject[]> = fc
  .tuple(fc.constantFrom(...gateways), fc.shuffledSubarray([...pool]))
  .map(([gateway, others]) => [aGatewayClass(), gateway, ...others]);
