import { expect, it } from 'vitest';
import { maximumRings } from '../../../lib/core/base/doorbell.ts';
import { appliedText, isCurrent, readApplied } from '../../../lib/reconcile/applied-digest.ts';
import { Fault, type FaultKind } from '../../../lib/reconcile/faults.ts';
import { outcomeOf, outcomeOfFault } from '../../../lib/reconcile/outcome-of.ts';
import { backOffSeconds, nextOf } from '../../../lib/reconcile/retry.ts';

it('backs off 2, 5, 10, 20, then 60 seconds, spread by up to half', () => {
  expect([0, 1, 2, 3, 4, 99].map((ring) => backOffSeconds(ring, 0))).toEqual([2, 5, 10, 20, 60, 60]);
  expect(backOffSeconds(4, 0.999)).toBeLessThanOrEqual(90);
});

it('leaves a subject that rang itself too often to the sweep', () => {
  expect(nextOf({ lookAgainInSeconds: 5 }, 0)).toEqual({ next: 'ring', afterSeconds: 5 });
  expect(nextOf({ lookAgainInSeconds: 5 }, maximumRings)).toEqual({ next: 'leave to the sweep' });
  expect(nextOf({}, 3)).toEqual({ next: 'ack' });
});

it.each<[FaultKind, string, boolean]>([
  ['throttled', 'waiting', true],
  ['conflict', 'waiting', true],
  ['vanished', 'waiting', true],
  ['in-use', 'waiting', true],
  ['unreachable', 'waiting', true],
  ['denied', 'failed', false],
  ['quota', 'failed', false],
  ['rejected', 'failed', false],
])('a read that is %s ends in %s, rung again: %s', (kind, verdict, again) => {
  const fault = new Fault({ kind, operation: 'DescribeRules', resource: 'x', code: 'Code', message: 'm' });
  const outcome = outcomeOfFault(fault, 0, 0);
  expect(outcome.verdict).toBe(verdict);
  expect(outcome.lookAgainInSeconds !== undefined).toBe(again);
});

it('is done only when every step is and nothing is waited for', () => {
  const base = { known: {}, waitsFor: [] };
  expect(outcomeOf({ ...base, results: [{ step: 'a', result: 'done' }] }, 0, 0).verdict).toBe('done');
  expect(outcomeOf({ ...base, results: [{ step: 'a', result: 'skipped', why: 'in use' }] }, 0, 0)).toMatchObject({
    verdict: 'waiting',
    lookAgainInSeconds: 5,
  });
});

it('trusts an equal digest for thirty minutes, or for one while something is unresolved', () => {
  const tag = (unresolved: boolean): string => appliedText({ digest: 'abc', at: 1_000, unresolved, unsearched: false });
  expect(readApplied(tag(true))).toEqual({ digest: 'abc', at: 1_000, unresolved: true, unsearched: false });
  expect(isCurrent(tag(false), 'abc', 1_000_000 + 29 * 60_000)).toBe(true);
  expect(isCurrent(tag(false), 'abc', 1_000_000 + 31 * 60_000)).toBe(false);
  expect(isCurrent(tag(true), 'abc', 1_000_000 + 61_000)).toBe(false);
  for (const other of ['-', undefined, tag(false).replace('abc', 'abd'), tag(false).replace('1 ', '2 ')]) {
    expect(isCurrent(other, 'abc', 1_000_000)).toBe(false);
  }
});
