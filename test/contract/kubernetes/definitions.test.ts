import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

let api: ApiTarget;
/** A group of this run's own. */
let group: string;
beforeAll(async () => {
  api = await connect('contract-definitions');
  group = `${api.namespace}.example.com`;
});
afterAll(() => api.close());

const object = { type: 'object' };
const spec = (schema: object) => ({
  type: 'object',
  properties: { spec: { type: 'object', properties: { a: schema } } },
});
const ruled = (rule: object) => ({
  type: 'object',
  properties: { spec: { type: 'object', properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [rule] } },
});
const list = (fields: object) =>
  spec({ type: 'array', items: { type: 'object', properties: { k: { type: 'string' } } }, ...fields });

function definition(plural: string, schema: object, version: object = {}, more: object = {}) {
  const kind = plural.slice(0, -1).replace(/^./, (letter) => letter.toUpperCase());
  const names = { plural, kind };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...version }];
  return { metadata: { name: `${plural}.${group}` }, spec: { group, scope: 'Namespaced', names, versions, ...more } };
}
const judge = async (body: object): Promise<readonly string[]> => {
  const answer = await api.send('POST', `${definitions}?dryRun=All`, body);
  if (answer.status === 201) return [];
  return answer.body.details.causes.map(({ field, message }: Body) => `${field}: ${message}`);
};

const root = 'spec.validation.openAPIV3Schema';
const at = `${root}.properties[spec].properties[a]`;
const rule = `${root}.properties[spec].x-kubernetes-validations[0]`;

describe('a schema', () => {
  it.each<readonly [why: string, schema: object, errors: readonly string[]]>([
    ['has a type at its root', {}, [`${root}.type: Required value: must not be empty at the root`]],
    ['is an object', { type: 'string' }, [`${root}.type: Invalid value: "string": must be object at the root`]],
    ['has types', spec({}), [`${at}.type: Required value: must not be empty for specified object fields`]],
    [
      'has known types',
      spec({ type: 'text' }),
      [
        `${at}.type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"`,
      ],
    ],
    ['says what lists hold', spec({ type: 'array' }), [`${at}.items: Required value: must be specified`]],
    [
      'has types in lists',
      spec({ type: 'array', items: {} }),
      [`${at}.items.type: Required value: must not be empty for specified array items`],
    ],
    ['may leave out the type of int-or-string', spec({ 'x-kubernetes-int-or-string': true }), []],
    ['may leave out the type of what it preserves', spec({ 'x-kubernetes-preserve-unknown-fields': true }), []],
    [
      'is a struct or a map',
      spec({ type: 'object', properties: { b: object }, additionalProperties: object }),
      [`${at}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`],
    ],
    [
      'has no unique items',
      spec({ type: 'array', uniqueItems: true, items: object }),
      [
        `${at}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
      ],
    ],
    ['refers to nothing', spec({ $ref: '#/x' }), [`${at}.$ref: Forbidden: $ref is not supported`]],
    [
      'has defaults without strangers',
      spec({ type: 'object', default: { b: 1 }, properties: { c: object } }),
      [`${at}.default: Invalid value: {"b":1}: must not have unknown fields`],
    ],
    [
      'has keys for maps of lists',
      list({ 'x-kubernetes-list-type': 'map' }),
      [`${at}.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`],
    ],
    [
      'has keys that are fields',
      list({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['z'] }),
      [`${at}.x-kubernetes-list-map-keys: Invalid value: ["z"]: entries must all be names of item properties`],
    ],
    [
      'has keys that are always there',
      list({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] }),
      [
        `${at}.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
      ],
    ],
    [
      'has sets of scalars',
      list({ 'x-kubernetes-list-type': 'set' }),
      [
        `${at}.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set`,
      ],
    ],
    [
      'has list types of lists only',
      spec({ type: 'string', 'x-kubernetes-list-type': 'set' }),
      [`${at}.type: Invalid value: "string": must be array if x-kubernetes-list-type is specified`],
    ],
    [
      'has its structure outside of junctions',
      spec({ type: 'string', allOf: [{ type: 'string', minLength: 1 }] }),
      [`${at}.allOf[0].type: Forbidden: must be empty to be structural`],
    ],
    [
      'leaves metadata to the server',
      { type: 'object', properties: { metadata: { type: 'object', properties: { labels: object } } } },
      [
        `${root}.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified`,
      ],
    ],
  ])('%s', async (_why, schema, errors) => {
    expect(await judge(definition('things', schema))).toEqual(errors);
  });
});

