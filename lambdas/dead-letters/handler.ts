// Dead-letter queues → an alarm that names the Gateway and the reason. The message is not needed again: it held keys
// only, its log line has them, and the sweep heals; what its run may have left half done is looked at in full.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createAwsReader } from '../../lib/adapters/aws/aws-reader.ts';
import { createAwsWriter } from '../../lib/adapters/aws/aws-writer.ts';
import { parseDoorbell, parseSummons } from '../../lib/adapters/queue/doorbell-codec.ts';
import type { Subject } from '../../lib/core/base/doorbell.ts';
import type { ClusterId } from '../../lib/core/base/ids.ts';
import { distrustDigest } from '../../lib/reconcile/distrust-digest.ts';
import { clusterOf, telemetry } from '../cell.ts';
import { aws, profile } from '../wiring.ts';

const ports = { aws: createAwsReader(aws), writer: createAwsWriter(aws) };

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(telemetry.logger))
  .handler(async ({ Records }) => {
    const failed: string[] = [];
    for (const record of Records) {
      try {
        await bury(record);
      } catch (error) {
        telemetry.logger.error('a dead letter could not be recorded', error as Error);
        failed.push(record.messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });

async function bury(record: SQSRecord): Promise<void> {
  const { cluster } = clusterOf(record.eventSourceARN);
  const log = telemetry.log({ cluster });
  const subject = subjectOf(record.body);
  log.count('DeadLetter', 1);
  log.error('given up', {
    queue: record.eventSourceARN,
    subject: subject ?? 'unreadable',
    received: Number(record.attributes.ApproximateReceiveCount),
    messageId: record.messageId,
    remedy: 'the log of this trace tells why; the sweep looks at the Gateway again within 30 minutes',
  });
  if (subject?.kind !== 'gateway' || subject.namespace === undefined || subject.name === undefined) return;
  const marked = await distrustDigest(
    { cluster: cluster as ClusterId, namespace: subject.namespace, name: subject.name },
    ports,
    profile,
  );
  log.info('digest distrusted', { subject, loadBalancers: marked });
}

/** A dead letter of `changes` is a doorbell, one of the FIFO queues a summons. */
function subjectOf(body: string): Subject | undefined {
  const summons = parseSummons(body);
  if (!('problem' in summons)) return summons.subject;
  const doorbell = parseDoorbell(body);
  return 'problem' in doorbell ? undefined : doorbell.subject;
}
