// The queues of one account in one region, and what they share: clock, randomness, sequence numbers, move tasks.
import { AwsError } from '../aws/aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { MoveTask } from './move-task.ts';
import type { QueueFaults } from './queue-faults.ts';
import { nameInQueueArn, nameInQueueUrl } from './queue-name.ts';
import type { Queue } from './queue.ts';

export interface QueueRegion {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly accountId: string;
  /** By name. */
  readonly queues: Map<string, Queue>;
  /** When a name was last deleted; it cannot be reused for 60 s. */
  readonly deletedAt: Map<string, number>;
  readonly moveTasks: MoveTask[];
  /** Messages in flight after which a receive yields no more (SQS quotas: 120,000). */
  readonly maxInFlight: number;
  faults: QueueFaults;
  lastPosition: number;
  /** Told when queues come, go, or change their tags. */
  onTagsChanged?: () => void;
}

/** The existing queue of this URL. */
export function queueByUrl(region: QueueRegion, queueUrl: string): Queue {
  return queueByName(region, nameInQueueUrl(queueUrl) ?? '');
}

/** The existing queue of this name. */
export function queueByName(region: QueueRegion, name: string): Queue {
  const queue = region.queues.get(name);
  if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** The queue of this ARN if it exists here. */
export function findQueueByArn(region: QueueRegion, arn: string): Queue | undefined {
  const queue = region.queues.get(nameInQueueArn(arn) ?? '');
  return queue?.arn === arn ? queue : undefined;
}

/** Sequence numbers have 20 digits and grow by 256, as AWS's do. */
export function nextPosition(region: QueueRegion): number {
  region.lastPosition += 1;
  return region.lastPosition;
}

/** The `SequenceNumber` of a FIFO message at a position: 20 decimal digits, 256 apart, in the order of positions. */
export const sequenceNumberAt = (position: number) => String(18_870_000_000_000_000_000n + BigInt(position) * 256n);
