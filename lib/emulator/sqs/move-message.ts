// Moving a message between queues: to a dead-letter queue by redrive policy, or back by a message move task.
import { wakeWaiters } from './long-poll.ts';
import type { Queue, StoredMessage } from './queue.ts';
import { nextPosition, sequenceNumberAt, type QueueRegion } from './queue-region.ts';

/** From where to where, and whether a redrive policy (and not a move task) does it. */
export interface Move {
  readonly from: Queue;
  readonly to: Queue;
  readonly deadLetter: boolean;
}

/**
 * Takes the message out of `from` and appends it to `to` under the same id. Standard queues keep the original sending
 * time, so that retention counts from it; FIFO queues restart it (SQS developer guide, "Message retention periods for
 * dead-letter queues"). The receive count goes on only in a dead-letter queue.
 */
export function moveMessage(region: QueueRegion, message: StoredMessage, { from, to, deadLetter }: Move): void {
  const now = region.clock.now();
  const position = nextPosition(region);
  const { receiptHandle: _receipt, deadLetterSourceArn: _source, firstReceivedAt, ...rest } = message;
  from.messages.delete(message.position);
  to.messages.set(position, {
    ...rest,
    position,
    ...(to.fifo ? { sequenceNumber: sequenceNumberAt(position) } : {}),
    ...(deadLetter ? { deadLetterSourceArn: from.arn } : {}),
    ...(deadLetter && firstReceivedAt !== undefined ? { firstReceivedAt } : {}),
    sentAt: to.fifo ? now : message.sentAt,
    visibleAt: now,
    receiveCount: deadLetter ? message.receiveCount : 0,
  });
  wakeWaiters(from, region.clock);
  wakeWaiters(to, region.clock);
}
