import { describe, expect, it } from 'vitest';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  aGrpcRoute,
  aListenerRuleConfiguration,
  aListenerSet,
  aLoadBalancerConfiguration,
  anEndpointSlice,
  anHttpRoute,
  anHttpsListener,
  aNode,
  aParentRef,
  aReferenceGrant,
  aRule,
  aService,
  aTargetGroupConfiguration,
  type RawObject,
} from '../support/builders.ts';
import { createForwarderWorld } from './forwarder-world.ts';

const gatewayApi = 'gateway.networking.k8s.io/v1';
const web = { apiVersion: gatewayApi, kind: 'Gateway', namespace: 'shop', name: 'web' };
const route = { apiVersion: gatewayApi, kind: 'HTTPRoute', namespace: 'shop', name: 'route' };

/** A class, Gateway `shop/web` with its route and Service, and a second Gateway that nothing here concerns. */
const shop: readonly RawObject[] = [
  aGatewayClass(),
  aGateway(),
  aGateway({}, { name: 'other' }),
  aService(),
  anHttpRoute(),
];

describe('a forwarder that starts', () => {
  it('rings every Gateway, class and referenced Service once, and then only what changes', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = world.start();
    expect(await world.rung()).toEqual(['class alb', 'gateway shop/other', 'gateway shop/web', 'service shop/app']);
    expect(await world.rung()).toEqual([]);
    await relay.stop();
  });

  it('rings after a restart what changed while nobody watched', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const first = await world.synced();
    await first.stop();
    await world.queue.drain();
    await world.client.patch(web, { metadata: { annotations: { a: 'b' } } });
    const second = world.start();
    expect(await world.rung()).toContain('gateway shop/web');
    await second.stop();
  });

  it('sees all it needs with the rights that the chart gives it', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    expect(world.log.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    await relay.stop();
  });
});

