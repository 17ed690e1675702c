// The queues of the stacks, created in the emulated SQS with their policies.
import type { QueueAttributes } from '../sqs/queue-attributes.ts';
import type { Queues } from '../sqs/queues.ts';
import { isJsonObject, type Json, type JsonObject } from './template/template.ts';
import type { DeployedResource, DeployedStacks } from './template/deployed-stacks.ts';

const plain = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

/** Documents name other queues and so wait until all queues exist. */
const documents = ['RedriveAllowPolicy', 'RedrivePolicy'];

const toText = (value: Json) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function attributesOf(properties: JsonObject, names: readonly string[]): QueueAttributes {
  return Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, toText(properties[name])]])),
  );
}

function tagsOf({ Tags }: JsonObject): Record<string, string> {
  const tags = Array.isArray(Tags) ? (Tags as readonly Json[]).filter(isJsonObject) : [];
  return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), String(Value)]));
}

function provision(queues: Queues, resource: DeployedResource): void {
  const properties = resource.properties();
  const attributes = attributesOf(properties, plain);
  if (queues.find(resource.arn)) queues.setAttributes(resource.arn, attributes);
  else queues.provision(resource.name, attributes, tagsOf(properties));
}

function applyPolicies(stacks: DeployedStacks, queues: Queues): void {
  for (const resource of stacks.resources('AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy')) {
    const { Queues: urls, Queue: url, PolicyDocument: document = {} } = resource.properties();
    for (const queueUrl of Array.isArray(urls) ? urls : [url]) {
      const name = String(queueUrl).split('/').at(-1);
      const queue = queues.region.queues.get(name ?? '');
      if (queue) queues.setAttributes(queue.arn, { Policy: JSON.stringify(document) });
    }
  }
}

/** Creates the queues that do not exist yet and brings the others to the template's attributes. */
export function provisionQueues(stacks: DeployedStacks, queues: Queues): void {
  const resources = stacks.resources('AWS::SQS::Queue');
  for (const resource of resources) provision(queues, resource);
  for (const resource of resources) {
    const attributes = attributesOf(resource.properties(), documents);
    if (Object.keys(attributes).length > 0) queues.setAttributes(resource.arn, attributes);
  }
  applyPolicies(stacks, queues);
}
