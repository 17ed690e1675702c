import { describe, expect, test } from 'vitest';
import { lbc } from '../../../lib/core/profile/lbc.ts';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  aLoadBalancerConfiguration,
  anHttpRoute,
  aRule,
  aTargetGroupConfiguration,
  type RawObject,
} from '../../support/builders.ts';
import { aWorld, errorsIn, graphOf, routeNamed } from '../../support/graphs.ts';

const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration' };
const gateway = aGateway({ infrastructure: { parametersRef: { ...parametersRef, name: 'own' } } });
const gatewayClass = aGatewayClass({ parametersRef: { ...parametersRef, name: 'shared', namespace: 'ops' } });
const own = (spec: object): RawObject => aLoadBalancerConfiguration({ ...spec }, { name: 'own' });
const shared = (spec: object): RawObject =>
  aLoadBalancerConfiguration({ ...spec }, { name: 'shared', namespace: 'ops' });
const both = (ofClass: object, ofGateway: object): readonly RawObject[] =>
  aWorld(gatewayClass, gateway, shared(ofClass), own(ofGateway));

describe('the configuration in force', () => {
  test('is empty without any', () => expect(graphOf(aWorld()).gateway?.configuration).toEqual({}));

  test('is taken as it is written where there is one', () => {
    expect(
      graphOf(aWorld(gateway, own({ scheme: 'internal', mergingMode: 'prefer-gateway' }))).gateway?.configuration,
    ).toEqual({
      scheme: 'internal',
      mergingMode: 'prefer-gateway',
    });
  });

  const values = (of: string): object => ({
    loadBalancerName: of,
    scheme: of,
    ipAddressType: of,
    customerOwnedIpv4Pool: of,
    ipv4IPAMPoolId: of,
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: of,
    loadBalancerSubnets: [{ identifier: of }],
    loadBalancerSubnetsSelector: { [of]: [of] },
    securityGroups: [of],
    securityGroupPrefixes: [of],
    sourceRanges: [of],
    enableICMP: of === 'class',
    disableSecurityGroup: of === 'class',
    manageBackendSecurityGroupRules: of === 'class',
    wafV2: { webACL: of },
    shieldConfiguration: { enabled: of === 'class' },
    minimumLoadBalancerCapacity: { capacityUnits: of.length },
    tags: { shared: of },
    loadBalancerAttributes: [{ key: 'k', value: of }],
    listenerConfigurations: [{ protocolPort: 'HTTPS:443', sslPolicy: of }],
    defaultTargetGroupConfiguration: { name: of },
  });

  test.each([
    ['by default', undefined, 'class'],
    ['if it says so', 'prefer-gateway-class', 'class'],
    ['unless it says otherwise', 'prefer-gateway', 'gateway'],
  ])('prefers the class %s', (_when, mergingMode, winner) => {
    const merged = graphOf(
      both({ ...values('class'), mergingMode }, { ...values('gateway'), mergingMode: 'prefer-gateway' }),
    ).gateway?.configuration;
    expect(merged).toEqual(values(winner));
  });

  test('takes from the weaker what the stronger does not say', () => {
    const merged = graphOf(both({ scheme: 'internal' }, { ...values('gateway') })).gateway?.configuration;
    expect(merged).toEqual({ ...values('gateway'), scheme: 'internal' });
  });

  test('unites tags, attributes and listeners by key', () => {
    const ofClass = {
      tags: { a: '1' },
      loadBalancerAttributes: [{ key: 'b', value: '1' }],
      listenerConfigurations: [{ protocolPort: 'HTTPS:443', sslPolicy: 'X' }],
    };
    const ofGateway = {
      tags: { a: '2', b: '3' },
      loadBalancerAttributes: [
        { key: 'a', value: '2' },
        { key: 'b', value: '2' },
      ],
      listenerConfigurations: [{ protocolPort: 'HTTPS:443', defaultCertificate: 'C' }, { protocolPort: 'HTTP:80' }],
    };
    expect(graphOf(both(ofClass, ofGateway)).gateway?.configuration).toEqual({
      tags: { a: '1', b: '3' },
      loadBalancerAttributes: [
        { key: 'a', value: '2' },
        { key: 'b', value: '1' },
      ],
      listenerConfigurations: [{ protocolPort: 'HTTP:80' }, { protocolPort: 'HTTPS:443', sslPolicy: 'X' }],
    });
  });

  test('loses the minimum capacity in the dialect that forgets it', () => {
    const objects = both({}, { minimumLoadBalancerCapacity: { capacityUnits: 50 } });
    expect(graphOf(objects).gateway?.configuration.minimumLoadBalancerCapacity).toEqual({ capacityUnits: 50 });
    expect(graphOf(objects, lbc).gateway?.configuration.minimumLoadBalancerCapacity).toBeUndefined();
  });
});

