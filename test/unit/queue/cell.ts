// The queues of a cell on an emulated account, and what is in them.
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Doorbell, Summons } from '../../../lib/core/base/doorbell.ts';
import { type CellQueue, queueName } from '../../../lib/config.ts';
import { createAwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { inProcess } from '../../../lib/emulator/in-process.ts';
import { toRecord } from '../../../lib/emulator/lambda/mapping/sqs-event.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createQueues } from '../../../lib/emulator/sqs/queues.ts';
import { createSqsService } from '../../../lib/emulator/sqs/service.ts';

const region = 'us-west-2';
const accountId = '123456789012';
export const endpoint = 'http://127.0.0.1:4566';

const highThroughput = {
  FifoQueue: 'true',
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
};

export async function aCell(cluster = 'shop') {
  const clock = createClock('manual');
  const emulator = await createAwsEmulator({ clock, timeScale: 0, tagSearchLagSeconds: 0, region, accountId });
  const queues = createQueues({ clock, random: createRandom(7), region, accountId });
  emulator.register(createSqsService(queues));
  const provision = (queue: CellQueue) => {
    const attributes = { VisibilityTimeout: '720', ...(queue === 'changes' ? {} : highThroughput) };
    queues.provision(queueName(cluster, queue), attributes);
    return `arn:aws:sqs:${region}:${accountId}:${queueName(cluster, queue)}`;
  };
  const arns = { changes: provision('changes'), reconcile: provision('reconcile'), targets: provision('targets') };
  const clientOf = (accessKeyId: string) =>
    new SQSClient({
      region,
      endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      requestHandler: inProcess(emulator.handle) as never,
    });
  /** What a function would get of a queue now, in order. */
  const records = async (queue: CellQueue, max = 10): Promise<readonly SQSRecord[]> =>
    (await queues.receive(arns[queue], { max, waitMs: 0 })).map(
      (message) => toRecord(message, arns[queue]) as unknown as SQSRecord,
    );
  return {
    clock,
    emulator,
    queues,
    arns,
    clientOf,
    sqs: clientOf('AKIATEST'),
    urlOf: (queue: CellQueue) => queues.urlOf(arns[queue], endpoint),
    records,
    /** Bodies of what a queue has now. */
    bodies: async <Body>(queue: CellQueue) => (await records(queue)).map(({ body }) => JSON.parse(body) as Body),
  };
}

export function aDoorbell(changes: Partial<Doorbell> = {}): Doorbell {
  return {
    v: 1,
    subject: { kind: 'gateway', namespace: 'shop', name: 'web' },
    cause: { kind: 'HTTPRoute', namespace: 'shop', name: 'cart', why: 'modified' },
    at: 1_767_225_600_000,
    ring: 0,
    trace: '1-695616c0-0123456789abcdef01234567',
    ...changes,
  };
}

export function aSummons(changes: Partial<Summons> = {}): Summons {
  const { cause, ...rest } = aDoorbell();
  return { ...rest, cluster: 'shop', causes: [cause], ...changes };
}

export const gateway = (name: string) => ({ kind: 'gateway' as const, namespace: 'shop', name });
