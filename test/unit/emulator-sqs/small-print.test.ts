// Where SQS is more generous, or more exact, than its clients' models say.
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
  type ReceiveMessageCommandInput,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

async function aQueue(Attributes: Record<string, string> = {}) {
  const account = createSqsAccount();
  const { client } = account;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'changes', Attributes }));
  const send = (more: Partial<SendMessageCommandInput> = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'ring', ...more }));
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages?.[0];
  const attributes = async () =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
  return { ...account, QueueUrl, send, receive, attributes };
}

describe('a receive', () => {
  it('names system attributes by the older member as well', async () => {
    const { send, receive } = await aQueue();
    await send({ MessageGroupId: 'tenant-1' });
    const names = ['SenderId', 'MessageGroupId'] as unknown as ReceiveMessageCommandInput['AttributeNames'];
    const message = await receive({ AttributeNames: names });
    expect(Object.keys(message?.Attributes ?? {}).sort()).toEqual(['MessageGroupId', 'SenderId']);
    expect(message?.Attributes?.MessageGroupId, 'a fair queue keeps the group').toBe('tenant-1');
  });

  it.each(['All', '.*', '*', 'ki.*', 'ki*', 'kind'])('finds an attribute by %s', async (name) => {
    const { send, receive } = await aQueue();
    await send({ MessageAttributes: { kind: { DataType: 'String', StringValue: 'gateway' } } });
    expect((await receive({ MessageAttributeNames: [name] }))?.MessageAttributes).toHaveProperty('kind');
  });

  it('refuses names that no attribute has', async () => {
    const { receive } = await aQueue();
    const names = ['Colour'] as unknown as ReceiveMessageCommandInput['AttributeNames'];
    expect((await refusal(receive({ AttributeNames: names }))).message).toBe('Unknown Attribute Colour.');
  });
});

describe('a queue', () => {
  it('is addressed by its name alone as well', async () => {
    const { client } = await aQueue();
    const sent = await client.send(new SendMessageCommand({ QueueUrl: 'changes', MessageBody: 'ring' }));
    expect(sent.MessageId).toBeDefined();
  });

  it.each(['http://127.0.0.1:4566/', 'http://127.0.0.1:4566/123456789012/none', 'a/b', 'none'])(
    'does not exist at %s',
    async (QueueUrl) => {
      const { client } = await aQueue();
      const refused = await refusal(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'ring' })));
      expect([refused.name, refused.status]).toEqual(['QueueDoesNotExist', 400]);
    },
  );

  it('shows a receive count that was given as text as a number', async () => {
    const { client, attributes, queues } = await aQueue();
    const { arn } = queues.provision('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: '3' });
    await client.send(new SetQueueAttributesCommand({ QueueUrl: 'changes', Attributes: { RedrivePolicy } }));
    expect(JSON.parse((await attributes()).RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: arn,
      maxReceiveCount: 3,
    });
  });

  it('is encrypted by one key at a time', async () => {
    const { attributes } = await aQueue({ KmsMasterKeyId: 'alias/queues', KmsDataKeyReusePeriodSeconds: '600' });
    expect(await attributes()).toMatchObject({
      KmsMasterKeyId: 'alias/queues',
      KmsDataKeyReusePeriodSeconds: '600',
      SqsManagedSseEnabled: 'false',
    });
  });

  it('takes no tags of nothing', async () => {
    const { client, QueueUrl } = await aQueue();
    expect((await refusal(client.send(new TagQueueCommand({ QueueUrl, Tags: {} })))).message).toBe(
      'The request must contain the parameter Tags.',
    );
    expect((await refusal(client.send(new UntagQueueCommand({ QueueUrl, TagKeys: [] })))).message).toBe(
      'Tag keys must be between 1 and 128 characters in length.',
    );
  });
});

it('a message of a standard queue may be hidden by any handle it was delivered with', async () => {
  const { client, QueueUrl, send, receive, clock } = await aQueue({ VisibilityTimeout: '1' });
  await send();
  const first = await receive();
  await clock.advance(1000);
  await receive();
  const hide = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 60 };
  await client.send(new ChangeMessageVisibilityCommand(hide));
  await clock.advance(59_000);
  expect(await receive()).toBeUndefined();
});

it('system attributes have a digest of their own', async () => {
  const { send } = await aQueue();
  const AWSTraceHeader = { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' };
  const withTrace = await send({ MessageSystemAttributes: { AWSTraceHeader } });
  const asAttribute = await send({ MessageAttributes: { AWSTraceHeader } });
  expect(withTrace.MD5OfMessageSystemAttributes).toBe(asAttribute.MD5OfMessageAttributes);
});

it('a dead-letter queue is of the same region', async () => {
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  expect((await refusal(aQueue({ RedrivePolicy }))).message).toContain(
    'Reason: Dead-letter target must be in same region as the source.',
  );
});