test.each<[string, readonly RawObject[], string]>([
  ['that does not exist', aWorld(gateway), 'Gateway web: Accepted/InvalidParameters spec.infrastructure.parametersRef'],
  [
    'of another kind',
    aWorld(aGateway({ infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'x' } } })),
    'Gateway web: Accepted/InvalidParameters spec.infrastructure.parametersRef',
  ],
  ['that its class cannot read', aWorld(gatewayClass), 'Gateway web: Accepted/InvalidParameters spec.gatewayClassName'],
  [
    'whose default for target groups does not exist',
    aWorld(gateway, own({ defaultTargetGroupConfiguration: { name: 'x' } })),
    'Gateway web: Accepted/InvalidParameters spec.infrastructure.parametersRef',
  ],
  [
    'whose default for target groups is one Service’s',
    aWorld(gateway, own({ defaultTargetGroupConfiguration: { name: 'tg' } }), aTargetGroupConfiguration()),
    'Gateway web: Accepted/InvalidParameters spec.infrastructure.parametersRef',
  ],
])('a configuration %s stops the Gateway from being built, and nothing else is lost', (_what, objects, problem) => {
  const graph = graphOf(objects);
  expect(errorsIn(graph)).toEqual([problem]);
  expect(graph).toMatchObject({
    verdict: 'ours',
    gateway: { configurationValid: false },
    listeners: [{ valid: true, attachedRoutes: 1 }],
  });
});

test('an address that the Gateway asks for cannot be given', () => {
  const graph = graphOf(aWorld(aGateway({ addresses: [{ type: 'IPAddress', value: '10.1.2.3' }] })));
  expect(errorsIn(graph)).toEqual(['Gateway web: Accepted/UnsupportedAddress spec.addresses[0]']);
  expect(graph.gateway?.configurationValid).toBe(false);
});

describe('defaults for target groups', () => {
  const tgc = (name: string, namespace: string, spec: object): RawObject =>
    aTargetGroupConfiguration({ targetReference: undefined, ...spec }, { name, namespace });
  const named = { defaultTargetGroupConfiguration: { name: 'base' } };
  const propsOf = (objects: readonly RawObject[], profile?: typeof lbc): unknown => {
    const target = routeNamed(graphOf(objects, profile), 'route').rules[0]?.backends[0]?.target;
    return target?.kind === 'service' ? target.service.props : undefined;
  };
  const forHttp = (tags: object): object => ({
    routeConfigurations: [{ routeIdentifier: { kind: 'HTTPRoute' }, targetGroupProps: { tags } }],
  });

  test('lie below the Service’s own, field by field, health checks as one block', () => {
    const base = tgc('base', 'shop', {
      defaultConfiguration: {
        targetType: 'ip',
        healthCheckConfig: { healthCheckInterval: 30 },
        tags: { a: '9', b: '2' },
      },
    });
    const ofService = aTargetGroupConfiguration({
      defaultConfiguration: { healthCheckConfig: { healthCheckPath: '/s' } },
      ...forHttp({ a: '1' }),
    });
    const route = anHttpRoute({ rules: [aRule({ backendRefs: [aBackendRef()] })] });
    expect(propsOf(aWorld(gateway, own(named), base, ofService, route))).toEqual({
      targetType: 'ip',
      healthCheckConfig: { healthCheckPath: '/s' },
      tags: { a: '1', b: '2' },
    });
  });

  test('of class and Gateway are merged; entries for routes of both count, except in the dialect that drops the weaker ones', () => {
    const objects = [
      ...both(named, named),
      tgc('base', 'ops', { defaultConfiguration: { targetType: 'ip' } }),
      tgc('base', 'shop', {
        defaultConfiguration: { targetType: 'instance', protocol: 'HTTPS' },
        ...forHttp({ a: '1' }),
      }),
    ];
    expect(propsOf(objects)).toEqual({ targetType: 'ip', protocol: 'HTTPS', tags: { a: '1' } });
    expect(propsOf(objects, lbc)).toEqual({ targetType: 'ip', protocol: 'HTTPS' });
  });
});
