import {
  AddPermissionCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createSqsAccount, refusal } from './sqs-account.ts';

const arn = 'arn:aws:sqs:eu-central-1:123456789012:changes';
const forwarderRole = 'arn:aws:iam::123456789012:role/forwarder';

/** Only the forwarder may send; EventBridge may too. */
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:SendMessage',
      Resource: arn,
      Condition: {
        ArnNotEquals: { 'aws:PrincipalArn': forwarderRole },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: arn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn },
  ],
};

async function guardedQueue() {
  const account = createSqsAccount();
  const Attributes = { Policy: JSON.stringify(policy) };
  const { QueueUrl } = await account.client.send(new CreateQueueCommand({ QueueName: 'changes', Attributes }));
  const role = (name: string, account = '123456789012') => ({
    name,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/session`,
    policies: [{ Statement: [{ Effect: 'Allow' as const, Action: 'sqs:SendMessage', Resource: '*' }] }],
  });
  account.callers.set('FORWARDER', role('forwarder'));
  account.callers.set('TENANT', role('tenant'));
  account.callers.set('FOREIGN', role('forwarder', '999999999999'));
  account.callers.set('NOBODY', { ...role('forwarder'), policies: [] });
  const send = (key: string) => account.clientOf(key).send(new SendMessageCommand({ QueueUrl, MessageBody: 'ring' }));
  return { ...account, QueueUrl, send };
}

describe('a queue policy', () => {
  it('lets the one role send that its deny spares', async () => {
    const { send } = await guardedQueue();
    expect((await send('FORWARDER')).MessageId).toBeDefined();
  });

  it('stops every other principal of the account, single or in batches', async () => {
    const { send, clientOf, QueueUrl } = await guardedQueue();
    const denied = await refusal(send('TENANT'));
    expect(denied.status).toBe(403);
    expect(denied.message).toContain('explicit deny in a resource-based policy');
    const batch = new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'ring' }] });
    expect((await refusal(clientOf('TENANT').send(batch))).status).toBe(403);
  });

  it('stops a role of the same name in another account', async () => {
    const { send } = await guardedQueue();
    expect((await refusal(send('FOREIGN'))).status).toBe(403);
  });

  it('does not replace the permission of the caller’s own policies', async () => {
    const { send } = await guardedQueue();
    expect((await refusal(send('NOBODY'))).message).toContain(
      'no identity-based policy allows the sqs:SendMessage action',
    );
  });

  it('admits an AWS service only by name', async () => {
    const { queues } = await guardedQueue();
    expect(queues.objection(arn, 'sqs:SendMessage', { arn: 'events.amazonaws.com' })).toBeUndefined();
    expect(queues.objection(arn, 'sqs:SendMessage', { arn: 'sns.amazonaws.com' })).toMatch(/no resource-based policy/);
  });
});

const grant = { Label: 'partners', AWSAccountIds: ['999999999999'], Actions: ['SendMessage'] };

async function sharedQueue() {
  const account = createSqsAccount();
  const { client, clientOf, callers } = account;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'changes' }));
  const Statement = [{ Effect: 'Allow' as const, Action: 'sqs:*', Resource: '*' }];
  callers.set('FOREIGN', { name: 'f', arn: 'arn:aws:iam::999999999999:user/f', policies: [{ Statement }] });
  const policyText = async () => {
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
    return Attributes?.Policy;
  };
  const add = (more: object = {}) => client.send(new AddPermissionCommand({ QueueUrl, ...grant, ...more }));
  const send = () => clientOf('FOREIGN').send(new SendMessageCommand({ QueueUrl, MessageBody: 'ring' }));
  return { ...account, QueueUrl, policyText, add, send };
}

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
describe('a permission', () => {
  it('is a statement of the policy, which lets another account in', async () => {
    const { add, send, policyText } = await sharedQueue();
    expect((await refusal(send())).message).toContain('no resource-based policy allows the sqs:SendMessage action');
    await add();
    expect(JSON.parse((await policyText()) ?? '')).toEqual({
      Version: '2008-10-17',
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'partners',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::999999999999:root' },
          Action: 'SQS:SendMessage',
          Resource: arn,
        },
      ],
    });
    expect((await send()).MessageId).toBeDefined();
  });

  it('is taken back by its label, and the policy with the last one', async () => {
    const { add, send, client, QueueUrl, policyText } = await sharedQueue();
    await add();
    await client.send(new RemovePermissionCommand({ QueueUrl, Label: 'partners' }));
    expect(await policyText()).toBeUndefined();
    expect((await refusal(send())).status).toBe(403);
    expect((await refusal(client.send(new RemovePermissionCommand({ QueueUrl, Label: 'partners' })))).message).toBe(
      "Value partners for parameter Label is invalid. Reason: can't find label.",
    );
  });

  it.each([
    ['of a label in use', {}, 'Value partners for parameter Label is invalid. Reason: Already exists.'],
    ['with an odd label', { Label: 'a b' }, /for parameter Label is invalid/],
    ['of nothing', { Label: 'x', Actions: [] }, 'The request must contain the parameter Actions.'],
    ['for nobody', { Label: 'x', AWSAccountIds: [] }, /PrincipalId is invalid/],
    ['to change the queue', { Label: 'x', Actions: ['SetQueueAttributes'] }, /Only the queue owner is allowed/],
    [
      'of eight actions',
      { Label: 'x', Actions: Array(8).fill('SendMessage') },
      '8 Actions were found, maximum allowed is 7.',
    ],
  ])('%s is refused', async (_what, more, message) => {
    const { add } = await sharedQueue();
    await add();
    expect((await refusal(add(more))).message).toMatch(message);
  });

  it('cannot be written as a policy that is none', async () => {
    const { client, QueueUrl } = await sharedQueue();
    const Attributes = { Policy: '{"Statement":[{"Effect":"Perhaps"}]}' };
    const set = new SetQueueAttributesCommand({ QueueUrl, Attributes });
    expect((await refusal(client.send(set))).name).toBe('InvalidAttributeValue');
  });
});
