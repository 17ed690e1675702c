// The same statements against our queues and against fauxqs, an independent emulator, both in real time. Where fauxqs
// departs from AWS (one message per group and receive, deduplication scope, receipt handles) it is no witness.
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

let peer: FauxqsServer;
const clients = new Map<string, SQSClient>();

beforeAll(async () => {
  peer = await startFauxqs({ port: 0, logger: false });
  const credentials = { accessKeyId: 'ADMIN', secretAccessKey: 'secret' };
  clients.set('fauxqs', new SQSClient({ region: 'eu-central-1', endpoint: peer.address, credentials }));
  clients.set('ours', createSqsAccount().client);
});

afterAll(async () => {
  clients.get('fauxqs')?.destroy();
  await peer.stop();
});

describe.each(['ours', 'fauxqs'])('on %s', (which) => {
  let counter = 0;
  const setUp = async (Attributes: Record<string, string> = {}) => {
    const client = clients.get(which);
    if (!client) throw new Error(`no client for ${which}`);
    const QueueName = `q${(counter += 1)}${Attributes.FifoQueue === 'true' ? '.fifo' : ''}`;
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    const receive = async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] }),
      );
      return Messages;
    };
    return { client, QueueUrl, QueueName, receive };
  };

  it('a message carries its attributes and their digest', async () => {
    const { client, QueueUrl, receive } = await setUp();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'gateway' },
      raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
    };
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageAttributes }));
    const [message] = await receive();
    expect(message).toMatchObject({
      Body: 'a',
      MessageId: sent.MessageId,
      MD5OfBody: '0cc175b9c0f1b6a831c399e269772661',
    });
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(['kind', 'raw']);
  });

  it('a message comes back when its visibility is set to zero and its receive count rises', async () => {
    const { client, QueueUrl, receive } = await setUp();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const [{ ReceiptHandle } = {}] = await receive();
    expect(await receive()).toEqual([]);
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect((await receive())[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('a FIFO group waits for its message in flight', async () => {
    const { client, QueueUrl, receive } = await setUp({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    for (const MessageBody of ['a', 'b']) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'g' }));
    }
    const [first] = await receive();
    expect(await receive()).toEqual([]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect((await receive())[0]?.Body).toBe('b');
  });

  it('a repeated deduplication id answers with the first message', async () => {
    const { client, QueueUrl } = await setUp({ FifoQueue: 'true' });
    const send = () =>
      client.send(
        new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'd' }),
      );
    const [first, second] = [await send(), await send()];
    expect([second.MessageId, second.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
  });

  it('a message received too often goes to the dead-letter queue', async () => {
    const dead = await setUp();
    const described = await dead.client.send(
      new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: described.Attributes?.QueueArn, maxReceiveCount: 1 });
    const { client, QueueUrl, receive } = await setUp({ RedrivePolicy });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const [{ ReceiptHandle } = {}] = await receive();
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await receive()).toEqual([]);
    expect((await dead.receive())[0]?.Body).toBe('a');
  });

  it('a FIFO message with its own delay is refused in the same words', async () => {
    const { client, QueueUrl } = await setUp({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const refused = refusal(
      client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageGroupId: 'g', DelaySeconds: 2 })),
    );
    expect((await refused).message).toBe(
      'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    );
  });

  it('more than ten entries are refused', async () => {
    const { client, QueueUrl } = await setUp();
    const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `e${index}`, MessageBody: 'a' }));
    const refused = refusal(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    expect((await refused).name).toMatch(/TooManyEntriesInBatchRequest/);
  });

  it('an existing name with other attributes is refused', async () => {
    const { client, QueueName } = await setUp();
    const again = new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: '7' } });
    expect((await refusal(client.send(again))).message).toMatch(
      /^A queue already exists with the same name and a different value for attribute VisibilityTimeout/,
    );
  });
});
