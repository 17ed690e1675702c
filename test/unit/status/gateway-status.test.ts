import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../lib/core/base/finding.ts';
import type { FaultFact } from '../../../lib/core/plan/outcome.ts';
import {
  aGateway,
  aListener,
  aListenerSet,
  anHttpsListener,
  type Part,
  type RawObject,
} from '../../support/builders.ts';
import { aWorld } from '../../support/graphs.ts';
import { anOutcome, arn, brief, messageOf, noon, patchesOf, statusAfter, written } from '../../support/status-world.ts';

const web = { kind: 'Gateway', namespace: 'shop', name: 'web' };
const fault = (kind: string): FaultFact => ({
  kind,
  operation: 'CreateRule',
  resource: '443:ab',
  code: 'TooManyRules',
  message: 'too many',
  requestId: 'r-1',
});
const failed = (kind: string, step = 'create 443:ab'): ReturnType<typeof anOutcome> =>
  anOutcome({ verdict: 'failed', results: [{ step, result: 'failed', fault: fault(kind) }] });
const bad = aListener({ name: 'bad', protocol: 'TCP', port: 9000 });

describe('a Gateway', () => {
  test.each<[string, readonly RawObject[], readonly string[]]>([
    ['that serves', aWorld(), ['Accepted=True/Accepted', 'Programmed=True/Programmed']],
    [
      'with a listener that cannot be served',
      aWorld(aGateway({ listeners: [aListener(), bad] })),
      ['Accepted=True/ListenersNotValid', 'Programmed=True/Programmed'],
    ],
    [
      'with nothing else',
      aWorld(aGateway({ listeners: [bad] })),
      ['Accepted=False/ListenersNotValid', 'Programmed=False/Invalid'],
    ],
    [
      'with parameters that are missing',
      aWorld(
        aGateway({
          infrastructure: { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'x' } },
        }),
      ),
      ['Accepted=False/InvalidParameters', 'Programmed=False/Invalid'],
    ],
    [
      'with an address',
      aWorld(aGateway({ addresses: [{ type: 'IPAddress', value: '10.0.0.1' }] })),
      ['Accepted=False/UnsupportedAddress', 'Programmed=False/Invalid'],
    ],
  ])('%s shows it', (_what, objects, conditions) =>
    expect(brief(statusAfter(objects, 'Gateway').conditions)).toEqual(conditions),
  );

  test('shows the load balancer: its ARN as message, its DNS name in lower case', () => {
    const status = statusAfter(aWorld(), 'Gateway');
    expect(messageOf(status.conditions, 'Programmed')).toBe(arn);
    expect(status.addresses).toEqual([{ type: 'Hostname', value: 'k8s-shop-web.us-west-2.elb.amazonaws.com' }]);
  });

  test.each<[string, ReturnType<typeof anOutcome> | undefined, string]>([
    [
      'while the load balancer is made',
      anOutcome({ verdict: 'waiting', loadBalancer: { arn, dnsName: 'x', state: 'provisioning' } }),
      'Programmed=False/Pending',
    ],
    ['when a quota is full', failed('quota'), 'Programmed=False/Invalid'],
    ['when AWS refuses', failed('rejected'), 'Programmed=False/Invalid'],
    [
      'when the load balancer failed',
      anOutcome({ loadBalancer: { arn, dnsName: 'x', state: 'failed' } }),
      'Programmed=False/Invalid',
    ],
    [
      'before anything exists, when throttled',
      { ...failed('throttled'), loadBalancer: undefined } as never,
      'Programmed=False/Pending',
    ],
  ])('tells %s', (_when, outcome, condition) => {
    expect(brief(statusAfter(aWorld(), 'Gateway', { outcome }).conditions)).toContain(condition);
  });

  test('says what AWS said, without what changes each time', () => {
    const { conditions } = statusAfter(aWorld(), 'Gateway', { outcome: failed('quota') });
    expect(messageOf(conditions, 'Programmed')).toBe('CreateRule of 443:ab failed: TooManyRules: too many');
  });

  test('stays programmed through a fault that passes', () => {
    const served = written(aWorld(), patchesOf(aWorld()));
    expect(brief(statusAfter(served, 'Gateway', { outcome: failed('throttled') }).conditions)).toContain(
      'Programmed=True/Programmed',
    );
  });

  test('never loses a known address', () => {
    const served = written(aWorld(), patchesOf(aWorld()));
    expect(statusAfter(served, 'Gateway', { outcome: undefined }).addresses).toHaveLength(1);
  });

  test('shows errors of later stages where they belong', () => {
    const finding: Finding = {
      subject: web,
      path: 'x',
      severity: 'error',
      condition: 'Programmed',
      reason: 'Invalid',
      message: 'no subnets.',
    };
    const status = statusAfter(aWorld(), 'Gateway', { findings: [finding], outcome: undefined });
    expect(brief(status.conditions)).toEqual(['Accepted=True/Accepted', 'Programmed=False/Invalid']);
    expect(messageOf(status.conditions, 'Programmed')).toBe(
      'no subnets. What was programmed before, if anything, keeps serving.',
    );
  });

  test('keeps conditions that others wrote, in their place', () => {
    const foreign = {
      type: 'example.com/Blessed',
      status: 'True',
      reason: 'Yes',
      message: '',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const gateway = aGateway({}, { status: { conditions: [foreign] } });
    expect(brief(statusAfter(aWorld(gateway), 'Gateway').conditions)[0]).toBe('example.com/Blessed=True/Yes');
  });
});

