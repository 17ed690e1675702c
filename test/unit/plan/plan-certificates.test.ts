// Certificates from Secrets: imported, renewed in place, exchanged, and taken away.
import { describe, expect, it } from 'vitest';
import type { Known } from '../../../lib/core/base/ref.ts';
import { applyToObserved } from '../../../lib/core/plan/apply-to-observed.ts';
import type { ObservedStack } from '../../../lib/core/plan/observed.ts';
import { planStack } from '../../../lib/core/plan/plan-stack.ts';
import type { Plan } from '../../../lib/core/plan/plan.ts';
import type { ImportedCertificate, Stack } from '../../../lib/core/stack/stack.ts';
import { alb } from '../../support/planned-world.ts';
import { aListener, aStack } from '../../support/stacks.ts';

const nothing: ObservedStack = {
  loadBalancers: [],
  listeners: [],
  rules: [],
  targetGroups: [],
  securityGroups: [],
  complete: true,
};

function aCertificate(part: Partial<ImportedCertificate> = {}): ImportedCertificate {
  return {
    id: 'Certificate:shop/cert',
    secret: { namespace: 'shop', name: 'cert' },
    fingerprint: 'one',
    keyAlgorithm: 'RSA_2048',
    tags: {},
    ...part,
  };
}

function stackWith(certificates: readonly ImportedCertificate[]): Stack {
  const secured = aListener(443, { certificates: certificates.map(({ id }) => ({ ref: id, attribute: 'arn' })) });
  return { ...aStack(), listeners: certificates.length === 0 ? [] : [secured], certificates };
}

const planFor = (stack: Stack, observed: ObservedStack): Plan =>
  planStack(stack, observed, alb, { complete: true, now: 0, targets: {} });

/** The world after the plan, with ARNs that are new in every call. */
function after(plan: Plan, observed: ObservedStack, run: string): ObservedStack {
  let known: Known = {};
  let world = observed;
  for (const step of plan.steps) {
    if (step.verb === 'create') {
      const attribute = step.request.call === 'CreateSecurityGroup' ? 'groupId' : 'arn';
      known = { ...known, [step.resource]: { [attribute]: `${run}:${step.resource}` } };
    }
    world = applyToObserved(world, step, known);
  }
  return world;
}

const calls = ({ steps }: Plan): readonly string[] => steps.map(({ request }) => request.call);

const first = stackWith([aCertificate()]);
const served = after(planFor(first, nothing), nothing, 'first');

describe('a certificate from a Secret', () => {
  it('is imported before the listener that uses it is made, and then left alone', () => {
    const made = calls(planFor(first, nothing));
    expect(made.indexOf('ImportCertificate')).toBeGreaterThan(-1);
    expect(made.indexOf('ImportCertificate')).toBeLessThan(made.indexOf('CreateListener'));
    expect(served.listeners[0]?.certificates).toEqual(['first:Certificate:shop/cert']);
    expect(planFor(first, served).steps).toEqual([]);
  });

  it('is renewed under its ARN while its key stays of one kind', () => {
    const renewed = stackWith([aCertificate({ fingerprint: 'two' })]);
    const plan = planFor(renewed, served);
    expect(plan.steps.map(({ request }) => request)).toMatchObject([
      { call: 'ImportCertificate', over: 'first:Certificate:shop/cert' },
      { call: 'AddTagsToCertificate', tags: { [alb.tagKeys.content]: 'two:RSA_2048' } },
    ]);
    expect(planFor(renewed, after(plan, served, 'second')).steps).toEqual([]);
  });

  it('whose renewal was cut off before it was noted down is imported once more', () => {
    const renewed = stackWith([aCertificate({ fingerprint: 'two' })]);
    const [imported] = planFor(renewed, served).steps;
    if (imported === undefined) throw new Error('no step');
    expect(calls(planFor(renewed, applyToObserved(served, imported, {})))).toEqual(calls(planFor(renewed, served)));
  });

  it('with a key of another kind is exchanged: import, change over, delete', () => {
    const exchanged = stackWith([aCertificate({ fingerprint: 'two', keyAlgorithm: 'EC_prime256v1' })]);
    const plan = planFor(exchanged, served);
    expect(calls(plan)).toEqual(['ImportCertificate', 'ModifyListener', 'DeleteCertificate']);
    const end = after(plan, served, 'second');
    expect(end.listeners[0]?.certificates).toEqual(['second:Certificate:shop/cert']);
    expect(end.certificates?.map(({ arn }) => arn)).toEqual(['second:Certificate:shop/cert']);
    expect(planFor(exchanged, end).steps).toEqual([]);
  });

  it('that no listener takes any more is deleted after the listener', () => {
    const made = calls(planFor(stackWith([]), served));
    expect(made.slice(-1)).toEqual(['DeleteCertificate']);
    expect(made).toContain('DeleteListener');
  });

  it('stays while the port that serves it cannot be decided', () =>
    expect(calls(planFor({ ...stackWith([]), heldPorts: [443] }, served))).toEqual([]));

  it('of somebody else is never touched', () => {
    const foreign = { arn: 'foreign', tags: {} };
    const world = { ...served, certificates: [...(served.certificates ?? []), foreign] };
    expect(planFor(stackWith([]), world).steps.some(({ resource }) => resource === 'foreign')).toBe(false);
  });
});
