// Which certificates an HTTPS port serves with when its listeners name Secrets.
import { describe, expect, it } from 'vitest';
import { lbc } from '../../../lib/core/profile/lbc.ts';
import { needs } from '../../../lib/core/translate/needs.ts';
import { alb } from '../../../lib/core/profile/alb.ts';
import { buildGraph } from '../../../lib/core/graph/build-graph.ts';
import {
  aGateway,
  aGatewayClass,
  aListener,
  aLoadBalancerConfiguration,
  anHttpRoute,
  aTlsSecret,
  gatewayKey,
  type RawObject,
  snapshotOf,
} from '../../support/builders.ts';
import { stackOf } from '../../support/translation.ts';

const named = (...names: readonly string[]) =>
  aListener({
    name: names.join('-'),
    protocol: 'HTTPS',
    port: 443,
    hostname: `${names.join('-')}.example.com`,
    tls: { certificateRefs: names.map((name) => ({ name })) },
  });

const pem = (label: string, body: string): string =>
  Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`).toString('base64');

const secret = (name: string, content = name): RawObject =>
  aTlsSecret({
    metadata: { name },
    data: { 'tls.crt': pem('CERTIFICATE', `MI${content}`), 'tls.key': pem('PRIVATE KEY', 'MIIB') },
  });

const refs = (...names: readonly string[]) =>
  names.map((name) => ({ ref: `Certificate:shop/${name}`, attribute: 'arn' }));

describe('certificates from Secrets', () => {
  const listeners = [named('one'), named('two')];

  it('serve the port together, that of the first listener by default', () => {
    const stack = stackOf([aGateway({ listeners }), anHttpRoute(), secret('one'), secret('two')]);
    expect(stack.listeners[0]?.certificates).toEqual(refs('one', 'two'));
    expect(stack.certificates?.map(({ id, secret: from }) => [id, from])).toEqual([
      ['Certificate:shop/one', { namespace: 'shop', name: 'one' }],
      ['Certificate:shop/two', { namespace: 'shop', name: 'two' }],
    ]);
  });

  it('with equal content are imported once', () => {
    const stack = stackOf([aGateway({ listeners }), anHttpRoute(), secret('one'), secret('two', 'one')]);
    expect(stack.listeners[0]?.certificates).toEqual(refs('one'));
    expect(stack.certificates).toHaveLength(1);
  });

  it('come after those that the configuration names', () => {
    const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };
    const stack = stackOf([
      aGateway({ listeners: [named('one')], infrastructure: { parametersRef } }),
      aLoadBalancerConfiguration({
        listenerConfigurations: [{ protocolPort: 'HTTPS:443', defaultCertificate: 'arn:aws:acm:default' }],
      }),
      anHttpRoute(),
      secret('one'),
    ]);
    expect(stack.listeners[0]?.certificates).toEqual(['arn:aws:acm:default', ...refs('one')]);
  });

  it('leave listeners without any to what ACM has', () => {
    const plain = aListener({ name: 'plain', protocol: 'HTTPS', port: 443, hostname: 'shop.example.com' });
    const stack = stackOf([aGateway({ listeners: [named('one'), plain] }), anHttpRoute(), secret('one')]);
    expect(stack.listeners[0]?.certificates.slice(0, 1)).toEqual(refs('one'));
    expect(stack.listeners[0]?.certificates.slice(1)).toEqual([
      expect.stringContaining('certificate/a'),
      expect.stringContaining('certificate/b'),
    ]);
  });

  it('spare asking ACM', () => {
    const objects = [aGatewayClass(), aGateway({ listeners: [named('one')] }), anHttpRoute(), secret('one')];
    const asked = needs(buildGraph(snapshotOf(objects), gatewayKey, alb), alb).map(({ fact }) => fact);
    expect(asked).not.toContain('certificates');
  });

  it('are not looked at under lbc', () => {
    const stack = stackOf(
      [
        aGateway({ listeners: [aListener({ ...named('one'), hostname: 'shop.example.com' })] }),
        anHttpRoute(),
        secret('one'),
      ],
      { profile: lbc },
    );
    expect(stack.certificates).toBeUndefined();
  });
});