describe('conditions', () => {
  test('carry the generation they were judged by', () => {
    const { conditions = [] } = statusAfter(aWorld(aGateway({}, { metadata: { generation: 7 } })), 'Gateway');
    expect(conditions.map(({ observedGeneration }) => observedGeneration)).toEqual([7, 7]);
  });

  test('keep their time until their status changes', () => {
    const before = written(aWorld(), patchesOf(aWorld(), { now: noon }));
    const after = statusAfter(before, 'Gateway', { now: noon + 60_000, outcome: failed('quota') }).conditions ?? [];
    expect(after.map(({ type, lastTransitionTime }) => [type, lastTransitionTime])).toEqual([
      ['Accepted', '2026-01-02T12:00:00Z'],
      ['Programmed', '2026-01-02T12:01:00Z'],
    ]);
  });
});

describe('a listener', () => {
  const listenersOf = (...listeners: readonly Part[]): readonly RawObject[] => aWorld(aGateway({ listeners }));
  const shown = (objects: readonly RawObject[], name: string, run = {}): readonly string[] =>
    brief(statusAfter(objects, 'Gateway', run).listeners?.find((listener) => listener.name === name)?.conditions);
  const fine = [
    'Accepted=True/Accepted',
    'Conflicted=False/NoConflicts',
    'ResolvedRefs=True/ResolvedRefs',
    'Programmed=True/Programmed',
  ];

  test.each<[string, readonly Part[], string, readonly string[]]>([
    ['that serves', [aListener()], 'http', fine],
    [
      'of an unknown protocol',
      [bad],
      'bad',
      [
        'Accepted=False/UnsupportedProtocol',
        'Conflicted=False/NoConflicts',
        'ResolvedRefs=True/ResolvedRefs',
        'Programmed=False/Invalid',
      ],
    ],
    [
      'in conflict',
      [aListener(), anHttpsListener({ port: 80 })],
      'http',
      [
        'Accepted=False/ProtocolConflict',
        'Conflicted=True/ProtocolConflict',
        'ResolvedRefs=True/ResolvedRefs',
        'Programmed=False/ProtocolConflict',
      ],
    ],
    [
      'without its certificate',
      [anHttpsListener({ tls: { certificateRefs: [{ name: 'none' }] } })],
      'https',
      [
        'Accepted=True/Accepted',
        'Conflicted=False/NoConflicts',
        'ResolvedRefs=False/InvalidCertificateRef',
        'Programmed=False/Invalid',
      ],
    ],
    [
      'with a kind too many',
      [aListener({ allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }, { kind: 'TLSRoute' }] } })],
      'http',
      [
        'Accepted=True/Accepted',
        'Conflicted=False/NoConflicts',
        'ResolvedRefs=False/InvalidRouteKinds',
        'Programmed=True/Programmed',
      ],
    ],
    [
      'that shares hosts with another',
      [anHttpsListener({ hostname: '*.a.io' }), anHttpsListener({ name: 'two', hostname: 'x.a.io' })],
      'https',
      [...fine, 'OverlappingTLSConfig=True/OverlappingHostnames'],
    ],
  ])('%s shows it', (_what, listeners, name, conditions) =>
    expect(shown(listenersOf(...listeners), name)).toEqual(conditions),
  );

  test('waits for the load balancer, and stays programmed through a run that could not look', () => {
    const provisioning = anOutcome({ verdict: 'waiting', loadBalancer: { arn, dnsName: 'x', state: 'provisioning' } });
    const objects = listenersOf(aListener());
    expect(shown(objects, 'http', { outcome: provisioning })[3]).toBe('Programmed=False/Pending');
    expect(shown(objects, 'http', { outcome: undefined })[3]).toBe('Programmed=False/Pending');
    expect(shown(written(objects, patchesOf(objects)), 'http', { outcome: undefined })[3]).toBe(
      'Programmed=True/Programmed',
    );
  });

  test('that AWS refuses is not programmed, and its neighbours are', () => {
    const objects = listenersOf(aListener(), anHttpsListener());
    const outcome = failed('rejected', 'create 443');
    expect([shown(objects, 'http', { outcome })[3], shown(objects, 'https', { outcome })[3]]).toEqual([
      'Programmed=True/Programmed',
      'Programmed=False/Invalid',
    ]);
  });

  test('that a later stage cannot build is not programmed', () => {
    const finding: Finding = {
      subject: web,
      path: 'p',
      severity: 'error',
      condition: 'Programmed',
      reason: 'Invalid',
      message: 'no certificate.',
      listener: 'https',
    };
    expect(shown(listenersOf(anHttpsListener()), 'https', { findings: [finding] })[3]).toBe('Programmed=False/Invalid');
  });

  test('that left the spec leaves the status', () => {
    const before = written(
      listenersOf(aListener(), anHttpsListener()),
      patchesOf(listenersOf(aListener(), anHttpsListener())),
    );
    const [status] = before.filter(({ kind }) => kind === 'Gateway').map((object) => object['status'] as Part);
    const after = statusAfter(aWorld(aGateway({ listeners: [aListener()] }, { status: status ?? {} })), 'Gateway');
    expect(after.listeners?.map(({ name }) => name)).toEqual(['http']);
  });
});

