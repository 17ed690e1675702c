// Actions on queues themselves.
import { AwsError } from '../../aws/aws-error.ts';
import type { Action, Call } from '../../aws/service.ts';
import { refuseUnknownNames } from '../queue-attributes.ts';
import { createQueue, deleteQueue, describeQueue, purgeQueue, setQueueAttributes } from '../queue-lifecycle.ts';
import { queueByName, queueByUrl, type QueueRegion } from '../queue-region.ts';
import type { Queue } from '../queue.ts';
import { deadLetterSources } from '../redrive-policy.ts';

interface OnQueue {
  readonly QueueUrl: string;
}

interface Page {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const maxPage = 1000;
const maxTags = 50;

const urlOf = (queue: Queue, call: Call) => `${call.endpointUrl}/${call.accountId}/${queue.name}`;

function page<T extends Queue>(queues: readonly T[], { MaxResults, NextToken }: Page, call: Call) {
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > maxPage)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${MaxResults} for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.`,
    );
  }
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64').toString());
  if (!Number.isInteger(start)) throw new AwsError('InvalidParameterValue', 'Invalid or expired next token.');
  const end = start + (MaxResults ?? maxPage);
  const token =
    MaxResults !== undefined && end < queues.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {};
  return { urls: queues.slice(start, end).map((queue) => urlOf(queue, call)), token };
}

function tag(queue: Queue, tags: Readonly<Record<string, string>>) {
  if (Object.keys(tags).length === 0) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter Tags.');
  }
  const names = new Set([...queue.tags.keys(), ...Object.keys(tags)]);
  if (names.size > maxTags) throw new AwsError('InvalidParameterValue', `Too many tags added for queue ${queue.name}.`);
  for (const [name, value] of Object.entries(tags)) queue.tags.set(name, value);
}

/** Creating, finding, describing, changing and deleting queues. */
export const queueActions = (region: QueueRegion): Readonly<Record<string, Action>> => ({
  CreateQueue: (
    input: { QueueName: string; Attributes?: Record<string, string>; tags?: Record<string, string> },
    call: Call,
  ) => ({ QueueUrl: urlOf(createQueue(region, input.QueueName, input.Attributes, input.tags), call) }),

  DeleteQueue: (input: OnQueue) => {
    deleteQueue(region, queueByUrl(region, input.QueueUrl).name);
    return {};
  },

  GetQueueUrl: (input: { QueueName: string; QueueOwnerAWSAccountId?: string }, call: Call) => {
    const foreign = input.QueueOwnerAWSAccountId !== undefined && input.QueueOwnerAWSAccountId !== region.accountId;
    return { QueueUrl: urlOf(queueByName(region, foreign ? '' : input.QueueName), call) };
  },

  ListQueues: (input: Page & { QueueNamePrefix?: string }, call: Call) => {
    const matching = [...region.queues.values()].filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''));
    const { urls, token } = page(matching, input, call);
    return urls.length === 0 ? {} : { QueueUrls: urls, ...token };
  },

  ListDeadLetterSourceQueues: (input: Page & OnQueue, call: Call) => {
    const { urls, token } = page(deadLetterSources(region, queueByUrl(region, input.QueueUrl)), input, call);
    return { queueUrls: urls, ...token };
  },

  GetQueueAttributes: (input: OnQueue & { AttributeNames?: string[] }) => {
    const wanted = input.AttributeNames ?? [];
    refuseUnknownNames(wanted);
    const all = describeQueue(queueByUrl(region, input.QueueUrl), region.clock.now());
    const entries = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name));
    return entries.length === 0 ? {} : { Attributes: Object.fromEntries(entries) };
  },

  SetQueueAttributes: (input: OnQueue & { Attributes: Record<string, string> }) => {
    setQueueAttributes(region, queueByUrl(region, input.QueueUrl), input.Attributes);
    return {};
  },

  PurgeQueue: (input: OnQueue) => {
    purgeQueue(region, queueByUrl(region, input.QueueUrl));
    return {};
  },
});

/** TagQueue, UntagQueue, ListQueueTags. */
export const tagActions = (region: QueueRegion): Readonly<Record<string, Action>> => ({
  TagQueue: (input: OnQueue & { Tags: Record<string, string> }) => {
    tag(queueByUrl(region, input.QueueUrl), input.Tags);
    region.onTagsChanged?.();
    return {};
  },

  UntagQueue: (input: OnQueue & { TagKeys: string[] }) => {
    const { tags } = queueByUrl(region, input.QueueUrl);
    if (input.TagKeys.length === 0) {
      throw new AwsError('InvalidParameterValue', 'Tag keys must be between 1 and 128 characters in length.');
    }
    for (const name of input.TagKeys) tags.delete(name);
    region.onTagsChanged?.();
    return {};
  },

  ListQueueTags: (input: OnQueue) => {
    const { tags } = queueByUrl(region, input.QueueUrl);
    return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
  },
});
