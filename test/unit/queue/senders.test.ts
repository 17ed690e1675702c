import { describe, expect, it } from 'vitest';
import { createDoorbellSender } from '../../../lib/adapters/queue/doorbell-sender.ts';
import { queueUrlOf } from '../../../lib/adapters/queue/queue-url.ts';
import { messageGroupId, sendSummonses } from '../../../lib/adapters/queue/summons-sender.ts';
import type { Doorbell, Summons } from '../../../lib/core/base/doorbell.ts';
import { faultOf } from '../adapters/aws-account.ts';
import { aCell, aDoorbell, aSummons, gateway } from './cell.ts';

describe('ringing', () => {
  it('puts doorbells on the queue as they are, more than one call takes', async () => {
    const { sqs, urlOf, bodies } = await aCell();
    const doorbells = Array.from({ length: 13 }, (_, index) => aDoorbell({ subject: gateway(`web-${index}`) }));
    await createDoorbellSender(sqs, urlOf('changes')).ring(doorbells);
    const rung = [...(await bodies<Doorbell>('changes')), ...(await bodies<Doorbell>('changes'))];
    const byName = (list: readonly Doorbell[]) =>
      [...list].sort((a, b) => String(a.subject.name).localeCompare(String(b.subject.name)));
    expect(byName(rung)).toEqual(byName(doorbells));
  });

  it('of nothing does nothing', async () => {
    const { sqs } = await aCell();
    await createDoorbellSender(sqs, 'http://127.0.0.1:4566/123456789012/no-such-queue').ring([]);
  });

  it('later is heard later, a quarter of an hour at most', async () => {
    const { sqs, urlOf, bodies, clock } = await aCell();
    const sender = createDoorbellSender(sqs, urlOf('changes'));
    await sender.ring([
      { ...aDoorbell({ subject: gateway('soon') }), delaySeconds: 1.2 },
      { ...aDoorbell({ subject: gateway('later') }), delaySeconds: 86_400 },
    ]);
    const heard = async () => (await bodies<Doorbell>('changes')).map((doorbell) => doorbell.subject.name);
    expect(await heard()).toEqual([]);
    await clock.advance(2_000);
    expect(await heard()).toEqual(['soon']);
    await clock.advance(900_000);
    expect(await heard()).toContain('later');
  });

  it('on a queue that is not there, or not ours, is a Fault', async () => {
    const { sqs, urlOf, clientOf, emulator } = await aCell();
    const nowhere = createDoorbellSender(sqs, `${urlOf('changes')}-gone`);
    expect((await faultOf(nowhere.ring([aDoorbell()]))).kind).toBe('vanished');
    emulator.setCaller('AKIASTRANGER', {
      name: 'stranger',
      arn: 'arn:aws:iam::123456789012:user/stranger',
      policies: [],
    });
    const stranger = createDoorbellSender(clientOf('AKIASTRANGER'), urlOf('changes'));
    expect((await faultOf(stranger.ring([aDoorbell()]))).kind).toBe('denied');
    emulator.faults.add({ service: 'sqs', kind: 'error-5xx' });
    expect((await faultOf(createDoorbellSender(sqs, urlOf('changes')).ring([aDoorbell()]))).kind).toBe('unreachable');
  });

  it('of which a part was not heard is a Fault', async () => {
    const { sqs, urlOf, queues, arns } = await aCell();
    queues.setAttributes(arns.changes, { MaximumMessageSize: '1024' });
    const long = aDoorbell({ cause: { kind: 'x'.repeat(1024), namespace: '', name: '', why: '' } });
    const fault = await faultOf(createDoorbellSender(sqs, urlOf('changes')).ring([aDoorbell(), long]));
    expect(fault).toMatchObject({ kind: 'rejected', operation: 'SendMessageBatch' });
    expect(fault.message).toMatch(/^1 of 2 doorbells were not taken: /);
  });
});

describe('summonses', () => {
  const addressed = (name: string, deduplicationId: string) => ({
    summons: aSummons({ subject: gateway(name) }),
    deduplicationId,
  });

  it('of one Gateway wait for each other, those of others do not', async () => {
    const { sqs, urlOf, records } = await aCell();
    await sendSummonses(sqs, urlOf('reconcile'), [
      addressed('web', 'a'),
      addressed('blog', 'b'),
      addressed('web', 'c'),
    ]);
    const first = await records('reconcile', 1);
    expect(first.map(({ body }) => (JSON.parse(body) as Summons).subject.name)).toEqual(['web']);
    const second = await records('reconcile');
    expect(second.map(({ body }) => (JSON.parse(body) as Summons).subject.name)).toEqual(['blog']);
    expect(second[0]?.attributes.MessageGroupId).toBe(messageGroupId('shop', gateway('blog')));
  });

  it('of two edits are two, and of one edit that is sent again one', async () => {
    const { sqs, urlOf, bodies } = await aCell();
    const url = urlOf('reconcile');
    await sendSummonses(sqs, url, [addressed('web', 'first-edit')]);
    await sendSummonses(sqs, url, [addressed('web', 'first-edit'), addressed('web', 'second-edit')]);
    expect(await bodies('reconcile')).toHaveLength(2);
  });

  it('are any number, and those that were not taken are named', async () => {
    const { sqs, urlOf, queues, arns } = await aCell();
    queues.setAttributes(arns.reconcile, { MaximumMessageSize: '1024' });
    const good = Array.from({ length: 11 }, (_, index) => addressed(`web-${index}`, `good-${index}`));
    const causes = Array.from({ length: 10 }, () => ({
      kind: 'HTTPRoute',
      namespace: 'shop',
      name: 'x'.repeat(100),
      why: 'modified',
    }));
    const bad = { summons: aSummons({ causes }), deduplicationId: 'too-long' };
    expect(await sendSummonses(sqs, urlOf('reconcile'), [...good, bad])).toEqual(['too-long']);
    expect(queues.attributes(arns.reconcile)['ApproximateNumberOfMessages']).toBe('11');
  });

  it('to a queue out of reach are a Fault', async () => {
    const { sqs, urlOf } = await aCell();
    expect((await faultOf(sendSummonses(sqs, `${urlOf('reconcile')}x`, [addressed('web', 'a')]))).kind).toBe(
      'vanished',
    );
  });
});

describe('the group of a subject', () => {
  it('is one for each subject of each cluster, and never too long', () => {
    const longest = { kind: 'gateway' as const, namespace: 'n'.repeat(63), name: 'g'.repeat(253) };
    const ids = [
      messageGroupId('shop', gateway('web')),
      messageGroupId('blog', gateway('web')),
      messageGroupId('shop', gateway('web2')),
      messageGroupId('shop', { ...gateway('web'), kind: 'service' }),
      messageGroupId('shop', { kind: 'nodes' }),
      messageGroupId('shop', longest),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\w-]{43}$/);
    expect(messageGroupId('shop', gateway('web'))).toBe(ids[0]);
  });
});

describe('the URL of a queue', () => {
  it('is where its region has SQS, or where we are told', () => {
    expect(queueUrlOf('arn:aws:sqs:eu-west-1:123456789012:changes')).toBe(
      'https://sqs.eu-west-1.amazonaws.com/123456789012/changes',
    );
    expect(queueUrlOf('arn:aws-cn:sqs:cn-north-1:123456789012:changes')).toBe(
      'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/changes',
    );
    expect(queueUrlOf('arn:aws:sqs:eu-west-1:123456789012:changes', 'http://127.0.0.1:4566/')).toBe(
      'http://127.0.0.1:4566/123456789012/changes',
    );
  });
});
