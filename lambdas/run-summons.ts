// What `reconcile` and `targets` share: one FIFO batch → one collapsed run per message group, held exclusively.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseSummons } from '../lib/adapters/queue/doorbell-codec.ts';
import { type MessageGroup, runGroups } from '../lib/adapters/queue/fifo-batch.ts';
import { holdMessages } from '../lib/adapters/queue/hold-messages.ts';
import type { Summons } from '../lib/core/base/doorbell.ts';
import type { ClusterId } from '../lib/core/base/ids.ts';
import type { Ports, Run } from '../lib/reconcile/ports.ts';
import { cellQueueUrl, clusterOf, queueUrl, sqs, telemetry } from './cell.ts';
import { portsOf } from './wiring.ts';

/** Milliseconds kept back for the answer to Lambda after the last step. */
const reserveMs = 3_000;

/** Runs `work` once per message group of the batch. A group whose run throws comes back whole and in order. */
export function runBatch(
  { Records }: SQSEvent,
  context: Context,
  work: (run: Run, ports: Ports) => Promise<unknown>,
): Promise<SQSBatchResponse> {
  return runGroups(
    Records,
    (group) => runGroup(group, context, work),
    (group, error) => telemetry.logger.error('run failed', { group: group.id, error: error as Error }),
  );
}

async function runGroup(
  { records }: MessageGroup,
  context: Context,
  work: (run: Run, ports: Ports) => Promise<unknown>,
): Promise<void> {
  const summonses = records.flatMap(readSummons);
  const newest = summonses.at(-1);
  const source = records[0]?.eventSourceARN;
  if (!newest || source === undefined) return;
  const config = clusterOf(source);
  const held = await holdMessages(sqs, queueUrl(source), records, context.getRemainingTimeInMillis());
  if (!held) {
    telemetry.logger.warn('messages are no longer ours, leaving them to the other run', { subject: newest.subject });
    throw new Error('visibility was refused');
  }
  const run: Run = {
    cluster: config.cluster as ClusterId,
    subject: newest.subject,
    ring: Math.min(...summonses.map(({ ring }) => ring)),
    trace: newest.trace,
    causes: summonses.flatMap(({ causes }) => causes),
    redelivered: records.some(({ attributes }) => Number(attributes.ApproximateReceiveCount) > 1),
    remainingMs: () => context.getRemainingTimeInMillis() - reserveMs,
    ...gatewayOf(newest, config.cluster as ClusterId),
  };
  const subject = `${newest.subject.kind} ${newest.subject.namespace ?? ''}/${newest.subject.name ?? ''}`;
  const ports = await portsOf(config, cellQueueUrl(source, config.cluster, 'changes'), {
    subject,
    trace: newest.trace,
  });
  await work(run, ports);
}

function gatewayOf({ subject }: Summons, cluster: ClusterId): Pick<Run, 'gateway'> {
  const { kind, namespace, name } = subject;
  return kind === 'gateway' && namespace !== undefined && name !== undefined
    ? { gateway: { cluster, namespace, name } }
    : {};
}

/** Nothing for a message that is not a summons: it is logged and acknowledged, because retrying cannot mend it. */
function readSummons({ body, messageId }: SQSRecord): readonly Summons[] {
  const summons = parseSummons(body);
  if (!('problem' in summons)) return [summons];
  telemetry.logger.error('not a summons, dropped', { messageId, problem: summons.problem });
  return [];
}
