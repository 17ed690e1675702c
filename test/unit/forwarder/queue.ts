// A cell's `changes` queue in the emulator, the sender that rings it, and what lies in it.
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDoorbellSender } from '../../../lib/adapters/queue/doorbell-sender.ts';
import { parseDoorbell } from '../../../lib/adapters/queue/doorbell-codec.ts';
import type { Doorbell } from '../../../lib/core/base/doorbell.ts';
import { createAwsEndpoint } from '../../../lib/emulator/aws/endpoint.ts';
import { createCallers } from '../../../lib/emulator/aws/iam/callers.ts';
import { createWorld } from '../../../lib/emulator/aws/world.ts';
import { createCallLog } from '../../../lib/emulator/call-log.ts';
import type { Clock } from '../../../lib/emulator/clock.ts';
import { createFaults } from '../../../lib/emulator/faults.ts';
import { inProcess } from '../../../lib/emulator/in-process.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createQueues } from '../../../lib/emulator/sqs/queues.ts';
import { createSqsService } from '../../../lib/emulator/sqs/service.ts';

const accountId = '123456789012';
const region = 'us-west-2';
const endpoint = 'http://127.0.0.1:4566';

export async function createChangesQueue(clock: Clock) {
  const random = createRandom(1);
  const world = createWorld({ clock, random, accountId, region, timeScale: 1 });
  const queues = createQueues({ clock, random, accountId, region });
  const { arn } = queues.provision('albatross-test-changes');
  const faults = createFaults();
  const services = [createSqsService(queues)];
  const { handle } = createAwsEndpoint({
    world,
    services,
    callers: createCallers(accountId),
    callLog: createCallLog(),
    faults,
  });
  const credentials = { accessKeyId: 'FORWARDER', secretAccessKey: 'secret' };
  const client = new SQSClient({
    region,
    endpoint,
    maxAttempts: 1,
    credentials,
    requestHandler: inProcess(handle) as never,
  });
  const queue = {
    faults,
    queues,
    sender: createDoorbellSender(client, queues.urlOf(arn, endpoint)),
    /** Takes every doorbell out of the queue. */
    async drain(): Promise<readonly Doorbell[]> {
      const doorbells: Doorbell[] = [];
      for (;;) {
        const messages = await queues.receive(arn, { max: 10, waitMs: 0 });
        if (messages.length === 0) return doorbells;
        for (const { body, receiptHandle } of messages) {
          const doorbell = parseDoorbell(body);
          if ('problem' in doorbell) throw new Error(doorbell.problem);
          doorbells.push(doorbell);
          queues.delete(arn, receiptHandle);
        }
      }
    },
  };
  // The SDK loads parts of itself with its first call, which takes as long as the disk takes: no virtual clock waits for it.
  await queue.sender.ring([warming]);
  await queue.drain();
  return queue;
}

const warming: Doorbell = {
  v: 1,
  subject: { kind: 'heartbeat' },
  cause: { kind: 'Pod', namespace: '', name: 'test', why: 'heartbeat' },
  at: 0,
  ring: 0,
  trace: '',
};
