import { describe, expect, test } from 'vitest';
import {
  aGateway,
  aListener,
  aListenerSet,
  aNamespace,
  anHttpRoute,
  anHttpsListener,
  aParentRef,
  type Part,
  type RawObject,
} from '../../support/builders.ts';
import { aWorld, errorsIn, graphOf, listenerNamed, notesIn, routeNamed } from '../../support/graphs.ts';

const twoListeners = aGateway({ listeners: [aListener(), anHttpsListener({ hostname: '*.shop.io' })] });
const attachedTo = (objects: readonly RawObject[]): readonly (readonly string[])[] =>
  routeNamed(graphOf(objects), 'route').parents.map(({ attachments }) =>
    attachments.map(({ listener }) => listener.split('#')[1] ?? ''),
  );

describe('a parentRef', () => {
  test.each<[string, Part, readonly string[]]>([
    ['without section', {}, ['http', 'https']],
    ['with a section', { sectionName: 'https' }, ['https']],
    ['with a port', { port: 80 }, ['http']],
    ['with section and port that agree', { sectionName: 'http', port: 80 }, ['http']],
  ])('%s attaches', (_what, part, listeners) => {
    expect(attachedTo(aWorld(twoListeners, anHttpRoute({ parentRefs: [aParentRef(part)] })))).toEqual([listeners]);
  });

  test.each<[string, Part, string]>([
    ['to a section that is not there', { parentRefs: [aParentRef({ sectionName: 'nope' })] }, 'NoMatchingParent'],
    [
      'to a section on another port',
      { parentRefs: [aParentRef({ sectionName: 'http', port: 443 })] },
      'NoMatchingParent',
    ],
    [
      'with hostnames of others',
      { parentRefs: [aParentRef({ sectionName: 'https' })], hostnames: ['other.org'] },
      'NoMatchingListenerHostname',
    ],
  ])('%s is refused', (_what, spec, reason) => {
    const graph = graphOf(aWorld(twoListeners, anHttpRoute(spec)));
    expect(errorsIn(graph)).toEqual([`HTTPRoute route: Accepted/${reason} spec.parentRefs[0]`]);
    expect(routeNamed(graph, 'route').parents).toMatchObject([{ accepted: false, attachments: [] }]);
  });

  test('names the one parentRef that is refused, while the other attaches', () => {
    const graph = graphOf(
      aWorld(
        twoListeners,
        anHttpRoute({ parentRefs: [aParentRef({ sectionName: 'http' }), aParentRef({ sectionName: 'nope' })] }),
      ),
    );
    expect(routeNamed(graph, 'route').parents.map(({ accepted }) => accepted)).toEqual([true, false]);
    expect(graph.findings).toMatchObject([
      { parent: 1, message: expect.stringContaining('it has "http" (port 80), "https" (port 443)') as string },
    ]);
  });

  test('to the Gateway does not see listeners of its ListenerSets, and the other way round', () => {
    const gateway = aGateway({ allowedListeners: { namespaces: { from: 'Same' } } });
    const parentRefs = [aParentRef({ sectionName: 'extra' }), aParentRef({ kind: 'ListenerSet', name: 'more' })];
    expect(attachedTo(aWorld(gateway, aListenerSet(), anHttpRoute({ parentRefs })))).toEqual([[], ['extra']]);
  });

  test('to other kinds of parents is none of our business', () => {
    const mesh = aParentRef({ group: '', kind: 'Service', name: 'app' });
    expect(graphOf(aWorld(anHttpRoute({ parentRefs: [mesh] }))).routes).toEqual([]);
  });
});

