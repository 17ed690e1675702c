// SQS behind the AWS endpoint.
import type { AuthorizationCheck } from '../aws/iam/authorization.ts';
import type { PolicyDocument } from '../aws/iam/policy.ts';
import { requestTagsContext } from '../aws/iam/tags-context.ts';
import type { AwsService, Call, Input } from '../aws/service.ts';
import { batchActions } from './actions/batch-actions.ts';
import { messageActions } from './actions/message-actions.ts';
import { moveTaskActions } from './actions/move-task-actions.ts';
import { queueActions, tagActions } from './actions/queue-actions.ts';
import { permissionActions } from './actions/permission-actions.ts';
import { queryWording, sqsModel, sqsQueryModel } from './models.ts';
import { nameInQueueArn, nameInQueueUrl } from './queue-name.ts';
import { parseDocument } from './queue-attributes.ts';
import { findQueueByArn } from './queue-region.ts';
import { queueTaggable } from './queue-taggable.ts';
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
  const tags = (input['tags'] ?? input['Tags'] ?? {}) as Readonly<Record<string, string>>;
  const removed = (input['TagKeys'] ?? []) as readonly string[];
  const context = requestTagsContext(tags, [...Object.keys(tags), ...removed]);
  const checks = [{ action: permissionOf(action), resource, context }];
  return action === 'CreateQueue' && input['tags'] !== undefined
    ? [...checks, { action: 'sqs:TagQueue', resource, context }]
    : checks;
}

/** The `sqs` service over these queues. */
export function createSqsService(queues: Queues): AwsService {
  const { region } = queues;
  return {
    signingName: 'sqs',
    model: sqsModel,
    queryModel: sqsQueryModel,
    queryWording,
    pathParameter: 'QueueUrl',
    actions: {
      ...queueActions(region),
      ...tagActions(region),
      ...permissionActions(region),
      ...messageActions(region),
      ...batchActions(region),
      ...moveTaskActions(region),
    },
    authorization,
    resourcePolicy: ({ resource }) => {
      const policy = findQueueByArn(region, resource)?.attributes['Policy'];
      return policy === undefined ? undefined : (parseDocument('Policy', policy) as unknown as PolicyDocument);
    },
    taggable: queueTaggable(region),
    reset: () => queues.reset(),
  };
}
