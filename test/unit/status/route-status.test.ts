import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../lib/core/base/finding.ts';
import { faultFindings } from '../../../lib/core/status/fault-findings.ts';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  anHttpRoute,
  aParentRef,
  aRule,
  type Part,
  type RawObject,
} from '../../support/builders.ts';
import { aWorld } from '../../support/graphs.ts';
import { anOutcome, brief, messageOf, patchesOf, statusAfter, written } from '../../support/status-world.ts';

const mirror = { filters: [{ type: 'RequestMirror', requestMirror: {} }] };
const parentsOf = (objects: readonly RawObject[], run = {}): readonly (readonly string[])[] =>
  (statusAfter(objects, 'HTTPRoute', run).parents ?? []).map(({ conditions }) => brief(conditions));
const entry = (parentRef: Part, controllerName = 'gateway.k8s.aws/alb'): Part => ({
  parentRef,
  controllerName,
  conditions: [],
});
const shownFor = (spec: Part, ...parents: readonly Part[]): unknown =>
  statusAfter(aWorld(anHttpRoute(spec, { status: { parents } })), 'HTTPRoute').parents?.map(
    ({ parentRef, controllerName }) => [controllerName, (parentRef as Part)['name']],
  );

describe('a route', () => {
  test.each<[string, Part, readonly string[]]>([
    ['that serves', {}, ['Accepted=True/Accepted', 'ResolvedRefs=True/ResolvedRefs']],
    [
      'whose backend is missing',
      { rules: [aRule({ backendRefs: [aBackendRef({ name: 'nope' })] })] },
      ['Accepted=True/Accepted', 'ResolvedRefs=False/BackendNotFound'],
    ],
    [
      'whose every rule is refused',
      { rules: [aRule(mirror)] },
      ['Accepted=False/UnsupportedValue', 'ResolvedRefs=True/ResolvedRefs'],
    ],
    [
      'one of whose rules is refused',
      { rules: [aRule(mirror), aRule()] },
      ['Accepted=True/Accepted', 'ResolvedRefs=True/ResolvedRefs', 'PartiallyInvalid=True/UnsupportedValue'],
    ],
    [
      'that names no listener',
      { parentRefs: [aParentRef({ sectionName: 'nope' })] },
      ['Accepted=False/NoMatchingParent', 'ResolvedRefs=True/ResolvedRefs'],
    ],
  ])('%s shows it', (_what, spec, conditions) => expect(parentsOf(aWorld(anHttpRoute(spec)))).toEqual([conditions]));

  test('names the rule, the field and the remedy', () => {
    const [parent] = statusAfter(aWorld(anHttpRoute({ rules: [aRule(), aRule(mirror)] })), 'HTTPRoute').parents ?? [];
    expect(messageOf(parent?.conditions, 'PartiallyInvalid')).toBe(
      'Dropped Rule: spec.rules[1].filters[0]: an Application Load Balancer cannot do filter RequestMirror. Remove the filter.',
    );
  });

  test('that is whole again no longer says that it was not', () => {
    const before = aWorld(anHttpRoute({ rules: [aRule(mirror), aRule()] }));
    const status = statusAfter(before, 'HTTPRoute') as Part;
    expect(parentsOf(aWorld(anHttpRoute({}, { status })))).toEqual([
      ['Accepted=True/Accepted', 'ResolvedRefs=True/ResolvedRefs'],
    ]);
  });

  test('is told of each parentRef by itself, as it was written', () => {
    const refs = [aParentRef({ sectionName: 'http' }), { name: 'web', sectionName: 'nope' }];
    const status = statusAfter(aWorld(anHttpRoute({ parentRefs: refs })), 'HTTPRoute');
    expect(status.parents?.map(({ parentRef }) => parentRef)).toEqual(refs);
    expect(status.parents?.map(({ conditions }) => brief(conditions)[0])).toEqual([
      'Accepted=True/Accepted',
      'Accepted=False/NoMatchingParent',
    ]);
  });

  test('is told what AWS said against one of its rules', () => {
    const fault = { kind: 'quota', operation: 'CreateRule', resource: '80:ab', code: 'TooManyRules', message: 'full' };
    const outcome = anOutcome({ verdict: 'failed', results: [{ step: 'create 80:ab', result: 'failed', fault }] });
    const findings: readonly Finding[] = faultFindings(outcome, [
      { id: '80:ab', serves: [{ kind: 'HTTPRoute', namespace: 'shop', name: 'route', rule: 0 }] },
    ]);
    expect(parentsOf(aWorld(), { findings, outcome })).toEqual([
      ['Accepted=False/UnsupportedValue', 'ResolvedRefs=True/ResolvedRefs'],
    ]);
  });
});

