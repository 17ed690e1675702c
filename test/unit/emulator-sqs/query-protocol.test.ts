// SQS as clients from before its JSON protocol speak to it.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSqsAccount } from './sqs-account.ts';

const authorization =
  'AWS4-HMAC-SHA256 Credential=ADMIN/20260101/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=00';

function anOldClient() {
  const account = createSqsAccount();
  const send = async (parameters: Readonly<Record<string, string>>, path = '/', method = 'POST') => {
    const text = new URLSearchParams({ Version: '2012-11-05', ...parameters }).toString();
    const isGet = method === 'GET';
    const { status, body } = await account.handle({
      method,
      path: isGet ? `${path}?${text}` : path,
      headers: {
        host: '127.0.0.1:4566',
        authorization,
        ...(!isGet && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: Buffer.from(isGet ? '' : text),
    });
    const all = (element: string) =>
      [...String(body).matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, item = '']) => item);
    return { status, body: String(body), all, one: (element: string) => all(element)[0] ?? '' };
  };
  return { ...account, send };
}

describe('the Query protocol', () => {
  it('makes a queue with attributes and tags', async () => {
    const { send } = anOldClient();
    const made = await send({
      Action: 'CreateQueue',
      QueueName: 'changes',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '7',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'a',
    });
    expect(made.body).toMatch(
      /^<CreateQueueResponse xmlns="http:\/\/queue.amazonaws.com\/doc\/2012-11-05\/"><CreateQueueResult><QueueUrl>/,
    );
    const path = new URL(made.one('QueueUrl')).pathname;
    const { body } = await send({ Action: 'GetQueueAttributes', 'AttributeName.1': 'VisibilityTimeout' }, path);
    expect(body).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>');
    const tags = await send({ Action: 'ListQueueTags' }, path, 'GET');
    expect(tags.body).toContain('<Tag><Key>team</Key><Value>a</Value></Tag>');
  });

  it('sends and receives a message with attributes', async () => {
    const { send } = anOldClient();
    const QueueUrl = (await send({ Action: 'CreateQueue', QueueName: 'changes' })).one('QueueUrl');
    const sent = await send({
      Action: 'SendMessage',
      QueueUrl,
      MessageBody: 'a & b',
      'MessageAttribute.1.Name': 'kind',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'gateway',
    });
    expect(sent.one('MD5OfMessageBody')).toBe(createHash('md5').update('a & b').digest('hex'));
    const received = await send({
      Action: 'ReceiveMessage',
      QueueUrl,
      'AttributeName.1': 'SentTimestamp',
      'MessageAttributeName.1': '*',
    });
    expect([received.one('Body'), received.one('MessageId')]).toEqual(['a &amp; b', sent.one('MessageId')]);
    expect(received.body).toMatch(/<Attribute><Name>SentTimestamp<\/Name><Value>\d+<\/Value><\/Attribute>/);
    expect(received.body).toContain(
      '<MessageAttribute><Name>kind</Name><Value><StringValue>gateway</StringValue><DataType>String</DataType></Value></MessageAttribute>',
    );
    const ReceiptHandle = received.one('ReceiptHandle');
    expect((await send({ Action: 'DeleteMessage', QueueUrl, ReceiptHandle })).status).toBe(200);
  });

  it('sends a batch, in which each entry succeeds or fails by itself', async () => {
    const { send } = anOldClient();
    const QueueUrl = (await send({ Action: 'CreateQueue', QueueName: 'changes' })).one('QueueUrl');
    const batch = await send({
      Action: 'SendMessageBatch',
      QueueUrl,
      'SendMessageBatchRequestEntry.1.Id': 'good',
      'SendMessageBatchRequestEntry.1.MessageBody': 'a',
      'SendMessageBatchRequestEntry.2.Id': 'late',
      'SendMessageBatchRequestEntry.2.MessageBody': 'b',
      'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
    });
    expect(batch.body).toMatch(/<SendMessageBatchResultEntry><Id>good<\/Id>/);
    expect(batch.body).toMatch(
      /<BatchResultErrorEntry><Id>late<\/Id><SenderFault>true<\/SenderFault><Code>InvalidParameterValue</,
    );
  });

  it('calls errors by their older names', async () => {
    const { send } = anOldClient();
    const { status, one } = await send({ Action: 'GetQueueUrl', QueueName: 'none' });
    expect([status, one('Type'), one('Code'), one('Message')]).toEqual([
      400,
      'Sender',
      'AWS.SimpleQueueService.NonExistentQueue',
      'The specified queue does not exist for this wsdl version.',
    ]);
    expect((await send({ Action: 'Fly' })).one('Code')).toBe('InvalidAction');
  });

  it('lists queues beside the JSON protocol', async () => {
    const { send, queues } = anOldClient();
    for (const name of ['a', 'b']) queues.provision(name);
    expect((await send({ Action: 'ListQueues' })).all('QueueUrl')).toEqual([
      'http://127.0.0.1:4566/123456789012/a',
      'http://127.0.0.1:4566/123456789012/b',
    ]);
  });
});

describe('the JSON protocol', () => {
  const ask = async (target: string, body: object) => {
    const { handle } = createSqsAccount();
    const type = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${target}` };
    const headers = { authorization, ...type };
    const answer = await handle({ method: 'POST', path: '/', headers, body: Buffer.from(JSON.stringify(body)) });
    const { __type } = JSON.parse(String(answer.body)) as { __type: string };
    return [answer.status, __type, answer.headers['x-amzn-query-error']];
  };

  it('names both the shape of an error and its older name', async () => {
    expect(await ask('GetQueueUrl', { QueueName: 'none' })).toEqual([
      400,
      'com.amazonaws.sqs#QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue;Sender',
    ]);
    expect(await ask('CreateQueue', { QueueName: 'a b' })).toEqual([
      400,
      'com.amazon.coral.service#InvalidParameterValueException',
      'InvalidParameterValue;Sender',
    ]);
  });
});
