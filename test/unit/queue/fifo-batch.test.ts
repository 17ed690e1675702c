import { describe, expect, it } from 'vitest';
import { type MessageGroup, runGroups } from '../../../lib/adapters/queue/fifo-batch.ts';
import { holdMessages } from '../../../lib/adapters/queue/hold-messages.ts';
import { sendSummonses } from '../../../lib/adapters/queue/summons-sender.ts';
import { faultOf } from '../adapters/aws-account.ts';
import { aCell, aSummons, gateway } from './cell.ts';

const subjects = ['web', 'blog', 'web', 'docs', 'blog', 'web'];

/** A batch in which the messages of three Gateways are mixed. */
async function aBatch() {
  const cell = await aCell();
  const summonses = subjects.map((name, index) => ({
    summons: aSummons({ subject: gateway(name), at: index }),
    deduplicationId: `edit-${index}`,
  }));
  await sendSummonses(cell.sqs, cell.urlOf('reconcile'), summonses);
  const records = await cell.records('reconcile');
  const nameOf = ({ records: [first] }: MessageGroup) =>
    (JSON.parse(first?.body ?? '{}') as { subject: { name: string } }).subject.name;
  return { ...cell, batch: records, nameOf };
}

describe('a batch of a FIFO queue', () => {
  it('is one run for each group, with its messages in order', async () => {
    const { batch, nameOf } = await aBatch();
    const runs: Record<string, number[]> = {};
    const answer = await runGroups(
      batch,
      (group) => {
        runs[nameOf(group)] = group.records.map(({ body }) => (JSON.parse(body) as { at: number }).at);
        return Promise.resolve();
      },
      () => undefined,
    );
    expect(runs).toEqual({ web: [0, 2, 5], blog: [1, 4], docs: [3] });
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('comes back with all messages of the group that failed, in order, and no other', async () => {
    const { batch, nameOf } = await aBatch();
    const failures: string[] = [];
    const { batchItemFailures } = await runGroups(
      batch,
      (group) => (nameOf(group) === 'web' ? Promise.reject(new Error('no luck')) : Promise.resolve()),
      (group, error) => failures.push(`${nameOf(group)}: ${String(error)}`),
    );
    const failed = batch.filter(
      ({ body }) => (JSON.parse(body) as { subject: { name: string } }).subject.name === 'web',
    );
    expect(batchItemFailures).toEqual(failed.map(({ messageId }) => ({ itemIdentifier: messageId })));
    expect(failures).toEqual(['web: Error: no luck']);
  });

  it('runs its groups side by side', async () => {
    const { batch } = await aBatch();
    let running = 0;
    let most = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await runGroups(batch, run, () => undefined);
    expect(most).toBe(3);
  });

  it('that is empty is done', async () => {
    expect(
      await runGroups(
        [],
        () => Promise.reject(new Error('never')),
        () => undefined,
      ),
    ).toEqual({ batchItemFailures: [] });
  });
});

describe('messages that are held', () => {
  it('are nobody else’s until five seconds after the run’s own end', async () => {
    const { batch, sqs, urlOf, records, clock } = await aBatch();
    const isBack = async () => (await records('reconcile')).length > 0;
    expect(await holdMessages(sqs, urlOf('reconcile'), batch, 30_000)).toBe(true);
    await clock.advance(34_000);
    expect(await isBack()).toBe(false);
    await clock.advance(1_001);
    expect(await isBack()).toBe(true);
  });

  it('are refused if their time was up and somebody else has them', async () => {
    const { batch, sqs, urlOf, records, clock } = await aBatch();
    await clock.advance(721_000);
    const others = await records('reconcile');
    expect(others.length).toBeGreaterThan(0);
    expect(await holdMessages(sqs, urlOf('reconcile'), batch, 30_000)).toBe(false);
  });

  it('on a queue that is gone are a Fault', async () => {
    const { batch, sqs, urlOf } = await aBatch();
    expect((await faultOf(holdMessages(sqs, `${urlOf('reconcile')}x`, batch, 1000))).kind).toBe('vanished');
  });
});
