// A receipt handle names one delivery of one message. It is opaque to clients and useless on another queue.
import { AwsError } from '../aws/aws-error.ts';
import type { Queue, StoredMessage } from './queue.ts';
import type { QueueRegion } from './queue-region.ts';

/** A handle nobody had before. */
export const newReceiptHandle = (region: QueueRegion, queue: Queue, message: StoredMessage): string =>
  Buffer.from([queue.arn, message.position, message.messageId, region.random.hex(32)].join(' ')).toString('base64');

/** The message of a handle: undefined when it is gone. Refuses text that was never a handle of this queue. */
export function messageOfHandle(queue: Queue, receiptHandle: string): StoredMessage | undefined {
  const [arn, position, messageId, ...rest] = Buffer.from(receiptHandle, 'base64').toString().split(' ');
  if (arn !== queue.arn || rest.length !== 1) {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      404,
    );
  }
  const message = queue.messages.get(Number(position));
  return message?.messageId === messageId ? message : undefined;
}
