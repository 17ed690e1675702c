import {
  type BatchResultErrorEntry,
  type SQSClient,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { classifyQueueError } from './classify-error.ts';

export type OutgoingMessage = Omit<SendMessageBatchRequestEntry, 'Id'>;

/** A message that SQS did not take, by its index. */
export interface RefusedMessage {
  readonly index: number;
  readonly why: BatchResultErrorEntry;
}

/** SQS takes so many messages in one call. */
const batchSize = 10;

/** Sends any number of messages in order. SQS answers 200 even if it took a part of them only: those are the result. */
export async function sendBatches(
  sqs: SQSClient,
  queueUrl: string,
  messages: readonly OutgoingMessage[],
): Promise<readonly RefusedMessage[]> {
  const refused: RefusedMessage[] = [];
  for (let start = 0; start < messages.length; start += batchSize) {
    const Entries = messages
      .slice(start, start + batchSize)
      .map((message, index) => ({ Id: String(start + index), ...message }));
    const answer = await sqs
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch((error: unknown) => Promise.reject(classifyQueueError(error, 'SendMessageBatch', queueUrl)));
    refused.push(...(answer.Failed ?? []).map((why) => ({ index: Number(why.Id), why })));
  }
  return refused;
}
