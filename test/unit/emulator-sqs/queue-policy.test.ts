import { CreateQueueCommand, SendMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
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
