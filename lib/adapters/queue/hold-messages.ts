import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { classifyQueueError } from './classify-error.ts';

/** Seconds beyond the run's own end during which nobody else may receive its messages. */
const margin = 5;

/**
 * Takes the messages of one run (at most ten) for `remainingMs`, so that a slow run is not joined by a second one and a
 * crashed run's messages come back soon. False: SQS refused for at least one message (its receipt has expired), so
 * another run may have begun, and this one must end untouched.
 */
export async function holdMessages(
  sqs: SQSClient,
  queueUrl: string,
  records: readonly Pick<SQSRecord, 'receiptHandle'>[],
  remainingMs: number,
): Promise<boolean> {
  const VisibilityTimeout = Math.ceil(remainingMs / 1000) + margin;
  const Entries = records.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout,
  }));
  const answer = await sqs
    .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
    .catch((error: unknown) => Promise.reject(classifyQueueError(error, 'ChangeMessageVisibilityBatch', queueUrl)));
  return (answer.Failed ?? []).length === 0;
}