describe('entries in status.parents', () => {
  test('of other controllers are kept as they are', () => {
    expect(shownFor({}, entry({ name: 'web' }, 'example.com/other'))).toEqual([
      ['example.com/other', 'web'],
      ['gateway.k8s.aws/alb', 'web'],
    ]);
  });

  test('of ours for other Gateways are kept, and nobody is moved', () => {
    const spec = { parentRefs: [aParentRef(), aParentRef({ name: 'second' })] };
    const [first, second] = [entry(aParentRef()), entry(aParentRef({ name: 'second' }))];
    const names = (shown: unknown): readonly unknown[] =>
      (shown as readonly (readonly unknown[])[]).map(([, name]) => name);
    expect(names(shownFor(spec, first, second))).toEqual(['web', 'second']);
    expect(names(shownFor(spec, second, first))).toEqual(['second', 'web']);
  });

  test('of ours that the spec no longer names go', () => {
    expect(shownFor({}, entry(aParentRef({ sectionName: 'old' })))).toEqual([['gateway.k8s.aws/alb', 'web']]);
    expect(shownFor({ parentRefs: [] }, entry(aParentRef()))).toEqual([]);
  });

  test('about a ListenerSet that no longer exists go', () => {
    const ref = aParentRef({ kind: 'ListenerSet', name: 'gone' });
    expect(shownFor({ parentRefs: [ref] }, entry(ref))).toEqual([]);
  });

  test('about a Gateway that no longer exists go', () => {
    const route = anHttpRoute({}, { status: { parents: [entry(aParentRef())] } });
    const patches = patchesOf([aGatewayClass(), route], { outcome: undefined });
    expect(patches).toMatchObject([{ write: 'status', object: { name: 'route' }, status: { parents: [] } }]);
  });

  test('are written once for all parents, guarded by the version that was read', () => {
    const refs = [aParentRef({ sectionName: 'http' }), aParentRef({ sectionName: 'nope' })];
    const patches = patchesOf(
      aWorld(anHttpRoute({ parentRefs: refs }, { metadata: { resourceVersion: '42' } })),
    ).filter(({ object }) => object.kind === 'HTTPRoute');
    expect(patches).toMatchObject([{ resourceVersion: '42', status: { parents: [{}, {}] } }]);
  });
});

describe('a Gateway that is being deleted', () => {
  const leaving = aGateway(
    {},
    { metadata: { deletionTimestamp: '2026-01-02T00:00:00Z', finalizers: ['gateway.k8s.aws/alb'] } },
  );
  const served = written(aWorld(), patchesOf(aWorld())).map((object) =>
    object['kind'] === 'Gateway' ? leaving : object,
  );

  test('keeps its finalizer and its routes’ status until AWS is done', () => {
    expect(patchesOf(served, { outcome: { verdict: 'waiting', results: [], known: {} } })).toEqual([]);
  });

  test('then leaves its routes, and last lets go', () => {
    const patches = patchesOf(served, { outcome: { verdict: 'done', results: [], known: {} } });
    expect(patches.map(({ write, object }) => `${write} ${object.kind}`)).toEqual([
      'status HTTPRoute',
      'finalizers Gateway',
    ]);
  });
});
