import { describe, expect, test } from 'vitest';
import { lbc } from '../../../lib/core/profile/lbc.ts';
import {
  aGateway,
  aGrpcRoute,
  aListener,
  aListenerSet,
  aNamespace,
  anHttpsListener,
  aReferenceGrant,
  aTlsSecret,
  type Part,
  type RawObject,
} from '../../support/builders.ts';
import { aWorld, errorsIn, graphOf, listenerNamed, notesIn, validListeners } from '../../support/graphs.ts';

const withListeners = (...listeners: readonly Part[]): RawObject => aGateway({ listeners });
const open = { allowedListeners: { namespaces: { from: 'All' } } };

describe('a listener', () => {
  test.each<[string, Part, string]>([
    ['of protocol TCP', { protocol: 'TCP' }, 'Accepted/UnsupportedProtocol spec.listeners[0].protocol'],
    ['of protocol TLS', { protocol: 'TLS' }, 'Accepted/UnsupportedProtocol spec.listeners[0].protocol'],
    ['on port 70000', { port: 70000 }, 'Accepted/PortUnavailable spec.listeners[0].port'],
    ['with an address as hostname', { hostname: '10.0.0.1' }, 'Accepted/UnsupportedValue spec.listeners[0].hostname'],
    [
      'that passes TLS through',
      { protocol: 'HTTPS', tls: { mode: 'Passthrough' } },
      'Accepted/UnsupportedValue spec.listeners[0].tls.mode',
    ],
    [
      'for routes of a kind that HTTP cannot carry',
      { allowedRoutes: { kinds: [{ kind: 'TLSRoute' }] } },
      'ResolvedRefs/InvalidRouteKinds spec.listeners[0].allowedRoutes.kinds[0]',
    ],
    [
      'with a certificate that is not there',
      { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'none' }] } },
      'ResolvedRefs/InvalidCertificateRef spec.listeners[0].tls.certificateRefs[0]',
    ],
  ])('%s is not served, and the others are', (_what, part, problem) => {
    const graph = graphOf(aWorld(withListeners(aListener({ name: 'bad', ...part }), aListener({ port: 8080 }))));
    expect(validListeners(graph)).toEqual(['http']);
    expect(errorsIn(graph)).toContain(`Gateway web: ${problem}`);
  });

  test('keeps the kinds it can serve beside one it cannot', () => {
    const graph = graphOf(
      aWorld(withListeners(aListener({ allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }, { kind: 'TLSRoute' }] } }))),
    );
    expect(listenerNamed(graph, 'http')).toMatchObject({
      valid: true,
      supportedKinds: [{ kind: 'HTTPRoute' }],
      attachedRoutes: 1,
    });
    expect(errorsIn(graph)).toEqual([
      'Gateway web: ResolvedRefs/InvalidRouteKinds spec.listeners[0].allowedRoutes.kinds[1]',
    ]);
  });

  test('of protocol HTTP takes no GRPCRoute, one of HTTPS does', () => {
    const graph = graphOf(aWorld(withListeners(aListener(), anHttpsListener()), aGrpcRoute()));
    expect([listenerNamed(graph, 'http').attachedRoutes, listenerNamed(graph, 'https').attachedRoutes]).toEqual([1, 2]);
  });

  test('says which TLS options it does not know, and is served', () => {
    const graph = graphOf(aWorld(withListeners(anHttpsListener({ tls: { options: { 'example.com/min': '1.3' } } }))));
    expect(validListeners(graph)).toEqual(['https']);
    expect(notesIn(graph)[0]).toContain('"example.com/min"');
  });

  test('is not served without the client certificates that the Gateway asks for', () => {
    const validation = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] };
    const graph = graphOf(
      aWorld(aGateway({ listeners: [aListener(), anHttpsListener()], tls: { frontend: { default: { validation } } } })),
    );
    expect(validListeners(graph)).toEqual(['http']);
  });
});

