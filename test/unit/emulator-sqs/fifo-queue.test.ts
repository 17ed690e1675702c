import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  ChangeMessageVisibilityCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

async function fifoQueue(attributes: Record<string, string> = {}) {
  const account = createSqsAccount();
  const { client } = account;
  const { QueueUrl } = await client.send(
    new CreateQueueCommand({ QueueName: 'reconcile.fifo', Attributes: { FifoQueue: 'true', ...attributes } }),
  );
  let nextId = 0;
  return {
    ...account,
    QueueUrl,
    send: (MessageGroupId: string, MessageBody: string, MessageDeduplicationId = `id-${(nextId += 1)}`) =>
      client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId })),
    receive: async (MaxNumberOfMessages = 10, ReceiveRequestAttemptId?: string) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages,
          MessageSystemAttributeNames: ['All'],
          ...(ReceiveRequestAttemptId !== undefined && { ReceiveRequestAttemptId }),
        }),
      );
      return Messages;
    },
    remove: (message: Message | undefined) =>
      client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle })),
    release: (message: Message | undefined) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }),
      ),
  };
}

const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

describe('a FIFO queue', () => {
  it('hands out several messages of one group in order, then those of the next', async () => {
    const { send, receive } = await fifoQueue();
    await send('a', 'a1');
    await send('b', 'b1');
    await send('a', 'a2');
    expect(bodies(await receive())).toEqual(['a1', 'a2', 'b1']);
  });

  it('blocks a group while one of its messages is in flight, and no other group', async () => {
    const { send, receive } = await fifoQueue();
    await send('a', 'a1');
    await receive();
    await send('a', 'a2');
    await send('b', 'b1');
    expect(bodies(await receive())).toEqual(['b1']);
  });

  it('frees a group when its message is deleted', async () => {
    const { send, receive, remove } = await fifoQueue();
    await send('a', 'a1');
    const [first] = await receive();
    await send('a', 'a2');
    await remove(first);
    expect(bodies(await receive())).toEqual(['a2']);
  });

  it('keeps a later message back while it is in flight even if an earlier one was released', async () => {
    const { send, receive, release, clock } = await fifoQueue();
    await send('a', 'a1');
    await send('a', 'a2');
    const [first] = await receive();
    await release(first);
    expect(await receive()).toEqual([]);
    await clock.advance(30_000);
    expect(bodies(await receive())).toEqual(['a1', 'a2']);
  });

  it('accepts a deduplication id once in five minutes, even after the message was deleted', async () => {
    const { send, receive, remove, clock } = await fifoQueue();
    const first = await send('a', 'x', 'same');
    await remove((await receive())[0]);
    const second = await send('a', 'y', 'same');
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.SequenceNumber).toBe(first.SequenceNumber);
    expect(await receive()).toEqual([]);
    await clock.advance(5 * 60_000);
    await send('a', 'z', 'same');
    expect(bodies(await receive())).toEqual(['z']);
  });

  it('deduplicates over all groups, or within each group when its scope is the group', async () => {
    const wide = await fifoQueue();
    await wide.send('a', 'x', 'same');
    await wide.send('b', 'y', 'same');
    expect(bodies(await wide.receive())).toEqual(['x']);
    const narrow = await fifoQueue({ DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' });
    await narrow.send('a', 'x', 'same');
    await narrow.send('b', 'y', 'same');
    expect(bodies(await narrow.receive())).toEqual(['x', 'y']);
  });

  it('deduplicates by body when it is told to', async () => {
    const { client, QueueUrl, receive } = await fifoQueue({ ContentBasedDeduplication: 'true' });
    for (const MessageBody of ['x', 'x', 'y']) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'a' }));
    }
    expect(bodies(await receive())).toEqual(['x', 'y']);
  });

  it('numbers messages upwards and shows group and deduplication id', async () => {
    const { send, receive } = await fifoQueue();
    await send('a', 'a1', 'one');
    await send('b', 'b1', 'two');
    const [first, second] = await receive();
    expect(first?.Attributes).toMatchObject({ MessageGroupId: 'a', MessageDeduplicationId: 'one' });
    expect(BigInt(second?.Attributes?.SequenceNumber ?? 0) > BigInt(first?.Attributes?.SequenceNumber ?? 0)).toBe(true);
    expect(first?.Attributes?.SequenceNumber).toMatch(/^\d{20}$/);
  });

  it('refuses a handle whose visibility timeout has ended', async () => {
    const { send, receive, remove, clock } = await fifoQueue();
    await send('a', 'a1');
    const [message] = await receive();
    await clock.advance(30_000);
    const { name, message: text } = await refusal(remove(message));
    expect(name).toBe('InvalidParameterValue');
    expect(text).toBe(
      `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  });

  it('repeats the answer of a receive attempt whose response was lost', async () => {
    const { send, receive, remove } = await fifoQueue();
    await send('a', 'a1');
    const first = await receive(1, 'attempt');
    const second = await receive(1, 'attempt');
    expect(second).toEqual(first);
    await remove(second[0]);
    expect(await receive(1, 'attempt')).toEqual([]);
  });

  it('delays every message alike and never reorders a group', async () => {
    const { send, receive, clock } = await fifoQueue({ DelaySeconds: '10' });
    await send('a', 'a1');
    await clock.advance(5000);
    await send('a', 'a2');
    await clock.advance(5000);
    expect(bodies(await receive())).toEqual(['a1']);
  });
});
