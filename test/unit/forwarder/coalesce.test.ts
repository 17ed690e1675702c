import { describe, expect, it } from 'vitest';
import { createCoalescer, settleMs, windowMs } from '../../../lib/forwarder/coalesce.ts';
import type { Cause, Subject } from '../../../lib/core/base/doorbell.ts';
import { createClock } from '../../../lib/emulator/clock.ts';

const web: Subject = { kind: 'gateway', namespace: 'shop', name: 'web' };
const api: Subject = { kind: 'gateway', namespace: 'shop', name: 'api' };
const cause = (name: string): Cause => ({ kind: 'HTTPRoute', namespace: 'shop', name, why: 'modified' });

function aCoalescer() {
  const clock = createClock('manual');
  const coalescer = createCoalescer(clock);
  return {
    clock,
    coalescer,
    add: (subject: Subject, name: string) => coalescer.add(subject, cause(name), clock.now()),
  };
}

describe('the set of subjects to ring', () => {
  it('makes the first change of a quiet subject due within 50 ms', async () => {
    const { clock, coalescer, add } = aCoalescer();
    add(web, 'a');
    expect(coalescer.take(10)).toEqual([]);
    await clock.advance(50);
    expect(coalescer.take(10)).toMatchObject([{ subject: web }]);
  });

  it('makes one ring of changes that come together, with all their causes and the time of the first', async () => {
    const { clock, coalescer, add } = aCoalescer();
    const start = clock.now();
    add(web, 'a');
    await clock.advance(5);
    add(web, 'b');
    await clock.advance(settleMs);
    expect(coalescer.take(10)).toEqual([{ subject: web, causes: [cause('a'), cause('b')], at: start }]);
  });

  it('rings a subject that keeps changing once per window', async () => {
    const { clock, coalescer, add } = aCoalescer();
    let rings = 0;
    for (let change = 0; change < 100; change += 1) {
      add(web, `route-${change}`);
      await clock.advance(windowMs / 10);
      rings += coalescer.take(10).length;
    }
    expect(rings).toBeGreaterThanOrEqual(9);
    expect(rings).toBeLessThanOrEqual(11);
  });

  it('does not let one busy subject delay another', async () => {
    const { clock, coalescer, add } = aCoalescer();
    add(web, 'a');
    await clock.advance(settleMs);
    coalescer.take(10);
    add(web, 'b');
    add(api, 'c');
    await clock.advance(settleMs);
    expect(coalescer.take(10).map(({ subject }) => subject)).toEqual([api]);
    await clock.advance(windowMs);
    expect(coalescer.take(10).map(({ subject }) => subject)).toEqual([web]);
  });

  it('keeps at most ten causes, the oldest', async () => {
    const { clock, coalescer, add } = aCoalescer();
    for (let change = 0; change < 30; change += 1) add(web, `route-${change}`);
    await clock.advance(settleMs);
    const [due] = coalescer.take(10);
    expect(due?.causes.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, index) => `route-${index}`));
  });

  it('merges what could not be rung with what was added meanwhile', async () => {
    const { clock, coalescer, add } = aCoalescer();
    const start = clock.now();
    add(web, 'a');
    await clock.advance(settleMs);
    const failed = coalescer.take(10);
    add(web, 'b');
    coalescer.putBack(failed);
    expect(coalescer.take(10)).toEqual([{ subject: web, causes: [cause('a'), cause('b')], at: start }]);
    await clock.advance(10 * windowMs);
    expect(coalescer.take(10)).toEqual([]);
  });

  it('holds each subject once, however often it changes', async () => {
    const { clock, coalescer, add } = aCoalescer();
    for (let change = 0; change < 10_000; change += 1) add(change % 2 ? web : api, 'a');
    await clock.advance(settleMs);
    expect(coalescer.take(1_000)).toHaveLength(2);
  });
});
