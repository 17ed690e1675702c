import { describe, expect, it } from 'vitest';
import type { ClusterId } from '../../../lib/core/base/ids.ts';
import { fitTagValue, names } from '../../../lib/core/profile/names.ts';

const gateway = { cluster: 'demo' as ClusterId, namespace: 'shop', name: 'edge' };
const uid = '0b6f0f2e-7b1c-4f54-9f0e-5d3a2c9f8a11';
const web = {
  gateway,
  routeNamespace: 'shop',
  routeName: 'web-frontend',
  routeKind: 'HTTPRoute',
  serviceNamespace: 'shop',
  serviceName: 'web-svc',
  portText: '8080',
  targetType: 'ip',
  protocol: 'HTTP',
  protocolVersion: 'HTTP1',
};

describe('names of AWS resources are those of the AWS Load Balancer Controller', () => {
  it.each([
    ['internal', 'k8s-shop-edge-e6d74f053b'],
    ['internet-facing', 'k8s-shop-edge-c0f8b41880'],
  ])('an %s load balancer', (scheme, name) => {
    expect(names.loadBalancer(gateway, uid, scheme)).toBe(name);
  });

  it('the front-end security group, in another order of parts', () => {
    expect(names.securityGroup(gateway, uid)).toBe('k8s-shop-edge-daa33babb1');
  });

  it('the shared security group of a cluster', () => {
    expect(names.sharedSecurityGroup('my-prod_cluster' as ClusterId)).toBe('k8s-traffic-myprodcluster-820211e708');
  });

  it.each([
    ['ip targets', web, 'k8s-shop-webfront-352e38855a'],
    [
      'instance targets, by node port',
      { ...web, targetType: 'instance', portText: '31080' },
      'k8s-shop-webfront-22c5478549',
    ],
    [
      'a gRPC route to a named port',
      {
        ...web,
        routeName: 'echo',
        routeKind: 'GRPCRoute',
        serviceName: 'echo-svc',
        portText: 'grpc',
        protocolVersion: 'GRPC',
      },
      'k8s-shop-echo-0f7d471831',
    ],
  ])('a target group of %s', (_what, identity, name) => {
    expect(names.targetGroup(identity)).toBe(name);
  });
});

describe('tag values', () => {
  it('stay as they are up to 256 characters', () => {
    expect(fitTagValue('x'.repeat(256))).toBe('x'.repeat(256));
  });

  it('keep their beginning and become distinguishable beyond', () => {
    const [a, b] = [fitTagValue(`${'x'.repeat(300)}a`), fitTagValue(`${'x'.repeat(300)}b`)];
    expect([a.length, b.length]).toEqual([256, 256]);
    expect(a).not.toBe(b);
  });
});
