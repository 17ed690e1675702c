// Handing out messages: selection, receipt handles, dead letters, and retries of a lost receive on FIFO queues.
import { AwsError } from '../aws/aws-error.ts';
import { digestOfBody } from './message-digest.ts';
import { moveMessage } from './move-message.ts';
import { dropExpired, isInFlight, type MessageAttributes, type Queue, type StoredMessage } from './queue.ts';
import { findQueueByArn, type QueueRegion } from './queue-region.ts';
import { newReceiptHandle } from './receipt-handle.ts';
import { redrivePolicyOf } from './redrive-policy.ts';
import { visibleInFifo, visibleInStandard } from './select-messages.ts';

/** One delivery of a message. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** Every system attribute; times are milliseconds since the epoch. */
  readonly systemAttributes: Readonly<Record<string, string>>;
  readonly attributes: MessageAttributes;
}

/** Options of one receive; `visibilityTimeout` is in seconds and defaults to the queue's. */
export interface ReceiveOptions {
  readonly max: number;
  readonly visibilityTimeout?: number;
  /** FIFO queues: a repeated receive with the same id within five minutes gets the same messages again. */
  readonly attemptId?: string;
}

const attemptWindowMs = 5 * 60_000;

/** Moves a message that has been received too often; false when it stays. */
function moveToDeadLetters(region: QueueRegion, queue: Queue, message: StoredMessage): boolean {
  const policy = redrivePolicyOf(queue.attributes);
  if (!policy || message.receiveCount < policy.maxReceiveCount) return false;
  const target = findQueueByArn(region, policy.deadLetterTargetArn);
  if (!target) return false;
  moveMessage(region, message, { from: queue, to: target, deadLetter: true });
  return true;
}

function systemAttributesOf(message: StoredMessage): Record<string, string> {
  const optional = {
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequenceNumber,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(Math.floor(message.sentAt)),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt ?? 0)),
    ...Object.fromEntries(
      Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

const toReceived = (message: StoredMessage, receiptHandle: string): ReceivedMessage => ({
  messageId: message.messageId,
  receiptHandle,
  body: message.body,
  md5OfBody: digestOfBody(message.body),
  systemAttributes: systemAttributesOf(message),
  attributes: message.attributes,
});

function deliver(region: QueueRegion, queue: Queue, message: StoredMessage, timeoutSeconds: number): ReceivedMessage {
  const now = region.clock.now();
  const receiptHandle = newReceiptHandle(region, queue, message);
  message.receiptHandle = receiptHandle;
  message.receiveCount += 1;
  message.firstReceivedAt ??= now;
  message.lastReceivedAt = now;
  message.visibleAt = now + timeoutSeconds * 1000;
  return toReceived(message, receiptHandle);
}

/** Messages that may still be handed out before too many are in flight. Standard queues then refuse; FIFO queues stay silent. */
function room(region: QueueRegion, queue: Queue): number {
  const now = region.clock.now();
  const inFlight = [...queue.messages.values()].filter((message) => isInFlight(message, now)).length;
  if (inFlight >= region.maxInFlight && !queue.fifo)
    throw new AwsError('OverLimit', 'Too many messages in flight.', 403);
  return region.maxInFlight - inFlight;
}

function repeatedAttempt(
  region: QueueRegion,
  queue: Queue,
  options: ReceiveOptions,
  timeout: number,
): ReceivedMessage[] | undefined {
  const attempt = options.attemptId === undefined ? undefined : queue.attempts.get(options.attemptId);
  const now = region.clock.now();
  if (!attempt || attempt.at + attemptWindowMs <= now) return undefined;
  const untouched = attempt.messages.every(
    (message, index) =>
      queue.messages.get(message.position) === message &&
      message.receiptHandle === attempt.receiptHandles[index] &&
      isInFlight(message, now),
  );
  if (!untouched) return undefined;
  return attempt.messages.map((message, index) => {
    message.visibleAt = now + timeout * 1000;
    return toReceived(message, attempt.receiptHandles[index] ?? '');
  });
}

function candidates(region: QueueRegion, queue: Queue): StoredMessage[] {
  const now = region.clock.now();
  dropExpired(queue, now);
  const visible = () =>
    queue.fifo
      ? visibleInFifo(queue, now)
      : visibleInStandard(queue, now, region.faults.outOfOrder ? region.random : undefined);
  // A dead letter frees its group: look again until none is left.
  while (visible().filter((message) => moveToDeadLetters(region, queue, message)).length > 0);
  return visible();
}

/** Receives what is visible now, without waiting; possibly nothing. */
export function receiveNow(region: QueueRegion, queue: Queue, options: ReceiveOptions): ReceivedMessage[] {
  const timeout = options.visibilityTimeout ?? Number(queue.attributes.VisibilityTimeout);
  const repeated = queue.fifo ? repeatedAttempt(region, queue, options, timeout) : undefined;
  if (repeated) return repeated;
  const found = candidates(region, queue);
  const chosen = found.length === 0 ? [] : found.slice(0, Math.min(options.max, room(region, queue)));
  const received = chosen.map((message) => deliver(region, queue, message, timeout));
  if (queue.fifo && options.attemptId !== undefined) {
    const receiptHandles = received.map(({ receiptHandle }) => receiptHandle);
    queue.attempts.set(options.attemptId, { at: region.clock.now(), messages: chosen, receiptHandles });
  }
  return received;
}
