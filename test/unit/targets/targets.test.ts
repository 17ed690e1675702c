import { describe, expect, it } from 'vitest';
import { isInside } from '../../../lib/core/targets/address-ranges.ts';
import { desiredTargets } from '../../../lib/core/targets/desired-targets.ts';
import { targetDifference } from '../../../lib/core/targets/target-difference.ts';
import type { BoundGroup } from '../../../lib/core/stack/target-binding.ts';
import { aNode, anEndpointSlice, aService, snapshotOf, type RawObject } from '../../support/builders.ts';

const ip: BoundGroup = { namespace: 'shop', service: 'app', servicePort: 80, targetType: 'ip', ipAddressType: 'ipv4' };
const instance: BoundGroup = { ...ip, targetType: 'instance' };

function targets(
  binding: BoundGroup,
  objects: readonly RawObject[],
  vpcCidrs?: readonly string[],
): readonly string[] | undefined {
  const { objects: found } = snapshotOf(objects);
  const world = {
    service: found.Service[0],
    slices: found.EndpointSlice,
    nodes: found.Node,
    ...(vpcCidrs && { vpcCidrs }),
  };
  return desiredTargets(binding, world)?.map(
    ({ id, port, availabilityZone }) =>
      `${id}:${String(port)}${availabilityZone === undefined ? '' : `@${availabilityZone}`}`,
  );
}

function node(id: string, metadata: object = {}, more: Parameters<typeof aNode>[0] = {}): RawObject {
  return aNode({
    name: id,
    metadata: { ...metadata },
    ...more,
    spec: { providerID: `aws:///us-west-2a/${id}`, ...more.spec },
  });
}

function endpoint(address: string, conditions: object, nodeName?: string): object {
  return { addresses: [address], conditions, ...(nodeName === undefined ? {} : { nodeName }) };
}

describe('ip targets', () => {
  it('are the ready endpoints of the port with the same name, once each', () => {
    const slice = anEndpointSlice({
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { name: 'metrics', port: 9090, protocol: 'TCP' },
      ],
      endpoints: [
        endpoint('10.244.0.2', { ready: true }),
        endpoint('10.244.0.1', {}),
        endpoint('10.244.0.3', { ready: false }),
      ],
    });
    const again = anEndpointSlice({ endpoints: [endpoint('10.244.0.1', { ready: true })] }, { name: 'app-2' });
    expect(targets(ip, [aService(), slice, again])).toEqual(['10.244.0.1:8080', '10.244.0.2:8080']);
  });

  it('leave out what is terminating', () => {
    const slice = anEndpointSlice({
      endpoints: [endpoint('10.244.0.1', { ready: true, terminating: true }), endpoint('10.244.0.2', { ready: true })],
    });
    expect(targets(ip, [aService(), slice])).toEqual(['10.244.0.2:8080']);
  });

  it('fail open: with no ready endpoint, those on nodes that have lost touch', () => {
    const slice = anEndpointSlice({
      endpoints: [endpoint('10.244.0.1', { ready: false }, 'lost'), endpoint('10.244.0.2', { ready: false }, 'fine')],
    });
    const nodes = [aNode({ name: 'lost', ready: false }), aNode({ name: 'fine' })];
    expect(targets(ip, [aService(), slice, ...nodes])).toEqual(['10.244.0.1:8080']);
  });

  it('outside the VPC are registered for all zones', () => {
    const slice = anEndpointSlice({
      endpoints: [endpoint('10.244.0.1', { ready: true }), endpoint('192.168.0.1', { ready: true })],
    });
    expect(targets(ip, [aService(), slice], ['10.0.0.0/16', '10.244.0.0/16'])).toEqual([
      '10.244.0.1:8080',
      '192.168.0.1:8080@all',
    ]);
  });

  it('of an IPv6 group come from IPv6 slices', () => {
    const slice = anEndpointSlice({ addressType: 'IPv6', endpoints: [endpoint('2001:db8::1', { ready: true })] });
    expect(targets(ip, [aService(), slice])).toEqual([]);
    expect(targets({ ...ip, ipAddressType: 'ipv6' }, [aService(), slice])).toEqual(['2001:db8::1:8080']);
  });
});

describe('instance targets', () => {
  it('are the ready nodes that carry load and are selected', () => {
    const nodes = [
      node('i-01', { labels: { pool: 'web' } }),
      node('i-02', { labels: { pool: 'web', 'node.kubernetes.io/exclude-from-external-load-balancers': '' } }),
      node(
        'i-03',
        { labels: { pool: 'web' } },
        { spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }] } },
      ),
      node('i-04', { labels: { pool: 'web', 'eks.amazonaws.com/compute-type': 'fargate' } }),
      node('i-05', { labels: { pool: 'batch' } }),
      node('i-06', { labels: { pool: 'web' } }, { ready: false }),
      aNode({ name: 'metal', metadata: { labels: { pool: 'web' } }, spec: { providerID: 'kind://metal' } }),
    ];
    expect(targets({ ...instance, nodeSelector: 'pool=web' }, [aService(), ...nodes])).toEqual(['i-01:30080']);
  });

  it('fail open when no node is ready', () => {
    expect(targets(instance, [aService(), node('i-01', {}, { ready: false })])).toEqual(['i-01:30080']);
  });
});

describe('what cannot be known', () => {
  it('changes nothing: no Service, no such port, no node port', () => {
    expect(targets(ip, [])).toBeUndefined();
    expect(targets({ ...ip, servicePort: 81 }, [aService()])).toBeUndefined();
    expect(targets(instance, [aService({ type: 'ClusterIP', ports: [{ name: 'http', port: 80 }] })])).toBeUndefined();
  });
});

describe('the difference', () => {
  const registered = [
    { id: 'a', port: 1, state: 'healthy' },
    { id: 'b', port: 1, state: 'draining' },
    { id: 'c', port: 1, state: 'unhealthy' },
  ];

  it('registers what is missing or draining, and deregisters what is not wanted', () => {
    expect(
      targetDifference(registered, [
        { id: 'a', port: 1 },
        { id: 'b', port: 1 },
        { id: 'd', port: 1 },
      ]),
    ).toEqual({
      register: [
        { id: 'b', port: 1 },
        { id: 'd', port: 1 },
      ],
      deregister: [{ id: 'c', port: 1 }],
    });
  });

  it('deregisters nothing from a group that other clusters share', () => {
    expect(targetDifference(registered, [], true)).toEqual({ register: [], deregister: [] });
  });
});

it.each([
  ['10.0.3.4', '10.0.0.0/16', true],
  ['10.1.3.4', '10.0.0.0/16', false],
  ['10.1.3.4', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['2001:db8::1', '10.0.0.0/8', false],
  ['no address', '10.0.0.0/8', false],
])('%s is inside %s: %s', (address, cidr, inside) => {
  expect(isInside(address, cidr)).toBe(inside);
});
