import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, eventually, type ApiTarget } from './api-target.ts';

const policies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const bindings = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

let api: ApiTarget;
let maps: string;

const about = (operations: readonly string[]) => ({
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations, resources: ['configmaps'] }],
});

async function install(name: string, spec: object, binding: object): Promise<void> {
  const full = `${api.namespace}-${name}`;
  await api.send('POST', policies, { metadata: { name: full }, spec });
  const matchResources = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': api.namespace } } };
  await api.send('POST', bindings, {
    metadata: { name: full },
    spec: { policyName: full, matchResources, ...binding },
  });
}
const denied = (name: string, why: string) =>
  `ValidatingAdmissionPolicy '${api.namespace}-${name}' with binding '${api.namespace}-${name}' denied request: ${why}`;
const create = (name: string, data?: object) => api.send('POST', maps, { metadata: { name }, data });

beforeAll(async () => {
  api = await connect('contract-policies');
  maps = `/api/v1/namespaces/${api.namespace}/configmaps`;
  await install(
    'rules',
    {
      matchConstraints: about(['CREATE', 'UPDATE', 'DELETE']),
      variables: [{ name: 'big', expression: 'has(object.data) && size(object.data) > 1' }],
      matchConditions: [{ name: 'judged', expression: "request.name.startsWith('judged')" }],
      validations: [
        {
          expression: "request.operation == 'DELETE' || !variables.big",
          messageExpression: "'too big: ' + string(size(object.data))",
        },
        {
          expression: "request.operation != 'DELETE' || oldObject.metadata.name != 'judged-locked'",
          message: 'locked',
          reason: 'Forbidden',
        },
        { expression: "request.operation == 'DELETE' || object.data.must == 'be'" },
      ],
    },
    { validationActions: ['Deny'] },
  );
  await install(
    'warner',
    {
      matchConstraints: about(['*']),
      validations: [
        { expression: "request.operation == 'DELETE' || object.metadata.name != 'warned'", message: 'watch out' },
      ],
    },
    { validationActions: ['Warn'] },
  );
  // Policies take a moment to be in force.
  await vi.waitFor(async () => {
    const answers = [await create('judged-probe', { a: 'b' }), await create('warned')];
    for (const name of ['warned', 'judged-probe']) await api.send('DELETE', `${maps}/${name}`);
    expect([answers[0]?.status, typeof answers[1]?.headers['warning']]).toEqual([422, 'string']);
  }, eventually);
});
afterAll(async () => {
  for (const name of ['rules', 'warner']) {
    await api.send('DELETE', `${bindings}/${api.namespace}-${name}`);
    await api.send('DELETE', `${policies}/${api.namespace}-${name}`);
  }
  await api.close();
});

describe('a validating admission policy', () => {
  it('denies what breaks a rule, with the computed message', async () => {
    const { status, body } = await create('judged', { must: 'be', b: 'c' });
    const message = denied('rules', 'too big: 2');
    expect([status, body.reason, body.message]).toEqual([
      422,
      'Invalid',
      `configmaps "judged" is forbidden: ${message}`,
    ]);
    expect(body.details).toEqual({ name: 'judged', kind: 'configmaps', causes: [{ message }] });
  });

  it('names the rule where there is no message', async () => {
    const { body } = await create('judged', { must: 'not' });
    const rule = "failed expression: request.operation == 'DELETE' || object.data.must == 'be'";
    expect(body.message).toBe(`configmaps "judged" is forbidden: ${denied('rules', rule)}`);
  });

  it('fails closed when a rule cannot be evaluated', async () => {
    const { status, body } = await create('judged');
    const rule =
      "expression 'request.operation == 'DELETE' || object.data.must == 'be'' resulted in error: no such key: data";
    expect([status, body.message]).toEqual([422, `configmaps "judged" is forbidden: ${denied('rules', rule)}`]);
  });

  it('judges updates and deletions too, with the reason it gives', async () => {
    expect((await create('judged-locked', { must: 'be' })).status).toBe(201);
    expect((await api.patch(`${maps}/judged-locked`, 'merge', { data: { must: 'not' } })).status).toBe(422);
    const { status, body } = await api.send('DELETE', `${maps}/judged-locked`);
    expect([status, body.reason]).toEqual([403, 'Forbidden']);
    expect(body.message).toBe(`configmaps "judged-locked" is forbidden: ${denied('rules', 'locked')}`);
  });

  it('is not about what its conditions leave out, nor about other namespaces', async () => {
    expect((await create('free', { a: 'b', c: 'd' })).status).toBe(201);
    const elsewhere = await api.send('POST', '/api/v1/namespaces/default/configmaps?dryRun=All', {
      metadata: { name: 'judged' },
    });
    expect(elsewhere.status).toBe(201);
  });

  it('that only warns lets things pass', async () => {
    const { status, headers } = await create('warned');
    expect(status).toBe(201);
    expect(headers['warning']).toBe(
      `299 - "Validation failed for ValidatingAdmissionPolicy '${api.namespace}-warner' with binding '${api.namespace}-warner': watch out"`,
    );
  });

  it('is refused when it says nothing, or nothing that compiles', async () => {
    const empty = await api.send('POST', policies, { metadata: { name: 'empty' }, spec: {} });
    expect(empty.body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
      'spec.matchConstraints',
      'spec.validations',
      'spec.auditAnnotations',
    ]);
    const spec = { matchConstraints: about(['CREATE']), validations: [{ expression: '1 ==' }] };
    const broken = await api.send('POST', policies, { metadata: { name: 'broken' }, spec });
    expect([broken.status, broken.body.message]).toEqual([
      422,
      expect.stringContaining('spec.validations[0].expression: Invalid value: "1 ==": compilation failed'),
    ]);
  });

  it('and its binding have the defaults of the API', async () => {
    const { body } = await api.send('GET', `${policies}/${api.namespace}-warner`);
    expect(body.spec).toMatchObject({
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [{ scope: '*' }],
      },
    });
  });
});