describe('a change', () => {
  const parts: readonly [kind: string, object: RawObject, rings: readonly string[]][] = [
    ['an HTTPRoute', anHttpRoute({}, { name: 'more' }), ['gateway shop/web']],
    ['a GRPCRoute', aGrpcRoute(), ['gateway shop/web']],
    ['a ListenerSet', aListenerSet(), ['gateway shop/web']],
    ['a LoadBalancerConfiguration', aLoadBalancerConfiguration(), ['gateway shop/web']],
    ['a TargetGroupConfiguration of its Service', aTargetGroupConfiguration(), ['gateway shop/web']],
    ['a ListenerRuleConfiguration of its route', aListenerRuleConfiguration(), ['gateway shop/web']],
    [
      'a Service of its route',
      aService({ type: 'ClusterIP', ports: [{ port: 80 }] }, { name: 'side' }),
      ['gateway shop/web', 'service shop/side'],
    ],
    ['an EndpointSlice of its Service', anEndpointSlice(), ['service shop/app']],
    ['a Node', aNode(), ['nodes']],
  ];
  const referring = [
    aGatewayClass(),
    aGateway({
      infrastructure: { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' } },
    }),
    aGateway({}, { name: 'other' }),
    aService(),
    anHttpRoute({
      rules: [
        aRule({
          backendRefs: [aBackendRef(), aBackendRef({ name: 'side' })],
          filters: [
            {
              type: 'ExtensionRef',
              extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'rule' },
            },
          ],
        }),
      ],
    }),
  ];

  it.each(parts)('of %s rings whom it concerns when it comes, changes and goes', async (_, object, rings) => {
    const world = await createForwarderWorld({ objects: referring });
    const relay = await world.synced();
    const { name, namespace } = object['metadata'] as { name: string; namespace: string };
    const ref = {
      apiVersion: String(object['apiVersion']),
      kind: String(object['kind']),
      name,
      ...(namespace ? { namespace } : {}),
    };

    await world.write(object);
    expect(await world.rung()).toEqual(rings);
    await world.client.patch(ref, changeOf(object));
    expect(await world.rung()).toEqual(rings);
    await world.client.delete(ref);
    expect(await world.rung()).toEqual(rings);
    await relay.stop();
  });

  it('of a class rings the class and its Gateways', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    const parametersRef = {
      group: 'gateway.k8s.aws',
      kind: 'LoadBalancerConfiguration',
      name: 'lb',
      namespace: 'shop',
    };
    await world.client.patch(
      { apiVersion: gatewayApi, kind: 'GatewayClass', name: 'alb' },
      { spec: { parametersRef } },
    );
    expect(await world.rung()).toEqual(['class alb', 'gateway shop/other', 'gateway shop/web']);
    await relay.stop();
  });

  it('of a route that moves rings the Gateway it leaves and the one it joins', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    await world.write(anHttpRoute({ parentRefs: [aParentRef({ name: 'other' })] }));
    expect(await world.rung()).toEqual(['gateway shop/other', 'gateway shop/web']);
    await relay.stop();
  });

  it('of a ReferenceGrant rings the Gateway that refers across namespaces', async () => {
    const crossing = anHttpRoute({ rules: [aRule({ backendRefs: [aBackendRef({ namespace: 'payments' })] })] });
    const world = await createForwarderWorld({
      objects: [...shop, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'payments' } }],
    });
    await world.write(crossing);
    const relay = await world.synced();
    const spec = {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    };
    await world.write(aReferenceGrant(spec, { namespace: 'payments' }));
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await relay.stop();
  });

  it('of a namespace label rings the Gateways that choose namespaces by label', async () => {
    const choosing = { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } };
    const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: choosing }];
    const world = await createForwarderWorld({
      objects: [aGatewayClass(), aGateway({ listeners }), aGateway({}, { name: 'other' })],
    });
    const relay = await world.synced();
    await world.client.patch(
      { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
      { metadata: { labels: { team: 'shop' } } },
    );
    expect(await world.rung()).toEqual(['gateway shop/web']);
    await relay.stop();
  });

  it('of a Secret rings at once in a namespace that opted in, and is not seen elsewhere', async () => {
    const tls = { mode: 'Terminate', certificateRefs: [{ name: 'cert' }] };
    const objects = [
      aGatewayClass(),
      aGateway({ listeners: [anHttpsListener({ tls })] }),
      aGateway({}, { name: 'other' }),
    ];
    const world = await createForwarderWorld({ objects, secretNamespaces: ['shop'] });
    await world.client.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'albatross-forwarder-secrets', namespace: 'shop' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'albatross-forwarder-secrets' },
      subjects: [{ kind: 'ServiceAccount', name: 'albatross-forwarder', namespace: 'albatross-system' }],
    } as never);
    const relay = await world.synced();
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cert', namespace: 'shop' },
      stringData: { a: 'hunter2' },
    };
    await world.write(secret);
    await world.write({ ...secret, metadata: { name: 'cert', namespace: 'default' } });
    expect(await world.rung()).toEqual(['gateway shop/web']);
    expect(JSON.stringify(world.log.lines)).not.toContain('hunter2');
    await relay.stop();
  });

  it('of an object that no Gateway of ours depends on rings nothing', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    await world.write(aService({ type: 'ClusterIP', ports: [{ port: 5432 }] }, { name: 'database' }));
    await world.write(anEndpointSlice({}, { name: 'database-1', service: 'database' }));
    await world.write({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
      data: { a: 'b' },
    });
    expect(await world.rung()).toEqual([]);
    await relay.stop();
  });

  it('of status, by whomever, rings nothing', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    const condition = {
      type: 'Programmed',
      status: 'True',
      reason: 'Programmed',
      message: 'ok',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    await world.client.patch(web, { status: { conditions: [condition] } }, { subresource: 'status' });
    const parents = [{ parentRef: { name: 'web' }, controllerName: 'example.com/other', conditions: [condition] }];
    await world.client.patch(route, { status: { parents } }, { subresource: 'status' });
    expect(await world.rung()).toEqual([]);
    await relay.stop();
  });

  it('names its cause in the doorbell and in one log line', async () => {
    const world = await createForwarderWorld({ objects: shop });
    const relay = await world.synced();
    const at = world.clock.now();
    await world.client.patch(route, { spec: { hostnames: ['shop.example.com'] } });
    await world.pass(100);
    const [doorbell, ...others] = await world.queue.drain();
    expect(others).toEqual([]);
    expect(doorbell).toMatchObject({
      subject: { kind: 'gateway', namespace: 'shop', name: 'web' },
      cause: { kind: 'HTTPRoute', namespace: 'shop', name: 'route', why: 'modified' },
      at,
    });
    expect(world.log.lines.at(-1)).toMatchObject({
      message: 'rang',
      facts: { subject: 'gateway shop/web', cause: 'HTTPRoute shop/route modified', trace: doorbell?.trace },
    });
    await relay.stop();
  });
});

/** A change of an object's own content. */
function changeOf(object: RawObject): object {
  switch (object['kind']) {
    case 'EndpointSlice':
      return { endpoints: [{ addresses: ['10.244.0.11'], conditions: { ready: true } }] };
    case 'Node':
      return { spec: { unschedulable: true } };
    case 'Service':
      return { spec: { ports: [{ name: 'http', port: 80, targetPort: 9090, protocol: 'TCP' }] } };
    case 'LoadBalancerConfiguration':
      return { spec: { scheme: 'internal' } };
    case 'TargetGroupConfiguration':
      return { spec: { defaultConfiguration: { targetType: 'ip' } } };
    case 'ListenerRuleConfiguration':
      return { spec: { tags: { a: 'b' } } };
    case 'ListenerSet':
      return { spec: { listeners: [{ name: 'extra', port: 8081, protocol: 'HTTP' }] } };
    default:
      return { spec: { hostnames: ['shop.example.com'] } };
  }
}
