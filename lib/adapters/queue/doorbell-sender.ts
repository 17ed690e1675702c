import type { SQSClient } from '@aws-sdk/client-sqs';
import { Fault } from '../../reconcile/faults.ts';
import type { DoorbellSender } from '../../reconcile/ports.ts';
import { sendBatches } from './send-batch.ts';

/** Of one message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const maximumDelaySeconds = 900;

/** Rings one cell's `changes` queue. A batch of which a part was refused is a Fault: a lost doorbell must be noticed. */
export function createDoorbellSender(sqs: SQSClient, queueUrl: string): DoorbellSender {
  return {
    async ring(doorbells) {
      const messages = doorbells.map(({ delaySeconds = 0, ...doorbell }) => ({
        MessageBody: JSON.stringify(doorbell),
        ...(delaySeconds > 0 && { DelaySeconds: Math.min(Math.ceil(delaySeconds), maximumDelaySeconds) }),
      }));
      const refused = await sendBatches(sqs, queueUrl, messages);
      const why = refused[0]?.why;
      if (!why) return;
      throw new Fault({
        kind: why.SenderFault ? 'rejected' : 'unreachable',
        operation: 'SendMessageBatch',
        resource: queueUrl,
        code: why.Code ?? 'Unknown',
        message: `${refused.length} of ${messages.length} doorbells were not taken: ${why.Message ?? 'no reason given'}`,
      });
    },
  };
}