describe('allowedRoutes', () => {
  const listener = (namespaces: object): RawObject =>
    aGateway({ listeners: [aListener({ allowedRoutes: { namespaces } })] });
  const far = anHttpRoute({ parentRefs: [aParentRef({ namespace: 'shop' })] }, { namespace: 'team' });

  test.each<[string, Part, boolean]>([
    ['Same', { from: 'Same' }, false],
    ['All', { from: 'All' }, true],
    ['a selector that fits', { from: 'Selector', selector: { matchLabels: { tier: 'edge' } } }, true],
    ['a selector that does not', { from: 'Selector', selector: { matchLabels: { tier: 'core' } } }, false],
    [
      'a selector by name',
      { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'team' } } },
      true,
    ],
    ['no selector', { from: 'Selector' }, false],
  ])('from %s: a route of another namespace attaches: %#', (_what, namespaces, accepted) => {
    const graph = graphOf(aWorld(listener(namespaces), far, aNamespace('team', { tier: 'edge' })));
    expect(routeNamed(graph, 'route').parents[0]?.accepted).toBe(accepted);
    if (!accepted) expect(errorsIn(graph)[0]).toContain('NotAllowedByListeners');
  });

  test('of a ListenerSet mean the namespace of the ListenerSet', () => {
    const gateway = aGateway({ allowedListeners: { namespaces: { from: 'All' } } });
    const set = aListenerSet({}, { namespace: 'team' });
    const route = anHttpRoute(
      { parentRefs: [aParentRef({ kind: 'ListenerSet', name: 'more', namespace: 'team' })] },
      { namespace: 'team' },
    );
    expect(attachedTo(aWorld(gateway, set, route))).toEqual([['extra']]);
  });

  test('whose selector cannot be followed say so', () => {
    const selector = { matchExpressions: [{ key: 'tier', operator: 'Near', values: ['x'] }] };
    expect(notesIn(graphOf(aWorld(listener({ from: 'Selector', selector }))))[0]).toContain('operator "Near"');
  });
});

describe('hostnames of an attachment', () => {
  test.each<[string, string | undefined, readonly string[], readonly string[]]>([
    ['are every host where nobody names one', undefined, [], ['']],
    ['are those of the listener where the route names none', 'a.io', [], ['a.io']],
    ['are those of the route where the listener names none', undefined, ['a.io', 'b.io'], ['a.io', 'b.io']],
    ['are the narrower ones', '*.io', ['a.io', '*.b.io', 'c.com'], ['a.io', '*.b.io']],
    ['do not depend on case', 'A.io', ['a.IO'], ['a.io']],
    ['are named once', '*.io', ['a.io', 'A.io'], ['a.io']],
  ])('%s', (_what, hostname, hostnames, expected) => {
    const gateway = aGateway({ listeners: [aListener(hostname === undefined ? {} : { hostname })] });
    const route = routeNamed(graphOf(aWorld(gateway, anHttpRoute({ hostnames }))), 'route');
    expect(route.parents[0]?.attachments[0]?.hostnames).toEqual(expected);
  });
});

describe('attachedRoutes', () => {
  test('counts a route once, however many parentRefs it has', () => {
    const graph = graphOf(aWorld(anHttpRoute({ parentRefs: [aParentRef(), aParentRef({ sectionName: 'http' })] })));
    expect(listenerNamed(graph, 'http').attachedRoutes).toBe(1);
  });

  test('counts routes whose backends are missing, and routes of listeners that are broken', () => {
    const gateway = aGateway({ listeners: [anHttpsListener({ tls: { certificateRefs: [{ name: 'none' }] } })] });
    const graph = graphOf([...aWorld(gateway)].filter(({ kind }) => kind !== 'Service'));
    expect(listenerNamed(graph, 'https')).toMatchObject({ valid: false, attachedRoutes: 1 });
  });
});

describe('the verdict', () => {
  const gone = (part: object): RawObject =>
    aGateway({}, { metadata: { deletionTimestamp: '2026-01-02T00:00:00Z', ...part } });

  test.each<[string, readonly RawObject[], string]>([
    ['absent without a Gateway', aWorld(aGateway({}, { name: 'other' })), 'absent'],
    ['foreign for a class of somebody else', aWorld(aGateway({ gatewayClassName: 'istio' })), 'foreign'],
    ['ours', aWorld(), 'ours'],
    ['deleting', aWorld(gone({ finalizers: ['gateway.k8s.aws/alb'] })), 'deleting'],
    ['deleting also when the class is gone', [gone({ finalizers: ['gateway.k8s.aws/alb'] })], 'deleting'],
    ['foreign for a leaving Gateway that we never claimed', [gone({ finalizers: ['example.com/x'] })], 'foreign'],
  ])('is %s', (_what, objects, verdict) => expect(graphOf(objects).verdict).toBe(verdict));
});
