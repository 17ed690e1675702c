import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

async function standardQueue(
  attributes: Record<string, string> = {},
  options: Parameters<typeof createSqsAccount>[0] = {},
) {
  const account = createSqsAccount(options);
  const { client } = account;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'changes', Attributes: attributes }));
  return {
    ...account,
    QueueUrl,
    send: (MessageBody: string, DelaySeconds?: number) =>
      client.send(
        new SendMessageCommand({ QueueUrl, MessageBody, ...(DelaySeconds !== undefined && { DelaySeconds }) }),
      ),
    receive: async (WaitTimeSeconds = 0) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          WaitTimeSeconds,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
    count: async () => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return {
        visible: Number(Attributes.ApproximateNumberOfMessages),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
        delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
      };
    },
  };
}

const bodies = (messages: readonly { Body?: string | undefined }[]) => messages.map(({ Body }) => Body);

describe('a standard queue', () => {
  it('is addressed under the endpoint it was created through', async () => {
    const { QueueUrl, client } = await standardQueue();
    expect(QueueUrl).toBe('http://127.0.0.1:4566/123456789012/changes');
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'ch' }))).QueueUrls).toEqual([QueueUrl]);
  });

  it('hides a received message until its visibility timeout ends', async () => {
    const { send, receive, clock, count } = await standardQueue({ VisibilityTimeout: '30' });
    await send('a');
    expect(bodies(await receive())).toEqual(['a']);
    await clock.advance(29_999);
    expect(await receive()).toEqual([]);
    expect(await count()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    await clock.advance(1);
    const [again] = await receive();
    expect(again?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
    expect(Number(again?.Attributes?.ApproximateFirstReceiveTimestamp)).toBe(clock.now() - 30_000);
  });

  it('forgets a deleted message, and lets it be deleted twice', async () => {
    const { send, receive, client, QueueUrl, count, clock } = await standardQueue();
    await send('a');
    const [message] = await receive();
    const deletion = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    await client.send(deletion);
    await client.send(deletion);
    await clock.advance(60_000);
    expect(await count()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('keeps a message that is deleted with the handle of an earlier delivery', async () => {
    const { send, receive, client, QueueUrl, count, clock } = await standardQueue();
    await send('a');
    const [first] = await receive();
    await clock.advance(30_000);
    await receive();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect((await count()).inFlight).toBe(1);
  });

  it('delays a message by its own delay or else by the queue’s', async () => {
    const { send, receive, clock, count } = await standardQueue({ DelaySeconds: '5' });
    await send('later', 60);
    await send('soon');
    await send('now', 0);
    expect(bodies(await receive())).toEqual(['now']);
    expect(await count()).toEqual({ visible: 0, inFlight: 1, delayed: 2 });
    await clock.advance(5000);
    expect(bodies(await receive())).toEqual(['soon']);
    await clock.advance(55_000);
    expect(bodies(await receive())).toContain('later');
  });

  it('answers a long poll when a message arrives', async () => {
    const { send, receive } = await standardQueue();
    const poll = receive(20);
    await send('a');
    expect(bodies(await poll)).toEqual(['a']);
  });

  it('answers a long poll when a delayed message becomes visible', async () => {
    const { send, receive, clock } = await standardQueue();
    await send('a', 7);
    const poll = receive(20);
    await new Promise((resolve) => setImmediate(resolve));
    const start = clock.now();
    const answeredAt = poll.then(() => clock.now());
    await clock.advance(20_000);
    expect(bodies(await poll)).toEqual(['a']);
    expect((await answeredAt) - start).toBe(7000);
  });

  it('answers an idle long poll with nothing at its end', async () => {
    const { receive, clock } = await standardQueue();
    const poll = receive(20);
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(20_000);
    expect(await poll).toEqual([]);
  });

  it('fails a long poll when the queue is deleted', async () => {
    const { receive, client, QueueUrl } = await standardQueue();
    const poll = refusal(receive(20));
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    expect((await poll).name).toBe('QueueDoesNotExist');
  });

  it('makes a message visible at once when its timeout is set to zero', async () => {
    const { send, receive, client, QueueUrl } = await standardQueue();
    await send('a');
    const [message] = await receive();
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }),
    );
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('drops a message after the retention period', async () => {
    const { send, receive, clock } = await standardQueue({ MessageRetentionPeriod: '60' });
    await send('a');
    await clock.advance(60_000);
    expect(await receive()).toEqual([]);
  });

  it('returns the digests that SDK clients verify', async () => {
    const { client, QueueUrl, receive } = await standardQueue();
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'msg',
        MessageAttributes: {
          Hello: { DataType: 'String', StringValue: 'There' },
          General: { DataType: 'String', StringValue: 'Kenobi' },
          'Help.Me': { DataType: 'String', StringValue: 'Me' },
        },
      }),
    );
    // Recorded from AWS.
    expect(sent.MD5OfMessageAttributes).toBe('4c360f3fdafd970e05fae2f149d997f5');
    expect(sent.MD5OfMessageBody).toBe('6e2baaf3b97dbeef01c0043275f9a0e7');
    expect((await receive())[0]?.MD5OfMessageAttributes).toBe('4c360f3fdafd970e05fae2f149d997f5');
  });

  it('takes the good entries of a batch and names the bad ones', async () => {
    const { client, QueueUrl, receive } = await standardQueue();
    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'a' },
          { Id: 'bad', MessageBody: 'b', DelaySeconds: 901 },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }]);
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('stores the trace header that a request carries', async () => {
    const { client, QueueUrl, receive } = await standardQueue();
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['X-Amzn-Trace-Id'] = 'Root=1-2-3;Lineage=a:1';
        return next(args);
      },
      { step: 'build' },
    );
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    expect((await receive())[0]?.Attributes?.AWSTraceHeader).toBe('Root=1-2-3;Lineage=a:1');
  });

  it('refuses more messages in flight than its quota', async () => {
    const { send, receive } = await standardQueue({}, { maxInFlight: 2 });
    for (const body of ['a', 'b', 'c']) await send(body);
    expect(await receive()).toHaveLength(2);
    expect(await refusal(receive())).toMatchObject({ name: 'OverLimit', status: 403 });
  });

  it('may deliver twice and out of order when the weather says so', async () => {
    const { send, receive, queues } = await standardQueue({}, { seed: 7 });
    queues.setFaults({ duplicate: 1, outOfOrder: true });
    const sent = ['a', 'b', 'c', 'd', 'e'];
    for (const body of sent) await send(body);
    const received = bodies(await receive());
    expect([...received].sort()).toEqual([...sent, ...sent].sort());
    expect(received).not.toEqual([...received].sort());
  });
});
