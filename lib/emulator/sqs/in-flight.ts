// What a consumer may do with a message it received: delete it, or change when it becomes visible again.
import { AwsError } from '../aws/aws-error.ts';
import { wakeWaiters } from './long-poll.ts';
import { isInFlight, type Queue } from './queue.ts';
import type { QueueRegion } from './queue-region.ts';
import { messageOfHandle } from './receipt-handle.ts';

const maxVisibilitySeconds = 43_200;

const refusedHandle = (receiptHandle: string, reason: string) =>
  new AwsError(
    'InvalidParameterValue',
    `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: ${reason}`,
  );

const expired = (receiptHandle: string) => refusedHandle(receiptHandle, 'The receipt handle has expired.');

/**
 * Deletes a message; one that is gone already is deleted too. An outdated handle of a standard queue succeeds without
 * deleting (SQS API reference, DeleteMessage: the message "might not be deleted"); on a FIFO queue it is refused.
 */
export function deleteMessage(region: QueueRegion, queue: Queue, receiptHandle: string): void {
  const message = messageOfHandle(queue, receiptHandle);
  if (!message) return;
  const newest = message.receiptHandle === receiptHandle;
  if (queue.fifo && (!newest || !isInFlight(message, region.clock.now()))) throw expired(receiptHandle);
  if (!newest) return;
  queue.messages.delete(message.position);
  wakeWaiters(queue, region.clock);
}

/** Makes a message visible `seconds` from now; 0 returns it to the queue at once. */
export function changeVisibility(region: QueueRegion, queue: Queue, receiptHandle: string, seconds: number): void {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > maxVisibilitySeconds) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and ${maxVisibilitySeconds}.`,
    );
  }
  const message = messageOfHandle(queue, receiptHandle);
  const now = region.clock.now();
  // Standard queues take any handle the message was delivered with.
  if (!message || (queue.fifo && message.receiptHandle !== receiptHandle)) {
    throw refusedHandle(receiptHandle, 'Message does not exist or is not available for visibility timeout change.');
  }
  if (queue.fifo && !isInFlight(message, now)) throw expired(receiptHandle);
  const visibleAt = now + seconds * 1000;
  if (visibleAt - (message.lastReceivedAt ?? now) > maxVisibilitySeconds * 1000) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${maxVisibilitySeconds} seconds].`,
    );
  }
  message.visibleAt = visibleAt;
  wakeWaiters(queue, region.clock);
}
