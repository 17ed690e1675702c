import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

async function queueWithDeadLetters(suffix: '' | '.fifo' = '') {
  const account = createSqsAccount();
  const { client, clock } = account;
  const type: Record<string, string> = suffix === '' ? {} : { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const create = async (name: string, Attributes: Record<string, string> = {}) => {
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({ QueueName: name + suffix, Attributes: { ...type, ...Attributes } }),
    );
    const described = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return { url: QueueUrl, arn: described.Attributes?.QueueArn ?? '' };
  };
  const dead = await create('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
  const source = await create('source', { RedrivePolicy });
  const receive = async (QueueUrl: string) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
    );
    return Messages;
  };
  const send = (MessageBody: string) =>
    client.send(
      new SendMessageCommand({ QueueUrl: source.url, MessageBody, ...(suffix !== '' && { MessageGroupId: 'g' }) }),
    );
  const failTwice = async () => {
    for (let round = 0; round < 2; round += 1) {
      await receive(source.url);
      await clock.advance(30_000);
    }
  };
  return { ...account, source, dead, receive, send, failTwice };
}

const bodies = (messages: readonly { Body?: string | undefined }[]) => messages.map(({ Body }) => Body);

describe('a redrive policy', () => {
  it('moves a message after its last allowed receive, under its own id', async () => {
    const { source, dead, receive, send, failTwice } = await queueWithDeadLetters();
    const { MessageId } = await send('a');
    await failTwice();
    expect(await receive(source.url)).toEqual([]);
    const [moved] = await receive(dead.url);
    expect(moved).toMatchObject({ MessageId, Body: 'a', Attributes: { DeadLetterQueueSourceArn: source.arn } });
  });

  it('frees the group of a FIFO queue for the next message', async () => {
    const { source, dead, receive, send, clock, client } = await queueWithDeadLetters('.fifo');
    await send('a');
    for (let round = 0; round < 2; round += 1) {
      await client.send(new ReceiveMessageCommand({ QueueUrl: source.url }));
      await clock.advance(30_000);
    }
    await send('b');
    expect(bodies(await receive(source.url))).toEqual(['b']);
    expect(bodies(await receive(dead.url))).toEqual(['a']);
  });

  it('names its sources at the dead-letter queue', async () => {
    const { client, source, dead } = await queueWithDeadLetters();
    const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }));
    expect(queueUrls).toEqual([source.url]);
  });

  it('is refused when the dead-letter queue allows other sources only', async () => {
    const { client, dead, source } = await queueWithDeadLetters();
    const allow = { redrivePermission: 'byQueue', sourceQueueArns: ['arn:aws:sqs:eu-central-1:123456789012:other'] };
    await client.send(
      new SetQueueAttributesCommand({ QueueUrl: dead.url, Attributes: { RedriveAllowPolicy: JSON.stringify(allow) } }),
    );
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 });
    const change = new SetQueueAttributesCommand({ QueueUrl: source.url, Attributes: { RedrivePolicy } });
    expect((await refusal(client.send(change))).name).toBe('InvalidParameterValue');
  });
});

describe('a message move task', () => {
  it('returns dead letters to where they came from', async () => {
    const { client, source, dead, receive, send, failTwice, clock } = await queueWithDeadLetters();
    await send('a');
    await failTwice();
    await receive(source.url);
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
    await clock.advance(0);
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
    expect(bodies(await receive(source.url))).toEqual(['a']);
  });

  it('keeps its pace and can be cancelled', async () => {
    const { client, source, dead, receive, send, failTwice, clock } = await queueWithDeadLetters();
    for (const body of ['a', 'b', 'c']) await send(body);
    await failTwice();
    await receive(source.url);
    const start = new StartMessageMoveTaskCommand({ SourceArn: dead.arn, MaxNumberOfMessagesPerSecond: 1 });
    const { TaskHandle } = await client.send(start);
    expect((await refusal(client.send(start))).message).toMatch(/^There is already a task running/);
    await clock.advance(1000);
    const cancelled = await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
    await clock.advance(10_000);
    expect(await receive(source.url)).toHaveLength(2);
  });

  it('needs a dead-letter queue as its source', async () => {
    const { client, source } = await queueWithDeadLetters();
    expect(await refusal(client.send(new StartMessageMoveTaskCommand({ SourceArn: source.arn })))).toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
  });
});
