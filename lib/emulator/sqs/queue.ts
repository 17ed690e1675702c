// What one queue holds. Visibility is a time, not a state: a message that was received is in flight until `visibleAt`,
// one that was never received is delayed until then, so nothing has to happen when a timeout ends.
import type { QueueAttributes } from './queue-attributes.ts';

/** `StringValue` for String and Number types, `BinaryValue` for Binary ones. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message at rest. Times are milliseconds on the emulated clock. */
export interface StoredMessage {
  /** Order within the queue; two copies of one message (duplicate delivery) have different positions. */
  readonly position: number;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  /** System attribute `AWSTraceHeader`. */
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** The queue whose redrive policy moved the message here. */
  readonly deadLetterSourceArn?: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  lastReceivedAt?: number;
  /** The newest receipt handle. */
  receiptHandle?: string;
}

/** One earlier send that a FIFO queue still remembers for deduplication. */
export interface RecentSend {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly at: number;
}

/** Answers of receives by `ReceiveRequestAttemptId`. */
export interface ReceiveAttempt {
  readonly at: number;
  readonly messages: readonly StoredMessage[];
  readonly receiptHandles: readonly string[];
}

/** A long poll: `serve` tries to answer it and says whether it is done. */
export interface Waiter {
  readonly until: number;
  serve(): boolean;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly fifo: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  attributes: QueueAttributes;
  readonly tags: Map<string, string>;
  /** By position, in order of arrival. */
  readonly messages: Map<number, StoredMessage>;
  readonly recentSends: Map<string, RecentSend>;
  readonly attempts: Map<string, ReceiveAttempt>;
  readonly waiters: Set<Waiter>;
  purgedAt?: number;
  cancelAlarm?: () => void;
  isWaking: boolean;
}

/** Received and not yet visible again. */
export const isInFlight = (message: StoredMessage, now: number) =>
  message.receiptHandle !== undefined && message.visibleAt > now;

/** Sent with a delay that has not passed. */
export const isDelayed = (message: StoredMessage, now: number) =>
  message.receiptHandle === undefined && message.visibleAt > now;

/** Forgets messages older than the queue's retention period. */
export function dropExpired(queue: Queue, now: number): void {
  const retention = Number(queue.attributes.MessageRetentionPeriod) * 1000;
  for (const message of queue.messages.values()) {
    if (message.sentAt + retention <= now) queue.messages.delete(message.position);
  }
}