describe('a rule', () => {
  it.each<readonly [why: string, rule: object, errors: readonly string[]]>([
    ['says something', { rule: '' }, [`${rule}.rule: Required value: rule is not specified`]],
    [
      'has its message on one line',
      { rule: 'true', message: 'a\nb' },
      [`${rule}.message: Invalid value: "a\\nb": must not contain line breaks`],
    ],
    [
      'has a known reason',
      { rule: 'true', reason: 'Because' },
      [
        `${rule}.reason: Unsupported value: "Because": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
      ],
    ],
    [
      'points at a field',
      { rule: 'true', fieldPath: '.none' },
      [`${rule}.fieldPath: Invalid value: ".none": must be a valid path`],
    ],
    ['may point at a field', { rule: 'true', fieldPath: '.a' }, []],
    ['may look back', { rule: 'self.a == oldSelf.a' }, []],
    [
      'has an optional past only if it looks back',
      { rule: 'true', optionalOldSelf: true },
      [`${rule}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`],
    ],
  ])('%s', async (_why, one, errors) => {
    expect(await judge(definition('things', ruled(one)))).toEqual(errors);
  });

  it('compiles', async () => {
    const [error] = await judge(definition('things', ruled({ rule: 'self.a ==' })));
    expect(error).toContain(`${rule}.rule: Invalid value: {"Rule":"self.a ==",`);
    expect(error).toContain('compilation failed');
  });

  it('does not look back at items that have no identity', async () => {
    const items = { type: 'string', maxLength: 3, 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
    expect(await judge(definition('things', spec({ type: 'array', maxItems: 3, items })))).toEqual([
      `${at}.items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within ${at}`,
    ]);
  });
});

describe('a definition', () => {
  it('is named after what it defines, with names that fit into URLs', async () => {
    const body = definition('things', object);
    const errors = await judge({ ...body, spec: { ...body.spec, names: { plural: 'Bad', kind: 'bad kind' } } });
    expect(errors[0]).toBe(`metadata.name: Invalid value: "things.${group}": must be spec.names.plural+"."+spec.group`);
    expect(errors.map((error) => error.split(':')[0])).toEqual([
      'metadata.name',
      'spec.names.plural',
      'spec.names.singular',
      'spec.names.kind',
      'spec.names.listKind',
    ]);
  });

  it('has exactly one version to store, and no two of one name', async () => {
    const version = (name: string, storage: boolean) => ({
      name,
      served: true,
      storage,
      schema: { openAPIV3Schema: object },
    });
    const versions = (...all: object[]) => judge(definition('things', object, {}, { versions: all }));
    const [none] = await versions(version('v1', false));
    expect(none).toMatch(/^spec\.versions: .*: must have exactly one version marked as storage version$/);
    const [twice] = await versions(version('v1', true), version('v1', false));
    expect(twice).toMatch(/^spec\.versions: .*: must contain unique version names$/);
  });

  it('speaks of its versions one by one when there are several', async () => {
    const version = (name: string, storage: boolean, schema: object) => ({
      name,
      served: true,
      storage,
      schema: { openAPIV3Schema: schema },
    });
    const versions = [version('v1', true, object), version('v2', false, spec({}))];
    expect(await judge(definition('things', object, {}, { versions }))).toEqual([
      'spec.versions[1].schema.openAPIV3Schema.properties[spec].properties[a].type: Required value: must not be empty for specified object fields',
    ]);
  });

  it.each<readonly [why: string, version: object, errors: readonly string[]]>([
    [
      'prints columns of known types',
      { additionalPrinterColumns: [{ name: 'a', type: 'text', jsonPath: '.a' }] },
      [
        'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
      ],
    ],
    [
      'scales by paths of spec and status',
      { subresources: { scale: { specReplicasPath: '.n', statusReplicasPath: '.status.n' } } },
      ['spec.subresources.scale.specReplicasPath: Invalid value: ".n": should be a json path under .spec'],
    ],
    [
      'selects by fields that are there',
      { selectableFields: [{ jsonPath: '.spec.none' }] },
      [
        'spec.selectableFields[0].jsonPath: Invalid value: ".spec.none": is an invalid path: does not refer to a valid field',
      ],
    ],
    [
      'warns of deprecated versions only',
      { deprecationWarning: 'old' },
      ['spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions'],
    ],
  ])('%s', async (_why, version, errors) => {
    expect(await judge(definition('things', spec({ type: 'string' }), version))).toEqual(errors);
  });

  it('of a group of the Kubernetes project needs its approval', async () => {
    const body = definition('things', object);
    const name = 'things.nobody.k8s.io';
    const errors = await judge({ metadata: { name }, spec: { ...body.spec, group: 'nobody.k8s.io' } });
    expect(errors).toEqual([
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ]);
  });
});

describe('a defined kind', () => {
  const conditionsOf = async (name: string): Promise<Body> => {
    const { body } = await api.send('GET', `${definitions}/${name}.${group}`);
    const conditions = body.status?.conditions ?? [];
    return Object.fromEntries(conditions.map((one: Body) => [one.type, `${one.status} ${one.reason}`]));
  };

  it('is established, unless another kind has its names', async () => {
    await api.send('POST', definitions, definition('firsts', object));
    await expect
      .poll(() => conditionsOf('firsts'), eventually)
      .toEqual({
        NamesAccepted: 'True NoConflicts',
        Established: 'True InitialNamesAccepted',
      });
    const second = definition('seconds', object);
    await api.send('POST', definitions, {
      ...second,
      spec: { ...second.spec, names: { plural: 'seconds', kind: 'First' } },
    });
    await expect
      .poll(() => conditionsOf('seconds'), eventually)
      .toMatchObject({ NamesAccepted: 'False ListKindConflict' });
    const { status } = (await api.send('GET', `${definitions}/seconds.${group}`)).body;
    expect(status.acceptedNames).toEqual({ plural: 'seconds', kind: '' });
    expect((await api.send('GET', `/apis/${group}/v1/seconds`)).status).toBe(404);
    for (const plural of ['firsts', 'seconds']) await api.send('DELETE', `${definitions}/${plural}.${group}`);
  });

  it('keeps the versions in which objects may be stored, and its scope', async () => {
    await api.send('POST', definitions, definition('keepers', object));
    const path = `${definitions}/keepers.${group}`;
    await expect.poll(async () => (await conditionsOf('keepers')).Established, eventually).toMatch(/^True/);
    const version = { name: 'v2', served: true, storage: true, schema: { openAPIV3Schema: object } };
    const moved = await api.patch(path, 'merge', { spec: { versions: [version] } });
    expect(moved.body.details.causes[0].message).toContain(
      'missing from spec.versions; v1 was previously a storage version',
    );
    const scoped = await api.patch(path, 'merge', { spec: { scope: 'Cluster' } });
    expect(scoped.body.message).toContain('spec.scope: Invalid value: "Cluster": field is immutable');
    await api.send('DELETE', path);
  });

  it('goes with its definition, object by object', async () => {
    await api.send('POST', definitions, definition('goners', object));
    const objects = `/apis/${group}/v1/namespaces/${api.namespace}/goners`;
    await expect.poll(async () => (await api.send('GET', objects)).status, eventually).toBe(200);
    const goner = {
      apiVersion: `${group}/v1`,
      kind: 'Goner',
      metadata: { name: 'held', finalizers: ['example.com/hold'] },
    };
    await expect.poll(async () => (await api.send('POST', objects, goner)).status, eventually).toBe(201);
    const path = `${definitions}/goners.${group}`;
    const { body } = await api.send('DELETE', path);
    expect(body.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    await expect
      .poll(async () => (await conditionsOf('goners')).Terminating, eventually)
      .toMatch(/^True InstanceDeletion/);
    await expect
      .poll(async () => (await api.send('GET', `${objects}/held`)).body.metadata?.deletionTimestamp, eventually)
      .toBeTruthy();
    await api.patch(`${objects}/held`, 'merge', { metadata: { finalizers: null } });
    await expect.poll(async () => (await api.send('GET', path)).status, { ...eventually, timeout: 30_000 }).toBe(404);
  }, 60_000);

  it('judges the past of optional values only where there is one', async () => {
    const once = {
      rule: "oldSelf.hasValue() || self == 'init'",
      optionalOldSelf: true,
      messageExpression: "'got ' + self",
      reason: 'FieldValueForbidden',
    };
    const schema = spec({ type: 'string', maxLength: 9, 'x-kubernetes-validations': [once] });
    await api.send('POST', definitions, definition('pasts', schema));
    const objects = `/apis/${group}/v1/namespaces/${api.namespace}/pasts`;
    const past = (name: string, a: string) => ({
      apiVersion: `${group}/v1`,
      kind: 'Past',
      metadata: { name },
      spec: { a },
    });
    await expect.poll(async () => (await api.send('POST', objects, past('good', 'init'))).status, eventually).toBe(201);
    const bad = await api.send('POST', objects, past('bad', 'other'));
    expect(bad.body.message).toBe(`Past.${group} "bad" is invalid: spec.a: Forbidden: got other`);
    expect((await api.patch(`${objects}/good`, 'merge', { spec: { a: 'other' } })).status).toBe(200);
    await api.send('DELETE', `${definitions}/pasts.${group}`);
  });
});
