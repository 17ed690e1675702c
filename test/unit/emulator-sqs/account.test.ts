import {
  CreateQueueCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount } from './sqs-account.ts';

describe('the queues of an account', () => {
  it('are listed page by page', async () => {
    const { client } = createSqsAccount();
    for (const QueueName of ['a1', 'a2', 'b', 'a3']) await client.send(new CreateQueueCommand({ QueueName }));
    const first = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'a', MaxResults: 2 }));
    const second = await client.send(
      new ListQueuesCommand({ QueueNamePrefix: 'a', MaxResults: 2, NextToken: first.NextToken }),
    );
    const names = [...(first.QueueUrls ?? []), ...(second.QueueUrls ?? [])].map((url) => url.split('/').at(-1));
    expect(names).toEqual(['a1', 'a2', 'a3']);
    expect(second.NextToken).toBeUndefined();
  });

  it('carry tags', async () => {
    const { client } = createSqsAccount();
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'a', tags: { one: '1' } }));
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { two: '2' } }));
    await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['one'] }));
    expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ two: '2' });
  });

  it('are back to the deployed ones, emptied, after a reset', async () => {
    const { client, queues } = createSqsAccount();
    const { arn } = queues.provision('deployed');
    queues.send(arn, { body: 'ring' });
    await client.send(new CreateQueueCommand({ QueueName: 'made-by-hand' }));
    queues.reset();
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toEqual([
      'http://127.0.0.1:4566/123456789012/deployed',
    ]);
    expect(queues.attributes(arn).ApproximateNumberOfMessages).toBe('0');
  });

  it('refuse an unknown ARN in process', () => {
    const { queues } = createSqsAccount();
    expect(() => queues.send('arn:aws:sqs:eu-central-1:123456789012:none', { body: 'x' })).toThrow(
      'The specified queue does not exist.',
    );
  });
});