describe('a ListenerSet', () => {
  const open = { allowedListeners: { namespaces: { from: 'Same' } } };

  test.each<[string, readonly RawObject[], readonly string[], number | undefined]>([
    [
      'that serves',
      aWorld(aGateway(open), aListenerSet()),
      ['Accepted=True/Accepted', 'Programmed=True/Programmed'],
      1,
    ],
    [
      'that is not allowed',
      aWorld(aListenerSet()),
      ['Accepted=False/NotAllowed', 'Programmed=False/NotAllowed'],
      undefined,
    ],
    [
      'without a valid listener',
      aWorld(aGateway(open), aListenerSet({ listeners: [bad] })),
      ['Accepted=False/ListenersNotValid', 'Programmed=False/ListenersNotValid'],
      undefined,
    ],
    [
      'of a Gateway that is not accepted',
      aWorld(aGateway({ ...open, addresses: [{ value: '10.0.0.1' }] }), aListenerSet()),
      ['Accepted=False/ParentNotAccepted', 'Programmed=False/ParentNotAccepted'],
      undefined,
    ],
  ])('%s shows it', (_what, objects, conditions, attached) => {
    expect(brief(statusAfter(objects, 'ListenerSet').conditions)).toEqual(conditions);
    expect(statusAfter(objects, 'Gateway').attachedListenerSets).toBe(attached);
  });
});

describe('Events', () => {
  const events = (run: object): readonly string[] =>
    patchesOf(aWorld(), run).flatMap((patch) =>
      patch.write === 'event' ? [`${patch.type} ${patch.reason}: ${patch.message}`] : [],
    );

  test('tell what AWS refused, with the request id', () => {
    expect(events({ outcome: failed('quota') })).toEqual([
      'Warning FailedDeployModel: CreateRule of 443:ab failed: TooManyRules: too many (request id r-1)',
    ]);
  });

  test('tell that a change went through, and nothing when nothing was to do', () => {
    expect(events({ outcome: anOutcome({ results: [{ step: 'create 80', result: 'done' }] }) })).toEqual([
      'Normal SuccessfullyReconciled: Successfully reconciled',
    ]);
    expect(events({})).toEqual([]);
  });
});
