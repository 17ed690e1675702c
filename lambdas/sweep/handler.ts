// The safety net: a tick of the schedule sweeps one slice of a cluster; a drift event rings the Gateway it concerns.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createAwsReader } from '../../lib/adapters/aws/aws-reader.ts';
import { createDoorbellSender } from '../../lib/adapters/queue/doorbell-sender.ts';
import { arnsOfTrailEvent } from '../../lib/adapters/queue/trail-event.ts';
import { queueName } from '../../lib/config.ts';
import type { ClusterId } from '../../lib/core/base/ids.ts';
import { driftedGateways } from '../../lib/reconcile/drifted-gateways.ts';
import { sweepCluster } from '../../lib/reconcile/sweep-cluster.ts';
import { queueUrl, settings, sqs, telemetry } from '../cell.ts';
import { newTrace } from '../new-trace.ts';
import { aws, portsOf, profile } from '../wiring.ts';

/** What the schedule of a cell sends; only the schedule can invoke this function so. */
interface Tick {
  readonly cluster: string;
}

const reserveMs = 3_000;

export const handler = middy<Tick | SQSEvent, SQSBatchResponse | void>()
  .use(injectLambdaContext(telemetry.logger))
  .handler((event, context) => ('Records' in event ? ringDrifted(event.Records) : sweep(event, context)));

async function sweep({ cluster }: Tick, context: Context): Promise<void> {
  const config = settings.clusters.find((one) => one.cluster === cluster);
  if (!config) throw new Error(`the schedule names cluster ${cluster}, which this function does not serve`);
  const trace = newTrace(Date.now());
  const ports = await portsOf(config, changesUrl(cluster, context.invokedFunctionArn), { trace });
  const run = {
    cluster: cluster as ClusterId,
    subject: { kind: 'class' as const },
    ring: 0,
    trace,
    redelivered: false,
    remainingMs: () => context.getRemainingTimeInMillis() - reserveMs,
  };
  const swept = await sweepCluster(run, ports, profile);
  ports.log.info('swept', { ...swept });
}

async function ringDrifted(records: readonly SQSRecord[]): Promise<SQSBatchResponse> {
  const arns = records.flatMap(({ body }) => arnsOfTrailEvent(body));
  const drifted = await driftedGateways(arns, createAwsReader(aws), profile, {
    now: Date.now(),
    trace: newTrace(Date.now()),
  });
  for (const { cluster, doorbell } of drifted) {
    if (!settings.clusters.some((one) => one.cluster === cluster)) continue;
    const source = records[0]?.eventSourceARN ?? '';
    await createDoorbellSender(sqs, changesUrl(cluster, source)).ring([doorbell]);
    telemetry.logger.info('drift', { cluster, subject: doorbell.subject });
  }
  return { batchItemFailures: [] };
}

/** URL of a cell's `changes` queue, in the account and region of any ARN of ours. */
function changesUrl(cluster: string, arn: string): string {
  const [, partition, , region, account] = arn.split(':');
  return queueUrl(`arn:${partition}:sqs:${region}:${account}:${queueName(cluster, 'changes')}`);
}
