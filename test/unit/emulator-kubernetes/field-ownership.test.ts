import { describe, expect, it } from 'vitest';
import { applyConfiguration, trackUpdate } from '../../../lib/emulator/kubernetes/apply/server-side-apply.ts';
import { fromFieldsV1, members, pathText, toFieldsV1 } from '../../../lib/emulator/kubernetes/apply/field-set.ts';
import type { Schema } from '../../../lib/emulator/kubernetes/resources.ts';

const text = { type: 'string' } as const;
const schema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        plain: text,
        map: { type: 'object', additionalProperties: text },
        whole: { type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'atomic' },
        list: { type: 'array', items: text },
        set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
        keyed: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', properties: { name: text, a: text, b: text } },
        },
      },
    },
  },
};

type Spec = Record<string, unknown>;
type Live = ReturnType<typeof applyConfiguration>;

const identity = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'one' } };
const writer = (name: string) => ({
  name,
  apiVersion: 'example.com/v1',
  subresource: '',
  now: '2026-01-01T00:00:00Z',
  schema,
  hasStatus: true,
});
const apply = (live: Live | undefined, name: string, spec: Spec, force = false) =>
  applyConfiguration({ live, configuration: { ...identity, spec }, force }, writer(name));
const owners = (live: Live) =>
  Object.fromEntries(
    ((live['metadata'] as { managedFields: { manager: string; fieldsV1: Spec }[] }).managedFields ?? []).map(
      (entry) => [entry.manager, members(fromFieldsV1(entry.fieldsV1)).map(pathText)],
    ),
  );

describe('ownership by applying', () => {
  it.each<[string, Spec, string[]]>([
    ['leaves', { plain: 'x' }, ['.spec.plain']],
    ['entries of maps', { map: { k: 'v' } }, ['.spec.map.k']],
    ['atomic maps as a whole', { whole: { k: 'v' } }, ['.spec.whole']],
    ['ordinary lists as a whole', { list: ['a'] }, ['.spec.list']],
    ['items of sets by value', { set: ['a'] }, ['.spec.set[="a"]']],
    [
      'items of list maps by key',
      { keyed: [{ name: 'x', a: '1' }] },
      ['.spec.keyed[name="x"]', '.spec.keyed[name="x"].a', '.spec.keyed[name="x"].name'],
    ],
  ])('is of %s', (_, spec, expected) => {
    expect(owners(apply(undefined, 'alice', spec))).toEqual({ alice: expected });
  });

  it('is shared by those who apply the same value', () => {
    const live = apply(apply(undefined, 'alice', { plain: 'x' }), 'bob', { plain: 'x' });
    expect(owners(live)).toEqual({ alice: ['.spec.plain'], bob: ['.spec.plain'] });
  });

  it('passes on when the others are overruled', () => {
    const live = apply(apply(undefined, 'alice', { plain: 'x', map: { k: 'v' } }), 'bob', { plain: 'y' }, true);
    expect(owners(live)).toEqual({ alice: ['.spec.map.k'], bob: ['.spec.plain'] });
  });

  it('removes a list item with its key when its owner lets it go', () => {
    const live = apply(undefined, 'alice', { keyed: [{ name: 'x', a: '1' }, { name: 'y' }] });
    expect(apply(live, 'alice', { keyed: [{ name: 'y' }] })['spec']).toEqual({ keyed: [{ name: 'y' }] });
  });

  it('keeps of a list item what another manager owns', () => {
    const first = apply(undefined, 'alice', { keyed: [{ name: 'x', a: '1' }] });
    const both = apply(first, 'bob', { keyed: [{ name: 'x', b: '2' }] });
    expect(apply(both, 'alice', { plain: 'p' })['spec']).toEqual({ plain: 'p', keyed: [{ name: 'x', b: '2' }] });
  });

  it('removes an object that has become empty, and its parents with it', () => {
    const live = apply(undefined, 'alice', { map: { k: 'v' } });
    expect(apply(live, 'alice', {})['spec']).toEqual({});
  });

  it('keeps the order of applied items, others behind the item they followed', () => {
    const first = apply(undefined, 'alice', { keyed: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
    const second = apply(first, 'bob', { keyed: [{ name: 'c' }, { name: 'a' }] });
    expect(second['spec']).toEqual({ keyed: [{ name: 'c' }, { name: 'a' }, { name: 'b' }] });
  });
});

describe('ownership by ordinary writes', () => {
  const update = (live: Live, name: string, spec: Spec) => trackUpdate(live, { ...live, spec }, writer(name));

  it('is of what changed', () => {
    const live = update(apply(undefined, 'alice', { plain: 'x', map: { k: 'v' } }), 'bob', {
      plain: 'y',
      map: { k: 'v' },
    });
    expect(owners(live)).toEqual({ alice: ['.spec.map.k'], bob: ['.spec.plain'] });
  });

  it('ends with the field', () => {
    const live = update(apply(undefined, 'alice', { plain: 'x', map: { k: 'v' } }), 'bob', { plain: 'x' });
    expect(owners(live)).toEqual({ alice: ['.spec.plain'] });
  });
});

describe('fieldsV1', () => {
  it('survives reading and writing', () => {
    const fields = {
      'f:spec': {
        'f:plain': {},
        'f:map': { '.': {}, 'f:k': {} },
        'f:keyed': { 'k:{"name":"x"}': { '.': {}, 'f:a': {} } },
        'f:set': { 'v:"a"': {} },
      },
    };
    expect(toFieldsV1(fromFieldsV1(fields))).toEqual(fields);
  });
});
