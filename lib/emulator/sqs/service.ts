// SQS behind the AWS endpoint.
import { awsModels } from '../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../aws/iam/authorization.ts';
import type { Action, AwsService, Call, Input } from '../aws/service.ts';
import { batchActions } from './actions/batch-actions.ts';
import { messageActions } from './actions/message-actions.ts';
import { moveTaskActions } from './actions/move-task-actions.ts';
import { queueActions, tagActions } from './actions/queue-actions.ts';
import { nameInQueueArn, nameInQueueUrl } from './queue-name.ts';
import { refuseByPolicy } from './queue-policy.ts';
import type { Queues } from './queues.ts';

/** Batch actions need the permission of the single action (service authorization reference, "Actions for Amazon SQS"). */
const permissionOf = (action: string) => `sqs:${action.replace(/Batch$/, '')}`;

function queueNameOf(input: Input): string | undefined {
  const { QueueName, QueueUrl, SourceArn } = input;
  if (typeof QueueName === 'string') return QueueName;
  if (typeof QueueUrl === 'string') return nameInQueueUrl(QueueUrl);
  return typeof SourceArn === 'string' ? nameInQueueArn(SourceArn) : undefined;
}

function authorization(action: string, input: Input, call: Call): readonly AuthorizationCheck[] {
  const name = action === 'ListQueues' ? undefined : queueNameOf(input);
  const resource = name === undefined ? '*' : `arn:aws:sqs:${call.region}:${call.accountId}:${name}`;
  const checks = [{ action: permissionOf(action), resource }];
  return action === 'CreateQueue' && input.tags !== undefined
    ? [...checks, { action: 'sqs:TagQueue', resource }]
    : checks;
}

/** Puts the queue's resource policy in front of an action. */
const guarded =
  (queues: Queues, name: string, action: Action): Action =>
  (input, call) => {
    const queue = name === 'CreateQueue' ? undefined : queues.region.queues.get(queueNameOf(input) ?? '');
    if (queue) refuseByPolicy(queue, permissionOf(name), { arn: call.caller.arn });
    return action(input, call);
  };

/** The `sqs` service over these queues. */
export function createSqsService(queues: Queues): AwsService {
  const { region } = queues;
  const actions = {
    ...queueActions(region),
    ...tagActions(region),
    ...messageActions(region),
    ...batchActions(region),
    ...moveTaskActions(region),
  };
  return {
    signingName: 'sqs',
    model: awsModels.sqs,
    actions: Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, guarded(queues, name, action)])),
    authorization,
    reset: () => queues.reset(),
  };
}
