import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../lib/core/plan/outcome.ts';
import type { RawObject } from '../support/builders.ts';
import { anOutcome, arn, noon, patchesOf, written } from '../support/status-world.ts';
import { anyWorld } from '../support/worlds.ts';

const fault = { kind: 'quota', operation: 'CreateRule', resource: '80:ab', code: 'TooManyRules', message: 'full' };

const anyOutcome: fc.Arbitrary<Outcome | undefined> = fc.constantFrom(
  undefined,
  anOutcome(),
  anOutcome({ verdict: 'waiting', loadBalancer: { arn, dnsName: 'new.elb.amazonaws.com', state: 'provisioning' } }),
  anOutcome({ verdict: 'failed', results: [{ step: 'create 80:ab', result: 'failed', fault }] }),
  anOutcome({
    verdict: 'failed',
    results: [{ step: 'create 80', result: 'failed', fault: { ...fault, kind: 'throttled' } }],
  }),
);

const statusWrites = (objects: readonly RawObject[], outcome: Outcome | undefined, now: number): readonly string[] =>
  patchesOf(objects, { outcome, now }).flatMap((patch) =>
    patch.write === 'status' ? [`${patch.object.kind} ${patch.object.name}`] : [],
  );

describe('law 10: status of an unchanged world is no change', () => {
  test('whatever the world, what it showed before, and the outcome, the second look writes nothing, however much later', () => {
    fc.assert(
      fc.property(anyWorld, anyOutcome, anyOutcome, fc.nat(1_000_000_000), (world, before, outcome, later) => {
        const shown = written(world, patchesOf(world, { outcome: before }));
        const settled = written(shown, patchesOf(shown, { outcome }));
        expect(statusWrites(settled, outcome, noon + later)).toEqual([]);
      }),
    );
  });

  test('each object is written at most once', () => {
    fc.assert(
      fc.property(anyWorld, anyOutcome, (world, outcome) => {
        const writes = statusWrites(world, outcome, noon);
        expect(new Set(writes).size).toBe(writes.length);
      }),
    );
  });

  test('a known address is never blanked, whatever comes after', () => {
    fc.assert(
      fc.property(anyWorld, anyOutcome, (world, outcome) => {
        const served = written(world, patchesOf(world));
        const after = written(served, patchesOf(served, { outcome }));
        const status = after.find(({ kind }) => kind === 'Gateway')?.['status'] as {
          readonly addresses: readonly unknown[];
        };
        expect(status.addresses).toHaveLength(1);
      }),
    );
  });

  test('what was not read in full changes no status', () => {
    fc.assert(
      fc.property(anyWorld, anyOutcome, (world, outcome) =>
        patchesOf(world, { outcome, allRead: false }).every(({ write }) => write === 'event'),
      ),
    );
  });
});
