// Storing a message: delay, FIFO deduplication, sequence number.
import { createHash } from 'node:crypto';
import { wakeWaiters } from './long-poll.ts';
import { refuseMessage, type OutgoingMessage } from './message-content.ts';
import type { Queue, StoredMessage } from './queue.ts';
import { nextPosition, sequenceNumberAt, type QueueRegion } from './queue-region.ts';

/** What the sender learns. */
export interface SentMessage {
  readonly messageId: string;
  readonly sequenceNumber?: string;
}

/** SQS developer guide, "Exactly-once processing": the deduplication interval. */
const deduplicationWindowMs = 5 * 60_000;

const deduplicationIdOf = ({ deduplicationId, body }: OutgoingMessage) =>
  deduplicationId ?? createHash('sha256').update(body).digest('hex');

function recentSend(queue: Queue, key: string, now: number) {
  for (const [known, { at }] of queue.recentSends) {
    if (at + deduplicationWindowMs > now) break;
    queue.recentSends.delete(known);
  }
  return queue.recentSends.get(key);
}

function sendToFifo(region: QueueRegion, queue: Queue, message: OutgoingMessage, groupId: string): SentMessage {
  const now = region.clock.now();
  const deduplicationId = deduplicationIdOf(message);
  const key =
    queue.attributes.DeduplicationScope === 'messageGroup' ? `${groupId} ${deduplicationId}` : deduplicationId;
  const duplicate = recentSend(queue, key, now);
  if (duplicate) return { messageId: duplicate.messageId, sequenceNumber: duplicate.sequenceNumber };
  const stored = store(region, queue, { ...message, groupId, deduplicationId });
  const sent = { messageId: stored.messageId, sequenceNumber: sequenceNumberAt(stored.position) };
  queue.recentSends.set(key, { ...sent, at: now });
  return sent;
}

/** FIFO queues delay all messages alike, so that a delay never reorders them. */
const delaySecondsOf = (queue: Queue, { delaySeconds }: OutgoingMessage) =>
  (queue.fifo ? undefined : delaySeconds) ?? Number(queue.attributes.DelaySeconds);

function store(
  region: QueueRegion,
  queue: Queue,
  message: OutgoingMessage,
  messageId = region.random.uuid(),
): StoredMessage {
  const now = region.clock.now();
  const position = nextPosition(region);
  const stored: StoredMessage = {
    position,
    messageId,
    body: message.body,
    attributes: message.attributes ?? {},
    senderId: message.senderId ?? region.accountId,
    ...(message.traceHeader === undefined ? {} : { traceHeader: message.traceHeader }),
    ...(message.groupId === undefined ? {} : { groupId: message.groupId }),
    ...(message.deduplicationId === undefined ? {} : { deduplicationId: message.deduplicationId }),
    ...(queue.fifo ? { sequenceNumber: sequenceNumberAt(position) } : {}),
    sentAt: now,
    visibleAt: now + delaySecondsOf(queue, message) * 1000,
    receiveCount: 0,
  };
  queue.messages.set(position, stored);
  return stored;
}

/** Stores a message, or recognises it as a duplicate of one sent within five minutes. */
export function sendMessage(region: QueueRegion, queue: Queue, message: OutgoingMessage): SentMessage {
  refuseMessage(queue, message);
  const sent = queue.fifo
    ? sendToFifo(region, queue, message, message.groupId ?? '')
    : sendToStandard(region, queue, message);
  wakeWaiters(queue, region.clock);
  return sent;
}

function sendToStandard(region: QueueRegion, queue: Queue, message: OutgoingMessage): SentMessage {
  const { messageId } = store(region, queue, message);
  if (region.random.next() < (region.faults.duplicate ?? 0)) store(region, queue, message, messageId);
  return { messageId };
}
