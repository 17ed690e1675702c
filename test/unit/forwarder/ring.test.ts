import { describe, expect, it } from 'vitest';
import type { Cause, Subject } from '../../../lib/core/base/doorbell.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createCoalescer } from '../../../lib/forwarder/coalesce.ts';
import { keepRinging } from '../../../lib/forwarder/ring.ts';
import { createMemoryLog } from './memory-log.ts';
import { createChangesQueue } from './queue.ts';

const gateway = (index: number): Subject => ({ kind: 'gateway', namespace: 'shop', name: `web-${index}` });
const cause: Cause = { kind: 'HTTPRoute', namespace: 'shop', name: 'route', why: 'modified' };

async function aRinger() {
  const clock = createClock('manual');
  const queue = await createChangesQueue(clock);
  const random = createRandom(7);
  const log = createMemoryLog();
  const coalescer = createCoalescer(clock);
  const stopping = new AbortController();
  const done = keepRinging(
    { coalescer, sender: queue.sender, clock, chance: () => random.next(), log },
    stopping.signal,
  );
  return {
    clock,
    queue,
    log,
    add: (count: number) => {
      for (let index = 0; index < count; index += 1) coalescer.add(gateway(index), cause, clock.now());
    },
    async pass(ms: number) {
      await clock.advance(ms);
      await idle();
    },
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Lets everything run that waits for nothing but the event loop. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('ringing the queue', () => {
  it('sends every subject once, with the cause, the time it was seen and a trace id of its own', async () => {
    const { clock, queue, add, pass, stop, log } = await aRinger();
    const at = clock.now();
    add(25);
    await pass(50);
    const doorbells = await queue.drain();
    expect(new Set(doorbells.map(({ subject }) => subject.name)).size).toBe(25);
    expect(doorbells).toHaveLength(25);
    expect(doorbells[0]).toMatchObject({ v: 1, cause, at, ring: 0 });
    expect(new Set(doorbells.map(({ trace }) => trace)).size).toBe(25);
    for (const { trace } of doorbells) expect(trace).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(log.lines.filter(({ message }) => message === 'rang')).toHaveLength(25);
    await stop();
  });

  it('loses nothing while the queue fails for a quarter of an hour', async () => {
    const { queue, add, pass, stop } = await aRinger();
    queue.faults.add({ service: 'sqs', kind: 'error-5xx' });
    add(30);
    await pass(15 * 60_000);
    expect(await queue.drain()).toEqual([]);
    queue.faults.clear();
    await pass(60_000);
    const names = (await queue.drain()).map(({ subject }) => subject.name);
    expect(new Set(names)).toEqual(new Set(Array.from({ length: 30 }, (_, index) => `web-${index}`)));
    await stop();
  });

  it('rings again when the answer was lost, because a doorbell too many is harmless and one too few is not', async () => {
    const { queue, add, pass, stop } = await aRinger();
    queue.faults.add({ service: 'sqs', kind: 'lost-response', times: 1 });
    add(3);
    await pass(5_000);
    expect((await queue.drain()).map(({ subject }) => subject.name).sort()).toEqual([
      'web-0',
      'web-0',
      'web-1',
      'web-1',
      'web-2',
      'web-2',
    ]);
    await stop();
  });

  it('rings what is left when it is told to end', async () => {
    const { queue, add, stop } = await aRinger();
    add(12);
    await stop();
    expect(await queue.drain()).toHaveLength(12);
  });

  it('lets one refused doorbell wait alone', async () => {
    const clock = createClock('manual');
    const queue = await createChangesQueue(clock);
    const log = createMemoryLog();
    const coalescer = createCoalescer(clock);
    const stopping = new AbortController();
    const done = keepRinging({ coalescer, sender: queue.sender, clock, chance: () => 0.5, log }, stopping.signal);
    coalescer.add(gateway(1), cause, clock.now());
    coalescer.add(gateway(2), { ...cause, name: 'x'.repeat(2 ** 20) }, clock.now());
    coalescer.add(gateway(3), cause, clock.now());
    await clock.advance(50);
    await idle();
    expect((await queue.drain()).map(({ subject }) => subject.name).sort()).toEqual(['web-1', 'web-3']);
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { facts: { subject: 'gateway shop/web-2' } },
    ]);
    stopping.abort();
    await done;
  });
});
