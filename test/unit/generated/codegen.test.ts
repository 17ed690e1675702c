import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compactJson } from '../../../lib/generated/codegen/compact-json.ts';
import { differences, resolveDifferences } from '../../../lib/generated/codegen/generated-file.ts';
import { kindTypes } from '../../../lib/generated/codegen/kind-types.ts';
import { only } from '../../../lib/generated/codegen/kept-keys.ts';
import {
  referringSchemas,
  shortName,
  type ReferringSchema,
} from '../../../lib/generated/codegen/kubernetes/openapi-schemas.ts';
import type { ResourceDefinition, StructuralSchema } from '../../../lib/generated/kubernetes/resource-definition.ts';

describe('compact JSON', () => {
  const value = { a: { b: [1, { c: 'x' }], d: {} }, e: [] };

  it('is the same JSON', () => {
    expect(JSON.parse(compactJson(value, 2))).toEqual(value);
  });

  it('has a line per entry down to the depth asked for', () => {
    expect(compactJson(value, 2)).toBe('{\n"a": {\n"b": [1,{"c":"x"}],\n"d": {}\n},\n"e": []\n}\n');
  });
});

describe('a checkout', () => {
  it('is brought to what was generated: new, changed and gone files', () => {
    const root = mkdtempSync(join(tmpdir(), 'generated-'));
    mkdirSync(join(root, 'owned'));
    writeFileSync(join(root, 'owned/stale.yaml'), 'stale');
    writeFileSync(join(root, 'owned/changed.yaml'), 'old');
    writeFileSync(join(root, 'owned/same.yaml'), 'same');
    const files = ['changed', 'fresh', 'same'].map((text) => ({ path: `owned/${text}.yaml`, text }));

    const found = differences(root, files, ['owned']);
    expect(found).toEqual([
      { path: 'owned/changed.yaml', kind: 'changed' },
      { path: 'owned/fresh.yaml', kind: 'new' },
      { path: 'owned/stale.yaml', kind: 'gone' },
    ]);

    resolveDifferences(root, files, found);
    expect(differences(root, files, ['owned'])).toEqual([]);
    expect(readdirSync(join(root, 'owned'))).toEqual(['changed.yaml', 'fresh.yaml', 'same.yaml']);
    expect(readFileSync(join(root, 'owned/changed.yaml'), 'utf8')).toBe('changed');
  });
});

describe('a source that has grown', () => {
  it('stops generation instead of losing what is new', () => {
    expect(() => only({ type: 'string', 'x-new': 1 }, { keep: ['type'], drop: [] })).toThrow('x-new');
  });
});

describe('OpenAPI schemas', () => {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const schemas = {
    'io.k8s.api.core.v1.Thing': {
      type: 'object',
      description: 'prose',
      properties: {
        part: { allOf: [ref('io.k8s.api.core.v1.Part')], default: {} },
        size: { type: 'integer', default: 0 },
      },
    },
    'io.k8s.api.core.v1.Part': { type: 'object', properties: { mode: { type: 'string', default: 'Auto' } } },
    'io.k8s.api.core.v1.Other': { type: 'object' },
  } as Record<string, ReferringSchema>;

  it('become definitions that refer to each other, as far as they are reached', () => {
    expect(referringSchemas(schemas, ['io.k8s.api.core.v1.Thing'], shortName)).toEqual({
      Part: { type: 'object', properties: { mode: { type: 'string', default: 'Auto' } } },
      Thing: { type: 'object', properties: { part: { $ref: '#/definitions/Part' }, size: { type: 'integer' } } },
    });
  });

  it('may not share a short name', () => {
    const roots = ['io.k8s.api.core.v1.Thing', 'io.k8s.api.core.v1.Other'];
    expect(() => referringSchemas(schemas, roots, () => 'Same')).toThrow('are both Same');
  });
});

describe('types of custom kinds', () => {
  const object = (properties: Record<string, StructuralSchema>, required: string[] = []): StructuralSchema => ({
    type: 'object',
    properties,
    required,
  });
  const text: StructuralSchema = { type: 'string' };
  const definition = (spec: StructuralSchema): ResourceDefinition => ({
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Box', listKind: 'BoxList', plural: 'boxes', singular: 'box' },
    versions: [{ name: 'v1', served: true, storage: true, schema: object({ spec }), subresources: { status: false } }],
    conversion: 'None',
  });
  const print = (spec: StructuralSchema, names = {}) => kindTypes([definition(spec)], { header: '', names });

  it('are optional unless required or defaulted', () => {
    const printed = print(object({ a: text, b: text, c: { ...text, default: 'x' } }, ['b']));
    expect(printed).toContain('readonly a?: string;\n  readonly b: string;\n  readonly c: string;');
  });

  it('give equal structures one name and list items the singular', () => {
    const latch = object({ open: { type: 'boolean' } });
    const printed = print(object({ latches: { type: 'array', items: latch }, mainLatch: latch }));
    expect(printed).toContain('readonly latches?: readonly BoxLatch[];\n  readonly mainLatch?: BoxLatch;');
    expect(printed.match(/interface BoxLatch /g)).toHaveLength(1);
  });

  it('are refused if two structures would have one name', () => {
    const spec = object({ lid: object({ part: object({ a: text }) }), floor: object({ part: object({ b: text }) }) });
    expect(() => print(spec)).toThrow('two types are named BoxPart');
    expect(print(spec, { 'Box.spec.floor.part': 'FloorPart' })).toContain('interface FloorPart');
  });

  it('are refused if a name is given to nothing', () => {
    expect(() => print(object({ a: text }), { 'Box.spec.b': 'Nothing' })).toThrow('Box.spec.b');
  });
});
