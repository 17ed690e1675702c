// Codes and texts as AWS answers them to the JSON protocol; the SDK shows the Query code as the error's name.
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

type Command = object;

async function account() {
  const created = createSqsAccount();
  const { client } = created;
  const create = async (QueueName: string, Attributes: Record<string, string>) =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  return {
    ...created,
    standard: await create('standard', { MaximumMessageSize: '1024' }),
    fifo: await create('first.fifo', { FifoQueue: 'true' }),
  };
}

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, ReceiptHandle: 'x' }));
const send = (QueueUrl: string, more: object = {}) => new SendMessageCommand({ QueueUrl, MessageBody: 'm', ...more });
const create = (QueueName: string, Attributes: Record<string, string> = {}) =>
  new CreateQueueCommand({ QueueName, Attributes });
const redrive = (deadLetterTargetArn: string, maxReceiveCount: number) =>
  JSON.stringify({ deadLetterTargetArn, maxReceiveCount });

const cases: readonly [string, (queues: { standard: string; fifo: string }) => Command, string, string | RegExp][] = [
  [
    'an unknown queue',
    () => new GetQueueUrlCommand({ QueueName: 'none' }),
    'QueueDoesNotExist',
    'The specified queue does not exist.',
  ],
  [
    'too large a message',
    ({ standard }) => send(standard, { MessageBody: 'x'.repeat(1025) }),
    'InvalidParameterValue',
    'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
  ],
  [
    'a delay beyond 15 minutes',
    ({ standard }) => send(standard, { DelaySeconds: 901 }),
    'InvalidParameterValue',
    'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
  ],
  [
    'a delay of one FIFO message',
    ({ fifo }) => send(fifo, { DelaySeconds: 2, MessageGroupId: 'g', MessageDeduplicationId: 'd' }),
    'InvalidParameterValue',
    'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
  ],
  [
    'a FIFO message without group',
    ({ fifo }) => send(fifo, { MessageDeduplicationId: 'd' }),
    'MissingParameter',
    'The request must contain the parameter MessageGroupId.',
  ],
  [
    'a FIFO message without deduplication id',
    ({ fifo }) => send(fifo, { MessageGroupId: 'g' }),
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  ],
  [
    'a group id of 129 characters',
    ({ fifo }) => send(fifo, { MessageGroupId: 'g'.repeat(129), MessageDeduplicationId: 'd' }),
    'InvalidParameterValue',
    /for parameter MessageGroupId is invalid/,
  ],
  [
    'control characters',
    ({ standard }) => send(standard, { MessageBody: '\u0000' }),
    'InvalidMessageContents',
    /^Invalid characters found/,
  ],
  [
    'an empty attribute',
    ({ standard }) => send(standard, { MessageAttributes: { ErrorDetails: { DataType: 'String', StringValue: '' } } }),
    'InvalidParameterValue',
    "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
  ],
  [
    'eleven messages per receive',
    ({ standard }) => new ReceiveMessageCommand({ QueueUrl: standard, MaxNumberOfMessages: 11 }),
    'InvalidParameterValue',
    'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  ],
  [
    'a wait beyond 20 seconds',
    ({ standard }) => new ReceiveMessageCommand({ QueueUrl: standard, WaitTimeSeconds: 21 }),
    'InvalidParameterValue',
    /WaitTimeSeconds is invalid/,
  ],
  [
    'twenty entries',
    ({ standard }) => new DeleteMessageBatchCommand({ QueueUrl: standard, Entries: entries(20) }),
    'TooManyEntriesInBatchRequest',
    'Maximum number of entries per request are 10. You have sent 20.',
  ],
  [
    'no entry',
    ({ standard }) => new SendMessageBatchCommand({ QueueUrl: standard, Entries: [] }),
    'EmptyBatchRequest',
    'There should be at least one SendMessageBatchRequestEntry in the request.',
  ],
  [
    'a strange entry id',
    ({ standard }) =>
      new DeleteMessageBatchCommand({ QueueUrl: standard, Entries: [{ Id: 'a:b', ReceiptHandle: 'x' }] }),
    'InvalidBatchEntryId',
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
  ],
  [
    'repeated entry ids',
    ({ standard }) => new DeleteMessageBatchCommand({ QueueUrl: standard, Entries: [...entries(1), ...entries(1)] }),
    'BatchEntryIdsNotDistinct',
    'Id e0 repeated.',
  ],
  [
    'a batch beyond 1 MiB',
    ({ standard }) => {
      const MessageBody = 'x'.repeat(700_000);
      return new SendMessageBatchCommand({
        QueueUrl: standard,
        Entries: [
          { Id: 'a', MessageBody },
          { Id: 'b', MessageBody },
        ],
      });
    },
    'BatchRequestTooLong',
    'Batch requests cannot be longer than 1048576 bytes. You have sent 1400000 bytes.',
  ],
  [
    'a FIFO batch with a message without group',
    ({ fifo }) => new SendMessageBatchCommand({ QueueUrl: fifo, Entries: [{ Id: 'a', MessageBody: 'm' }] }),
    'InvalidParameterValue',
    'The request must contain the parameter MessageGroupId.',
  ],
  [
    'a made-up receipt handle',
    ({ standard }) => new DeleteMessageCommand({ QueueUrl: standard, ReceiptHandle: 'made-up' }),
    'ReceiptHandleIsInvalid',
    'The input receipt handle "made-up" is not a valid receipt handle.',
  ],
  [
    'a visibility timeout beyond 12 hours',
    ({ standard }) =>
      new ChangeMessageVisibilityCommand({ QueueUrl: standard, ReceiptHandle: 'x', VisibilityTimeout: 43_201 }),
    'InvalidParameterValue',
    /VisibilityTimeout is invalid/,
  ],
  [
    'a bad queue name',
    () => create('a b'),
    'InvalidParameterValue',
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  ],
  [
    'a FIFO queue without suffix',
    () => create('a', { FifoQueue: 'true' }),
    'InvalidParameterValue',
    /must end with .fifo suffix/,
  ],
  [
    'FIFO attributes on a standard queue',
    () => create('a', { ContentBasedDeduplication: 'true' }),
    'InvalidAttributeName',
    'Unknown Attribute ContentBasedDeduplication.',
  ],
  [
    'FifoQueue=false',
    () => create('a', { FifoQueue: 'false' }),
    'InvalidAttributeName',
    'Unknown Attribute FifoQueue.',
  ],
  [
    'a timeout out of range',
    () => create('a', { VisibilityTimeout: '43201' }),
    'InvalidAttributeValue',
    'Invalid value for the parameter VisibilityTimeout.',
  ],
  [
    'a throughput limit that its scope forbids',
    () => create('a.fifo', { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' }),
    'InvalidAttributeValue',
    /FifoThroughputLimit/,
  ],
  [
    'other attributes under an existing name',
    () => create('standard', { DelaySeconds: '1' }),
    'QueueNameExists',
    'A queue already exists with the same name and a different value for attribute DelaySeconds',
  ],
  [
    'changing the queue type',
    ({ fifo }) => new SetQueueAttributesCommand({ QueueUrl: fifo, Attributes: { FifoQueue: 'false' } }),
    'InvalidAttributeValue',
    'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
  ],
  [
    'KMS and SQS encryption together',
    ({ standard }) =>
      new SetQueueAttributesCommand({
        QueueUrl: standard,
        Attributes: { KmsMasterKeyId: 'k', SqsManagedSseEnabled: 'true' },
      }),
    'InvalidAttributeName',
    /^You can use one type of server-side encryption/,
  ],
  [
    'a dead-letter target that is no ARN',
    () => create('a', { RedrivePolicy: '{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}' }),
    'InvalidParameterValue',
    'Value {"deadLetterTargetArn": "dummy", "maxReceiveCount": 42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
  ],
  [
    'a dead-letter target that does not exist',
    () => create('a', { RedrivePolicy: redrive('arn:aws:sqs:eu-central-1:123456789012:none', 3) }),
    'InvalidParameterValue',
    /Dead letter target does not exist/,
  ],
  [
    'a dead-letter queue of the other type',
    () => create('a', { RedrivePolicy: redrive('arn:aws:sqs:eu-central-1:123456789012:first.fifo', 3) }),
    'InvalidParameterValue',
    /Dead-letter queue must be same type of queue as the source/,
  ],
  [
    'a receive count of zero',
    () => create('a', { RedrivePolicy: redrive('arn:aws:sqs:eu-central-1:123456789012:standard', 0) }),
    'InvalidParameterValue',
    /Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive/,
  ],
];

describe('SQS refuses', () => {
  it.each(cases)('%s', async (_name, command, name, message) => {
    const { client, standard, fifo } = await account();
    const refused = await refusal(client.send(command({ standard, fifo }) as never));
    expect(refused.name).toBe(name);
    if (typeof message === 'string') expect(refused.message).toBe(message);
    else expect(refused.message).toMatch(message);
  });

  it('a second purge within a minute', async () => {
    const { client, standard, clock } = await account();
    const purge = new PurgeQueueCommand({ QueueUrl: standard });
    await client.send(purge);
    expect(await refusal(client.send(purge))).toMatchObject({ name: 'PurgeQueueInProgress', status: 403 });
    await clock.advance(60_000);
    await client.send(purge);
  });

  it('a deleted name for a minute', async () => {
    const { client, standard, clock } = await account();
    await client.send(new DeleteQueueCommand({ QueueUrl: standard }));
    expect((await refusal(client.send(create('standard')))).name).toBe('QueueDeletedRecently');
    await clock.advance(60_000);
    await client.send(create('standard'));
  });
});

describe('creating a queue again', () => {
  it('returns the existing queue when no given attribute differs', async () => {
    const { client, standard } = await account();
    expect((await client.send(create('standard', { VisibilityTimeout: '30' }))).QueueUrl).toBe(standard);
    expect((await client.send(create('standard'))).QueueUrl).toBe(standard);
  });
});
