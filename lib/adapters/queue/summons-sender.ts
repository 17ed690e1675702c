import { createHash } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Subject, Summons } from '../../core/base/doorbell.ts';
import { sendBatches } from './send-batch.ts';

/** A summons on its way to a FIFO queue. */
export interface AddressedSummons {
  readonly summons: Summons;
  /** Message id of the newest doorbell it stands for. A stable id would swallow a real second edit for five minutes. */
  readonly deduplicationId: string;
}

/**
 * The FIFO group of a subject: base64url of SHA-256, because a Gateway's name may have 253 characters and a group id 128.
 * One group is one Gateway, so that it is never reconciled twice at once.
 */
export function messageGroupId(cluster: string, subject: Subject): string {
  return createHash('sha256')
    .update(`${cluster}/${subject.kind}/${subject.namespace ?? ''}/${subject.name ?? ''}`)
    .digest('base64url');
}

/** Answers the deduplication ids of those that SQS did not take. */
export async function sendSummonses(
  sqs: SQSClient,
  queueUrl: string,
  summonses: readonly AddressedSummons[],
): Promise<readonly string[]> {
  const messages = summonses.map(({ summons, deduplicationId }) => ({
    MessageBody: JSON.stringify(summons),
    MessageGroupId: messageGroupId(summons.cluster, summons.subject),
    MessageDeduplicationId: deduplicationId,
  }));
  const refused = await sendBatches(sqs, queueUrl, messages);
  return refused.flatMap(({ index }) => summonses[index]?.deduplicationId ?? []);
}