describe('certificateRefs', () => {
  const https = (...certificateRefs: readonly object[]): RawObject =>
    withListeners(anHttpsListener({ tls: { certificateRefs } }));
  const grant = (kind: string): RawObject =>
    aReferenceGrant(
      {
        from: [{ group: 'gateway.networking.k8s.io', kind, namespace: 'shop' }],
        to: [{ group: '', kind: 'Secret', name: 'cert' }],
      },
      { namespace: 'certs' },
    );
  const far = aTlsSecret({ namespace: 'certs' });

  test.each<[string, readonly RawObject[], readonly string[]]>([
    ['in the same namespace', [https({ name: 'cert' }), aTlsSecret()], []],
    ['of another type', [https({ name: 'cert' }), { ...aTlsSecret(), type: 'Opaque' }], ['InvalidCertificateRef']],
    [
      'that holds no certificate',
      [https({ name: 'cert' }), aTlsSecret({ data: { 'tls.crt': 'SGk=', 'tls.key': 'SGk=' } })],
      ['InvalidCertificateRef'],
    ],
    [
      'of a kind that is no Secret',
      [https({ name: 'cert', kind: 'Vault', group: 'example.com' })],
      ['InvalidCertificateRef'],
    ],
    ['elsewhere without a grant', [https({ name: 'cert', namespace: 'certs' }), far], ['RefNotPermitted']],
    ['elsewhere with a grant', [https({ name: 'cert', namespace: 'certs' }), far, grant('Gateway')], []],
    [
      'elsewhere with a grant to others',
      [https({ name: 'cert', namespace: 'certs' }), far, grant('ListenerSet')],
      ['RefNotPermitted'],
    ],
  ])('%s', (_what, objects, reasons) => {
    const graph = graphOf(aWorld(...objects));
    expect(errorsIn(graph).map((text) => text.split(/[/ ]/)[3])).toEqual(reasons);
    expect(listenerNamed(graph, 'https').certificateSecrets).toHaveLength(reasons.length === 0 ? 1 : 0);
  });

  test('of which one is good are enough to serve with', () => {
    const graph = graphOf(aWorld(https({ name: 'none' }, { name: 'cert' }), aTlsSecret()));
    expect(listenerNamed(graph, 'https')).toMatchObject({
      valid: true,
      certificateSecrets: [{ namespace: 'shop', name: 'cert' }],
    });
    expect(errorsIn(graph)).toHaveLength(1);
  });

  test('are not looked at by the dialect that takes certificates from ACM alone', () => {
    expect(validListeners(graphOf(aWorld(https({ name: 'none' })), lbc))).toEqual(['https']);
  });
});

describe('conflicts', () => {
  test('inside one Gateway have no winner', () => {
    const graph = graphOf(
      aWorld(
        withListeners(
          aListener({ name: 'a' }),
          anHttpsListener({ name: 'b', port: 80 }),
          aListener({ name: 'c', port: 81 }),
        ),
      ),
    );
    expect(validListeners(graph)).toEqual(['c']);
    expect(errorsIn(graph)).toEqual([
      'Gateway web: Conflicted/ProtocolConflict spec.listeners[0]',
      'Gateway web: Conflicted/ProtocolConflict spec.listeners[1]',
    ]);
  });

  test('with a protocol that cannot be served anyhow do not cost the other listener its port', () => {
    const graph = graphOf(aWorld(withListeners(aListener({ name: 'a' }), aListener({ name: 'b', protocol: 'TCP' }))));
    expect(validListeners(graph)).toEqual(['a']);
    expect(errorsIn(graph)[0]).toBe('Gateway web: Conflicted/ProtocolConflict spec.listeners[1]');
  });

  test('are won by the Gateway, then by the older ListenerSet, then by name', () => {
    const set = (name: string, age: string, hostname: string): RawObject =>
      aListenerSet(
        { listeners: [aListener({ name, hostname })] },
        { name, metadata: { creationTimestamp: `2026-01-0${age}T00:00:00Z` } },
      );
    const gateway = aGateway({ ...open, listeners: [aListener({ hostname: 'gw.io' })] });
    const graph = graphOf(
      aWorld(
        gateway,
        set('young', '3', 'old.io'),
        set('old', '2', 'old.io'),
        set('late', '4', 'gw.io'),
        set('b', '5', 'tie.io'),
        set('a', '5', 'tie.io'),
      ),
    );
    expect(validListeners(graph)).toEqual(['http', 'old', 'a']);
  });

  test('between two listeners for every host', () => {
    const objects = aWorld(aGateway(open), aListenerSet({ listeners: [aListener({ name: 'again' })] }));
    expect(validListeners(graphOf(objects))).toEqual(['http']);
    expect(validListeners(graphOf(objects, lbc))).toEqual(['http', 'again']);
  });
});

describe('ListenerSets', () => {
  const selector = {
    allowedListeners: { namespaces: { from: 'Selector', selector: { matchLabels: { tier: 'edge' } } } },
  };

  test.each<[string, Part, string, boolean]>([
    ['nobody by default', {}, 'shop', false],
    ['those of its namespace', { allowedListeners: { namespaces: { from: 'Same' } } }, 'shop', true],
    ['none of another namespace then', { allowedListeners: { namespaces: { from: 'Same' } } }, 'team', false],
    ['those of selected namespaces', selector, 'team', true],
    ['none of unselected ones', selector, 'shop', false],
    ['all', open, 'team', true],
  ])('are let in: %s', (_what, spec, namespace, allowed) => {
    const graph = graphOf(
      aWorld(aGateway(spec), aListenerSet({}, { namespace }), aNamespace('team', { tier: 'edge' })),
    );
    expect(graph.listenerSets).toMatchObject([{ allowed, accepted: allowed }]);
    expect(graph.listeners.map(({ name }) => name)).toEqual(allowed ? ['http', 'extra'] : ['http']);
    expect(errorsIn(graph)).toEqual(allowed ? [] : ['ListenerSet more: Accepted/NotAllowed spec.parentRef']);
  });

  test('without a valid listener are not accepted', () => {
    const graph = graphOf(
      aWorld(aGateway(open), aListenerSet({ listeners: [aListener({ protocol: 'TCP', port: 9000 })] })),
    );
    expect(graph.listenerSets).toMatchObject([{ allowed: true, accepted: false }]);
  });
});
