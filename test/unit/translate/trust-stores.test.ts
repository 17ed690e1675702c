// spec.tls.frontend: which clients an HTTPS port lets in.
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../lib/core/graph/build-graph.ts';
import { alb } from '../../../lib/core/profile/alb.ts';
import {
  aConfigMap,
  aGateway,
  aGatewayClass,
  aListener,
  aLoadBalancerConfiguration,
  anHttpRoute,
  aReferenceGrant,
  gatewayKey,
  type RawObject,
  snapshotOf,
} from '../../support/builders.ts';
import { stackOf } from '../../support/translation.ts';

const secure = (port: number) => aListener({ name: `s${port}`, protocol: 'HTTPS', port, hostname: 'shop.example.com' });

const authorities = (name: string, namespace = 'shop'): RawObject =>
  aConfigMap(
    { 'ca.crt': `-----BEGIN CERTIFICATE-----\nM${name.replace('-', '')}\n-----END CERTIFICATE-----\n` },
    { metadata: { name, namespace } },
  );

const asked = (...refs: readonly object[]) => ({
  validation: { caCertificateRefs: refs.map((ref) => ({ group: '', kind: 'ConfigMap', ...ref })) },
});

const gatewayAsking = (frontend: object, ports: readonly number[] = [443]) =>
  aGateway({ listeners: ports.map(secure), tls: { frontend } });

/** `condition reason` of the errors on listeners. */
function complaints(...objects: readonly RawObject[]): readonly string[] {
  const { findings } = buildGraph(snapshotOf([aGatewayClass(), ...objects]), gatewayKey, alb);
  return findings
    .filter(({ severity, listener }) => severity === 'error' && listener !== undefined)
    .map(({ condition, reason }) => `${condition} ${reason}`);
}

describe('spec.tls.frontend', () => {
  it('has ports verify clients with a trust store of its ConfigMaps, one for all ports that ask the same', () => {
    const stack = stackOf([
      gatewayAsking({ default: asked({ name: 'ca' }, { name: 'old-ca' }) }, [443, 8443]),
      anHttpRoute(),
      authorities('ca'),
      authorities('old-ca'),
    ]);
    expect(stack.trustStores).toMatchObject([
      { id: 'TrustStore:shop/ca+shop/old-ca', configMaps: [{ name: 'ca' }, { name: 'old-ca' }] },
    ]);
    const trustStoreArn = { ref: 'TrustStore:shop/ca+shop/old-ca', attribute: 'arn' };
    expect(stack.listeners.map(({ mutualAuthentication }) => mutualAuthentication)).toEqual([
      { mode: 'verify', trustStoreArn },
      { mode: 'verify', trustStoreArn },
    ]);
  });

  it('may differ by port', () => {
    const frontend = {
      default: asked({ name: 'ca' }),
      perPort: [{ port: 8443, tls: asked({ name: 'other' }) }],
    };
    const stack = stackOf([
      gatewayAsking(frontend, [443, 8443]),
      anHttpRoute(),
      authorities('ca'),
      authorities('other'),
    ]);
    expect(stack.trustStores?.map(({ id }) => id)).toEqual(['TrustStore:shop/ca', 'TrustStore:shop/other']);
  });

  it('lets everybody in, certificate shown, in mode AllowInsecureFallback', () => {
    const validation = { ...asked({ name: 'ca' }).validation, mode: 'AllowInsecureFallback' };
    const stack = stackOf([gatewayAsking({ default: { validation } }), anHttpRoute(), authorities('ca')]);
    expect(stack.listeners[0]?.mutualAuthentication).toEqual({ mode: 'passthrough' });
    expect(stack.trustStores).toBeUndefined();
  });

  it('gives way to mutualAuthentication of a LoadBalancerConfiguration', () => {
    const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };
    const stack = stackOf([
      aGateway({
        listeners: [secure(443)],
        infrastructure: { parametersRef },
        tls: { frontend: { default: asked({ name: 'ca' }) } },
      }),
      aLoadBalancerConfiguration({
        listenerConfigurations: [{ protocolPort: 'HTTPS:443', mutualAuthentication: { mode: 'passthrough' } }],
      }),
      anHttpRoute(),
      authorities('ca'),
    ]);
    expect(stack.listeners[0]?.mutualAuthentication).toEqual({ mode: 'passthrough' });
  });

  it.each([
    ['a ConfigMap that does not exist', [{ name: 'none' }], 'ResolvedRefs InvalidCACertificateRef'],
    ['another kind', [{ name: 'ca', kind: 'Secret' }], 'ResolvedRefs InvalidCACertificateKind'],
    ['a ConfigMap elsewhere, unasked', [{ name: 'far', namespace: 'certs' }], 'ResolvedRefs RefNotPermitted'],
  ])('that names %s costs the port, which would let anybody in', (_what, refs, reason) => {
    const objects = [gatewayAsking({ default: asked(...refs) }), authorities('ca'), authorities('far', 'certs')];
    expect(complaints(...objects)).toEqual([reason, 'Accepted NoValidCACertificate']);
  });

  it('is served with what is left of its ConfigMaps', () =>
    expect(complaints(gatewayAsking({ default: asked({ name: 'ca' }, { name: 'none' }) }), authorities('ca'))).toEqual([
      'ResolvedRefs InvalidCACertificateRef',
    ]));

  it('may name ConfigMaps elsewhere that are granted', () => {
    const grant = aReferenceGrant(
      {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop' }],
        to: [{ group: '', kind: 'ConfigMap' }],
      },
      { metadata: { namespace: 'certs' } },
    );
    const objects = [
      gatewayAsking({ default: asked({ name: 'far', namespace: 'certs' }) }),
      authorities('far', 'certs'),
    ];
    expect(complaints(...objects, grant)).toEqual([]);
  });
});
