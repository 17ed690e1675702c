// `changes` → the FIFO queues: validates doorbells, collapses those of one subject, counts heartbeats.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseDoorbell } from '../../lib/adapters/queue/doorbell-codec.ts';
import { sendSummonses } from '../../lib/adapters/queue/summons-sender.ts';
import type { ClusterId } from '../../lib/core/base/ids.ts';
import { type Collapsed, collapseDoorbells, type ReceivedDoorbell } from '../../lib/reconcile/collapse-doorbells.ts';
import { isFault } from '../../lib/reconcile/faults.ts';
import type { Log } from '../../lib/reconcile/ports.ts';
import { cellQueueUrl, clusterOf, sqs, telemetry } from '../cell.ts';

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(telemetry.logger))
  .handler(async ({ Records }) => {
    const bySource = Map.groupBy(Records, ({ eventSourceARN }) => eventSourceARN);
    const failed = await Promise.all([...bySource].map(([source, records]) => dispatch(source, records)));
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  });

/** Ids of the messages that must come again. */
async function dispatch(source: string, records: readonly SQSRecord[]): Promise<readonly string[]> {
  const { cluster } = clusterOf(source);
  const log = telemetry.log({ cluster });
  const received = records.flatMap((record) => readDoorbell(record, log));
  const heartbeats = received.filter(({ doorbell }) => doorbell.subject.kind === 'heartbeat').length;
  if (heartbeats > 0) log.count('Heartbeat', heartbeats);
  const failed: string[] = [];
  const queues = Map.groupBy(collapseDoorbells(cluster as ClusterId, received), ({ queue }) => queue);
  for (const [queue, due] of queues) {
    const refused = await send(cellQueueUrl(source, cluster, queue), due, log);
    for (const one of due) {
      const { summons, newestMessageId, messageIds } = one;
      if (refused.includes(newestMessageId)) failed.push(...messageIds);
      else log.info('dispatched', { queue, doorbells: messageIds.length, ...summons });
    }
  }
  return failed;
}

function readDoorbell({ messageId, body }: SQSRecord, log: Log): readonly ReceivedDoorbell[] {
  const doorbell = parseDoorbell(body);
  if (!('problem' in doorbell)) return [{ messageId, doorbell }];
  log.error('not a doorbell, dropped', { messageId, problem: doorbell.problem });
  log.count('DoorbellInvalid', 1);
  return [];
}

/** Deduplication ids of what was not sent. A queue that is out of reach keeps nothing from the other one. */
async function send(url: string, due: readonly Collapsed[], log: Log): Promise<readonly string[]> {
  const addressed = due.map(({ summons, newestMessageId }) => ({ summons, deduplicationId: newestMessageId }));
  try {
    return await sendSummonses(sqs, url, addressed);
  } catch (error) {
    if (!isFault(error)) throw error;
    log.error('not dispatched', { queue: url, fault: error.toFact() });
    return addressed.map(({ deduplicationId }) => deduplicationId);
  }
}
