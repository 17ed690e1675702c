// Creating, changing and deleting queues.
import { AwsError } from '../aws/aws-error.ts';
import { wakeWaiters } from './long-poll.ts';
import {
  changedQueueAttributes,
  conflictingAttribute,
  newQueueAttributes,
  type QueueAttributes,
} from './queue-attributes.ts';
import { refuseQueueName } from './queue-name.ts';
import { isDelayed, isInFlight, type Queue } from './queue.ts';
import { queueByName, type QueueRegion } from './queue-region.ts';
import { refuseRedrivePolicy } from './redrive-policy.ts';

/** SQS keeps a deleted name, and refuses a second purge, for a minute. */
const quarantineMs = 60_000;

/** Creates the queue, or returns the existing one of the same attributes. */
export function createQueue(
  region: QueueRegion,
  name: string,
  given: QueueAttributes = {},
  tags: Readonly<Record<string, string>> = {},
): Queue {
  const existing = region.queues.get(name);
  if (existing) return refuseConflict(existing, given);
  const fifo = given.FifoQueue === 'true';
  refuseQueueName(name, fifo);
  const arn = `arn:aws:sqs:${region.region}:${region.accountId}:${name}`;
  const attributes = newQueueAttributes(given, fifo);
  refuseRedrivePolicy(region, { arn, fifo }, attributes);
  const now = region.clock.now();
  if (now - (region.deletedAt.get(name) ?? -Infinity) < quarantineMs) {
    throw new AwsError(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
  }
  const queue: Queue = {
    name,
    arn,
    fifo,
    attributes,
    createdAt: now,
    modifiedAt: now,
    tags: new Map(Object.entries(tags)),
    messages: new Map(),
    recentSends: new Map(),
    attempts: new Map(),
    waiters: new Set(),
    isWaking: false,
  };
  region.queues.set(name, queue);
  region.onTagsChanged?.();
  return queue;
}

function refuseConflict(existing: Queue, given: QueueAttributes): Queue {
  const conflict = conflictingAttribute(existing.attributes, given);
  if (conflict === undefined) return existing;
  throw new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${conflict}`,
  );
}

/** Changes attributes; all of them or, when one is refused, none. */
export function setQueueAttributes(region: QueueRegion, queue: Queue, given: QueueAttributes): void {
  const attributes = changedQueueAttributes(queue.attributes, given);
  refuseRedrivePolicy(region, queue, attributes);
  queue.attributes = attributes;
  queue.modifiedAt = region.clock.now();
}

/** Deletes the queue with its messages; whoever waits on it learns that it is gone. */
export function deleteQueue(region: QueueRegion, name: string): void {
  const queue = queueByName(region, name);
  region.queues.delete(name);
  region.deletedAt.set(name, region.clock.now());
  region.onTagsChanged?.();
  wakeWaiters(queue, region.clock);
}

/** Deletes all messages, at most once a minute. */
export function purgeQueue(region: QueueRegion, queue: Queue): void {
  const now = region.clock.now();
  if (now - (queue.purgedAt ?? -Infinity) < quarantineMs) {
    throw new AwsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      403,
    );
  }
  queue.purgedAt = now;
  queue.messages.clear();
}

/** Every attribute as GetQueueAttributes shows it; times are whole seconds. */
export function describeQueue(queue: Queue, now: number): Record<string, string> {
  const messages = [...queue.messages.values()];
  const inFlight = messages.filter((message) => isInFlight(message, now)).length;
  const delayed = messages.filter((message) => isDelayed(message, now)).length;
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ApproximateNumberOfMessages: String(messages.length - inFlight - delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
