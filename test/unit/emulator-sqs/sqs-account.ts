// An SDK client on emulated queues whose time stands still until a test moves it.
import { SQSClient } from '@aws-sdk/client-sqs';
import { createAwsEndpoint } from '../../../lib/emulator/aws/endpoint.ts';
import { createCallers } from '../../../lib/emulator/aws/iam/callers.ts';
import { createWorld } from '../../../lib/emulator/aws/world.ts';
import { createCallLog } from '../../../lib/emulator/call-log.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createFaults } from '../../../lib/emulator/faults.ts';
import { inProcess } from '../../../lib/emulator/in-process.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createQueues } from '../../../lib/emulator/sqs/queues.ts';
import { createSqsService } from '../../../lib/emulator/sqs/service.ts';

const accountId = '123456789012';
const region = 'eu-central-1';

export function createSqsAccount(options: { readonly seed?: number; readonly maxInFlight?: number } = {}) {
  const clock = createClock('manual');
  const random = createRandom(options.seed ?? 1);
  const world = createWorld({ clock, random, accountId, region, timeScale: 1 });
  const { maxInFlight } = options;
  const queues = createQueues({ clock, random, accountId, region, ...(maxInFlight !== undefined && { maxInFlight }) });
  const callers = createCallers(accountId);
  const { handle } = createAwsEndpoint({
    world,
    services: [createSqsService(queues)],
    callers,
    callLog: createCallLog(),
    faults: createFaults(),
  });
  const clientOf = (accessKeyId: string) =>
    new SQSClient({
      region,
      endpoint: 'http://127.0.0.1:4566',
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      requestHandler: inProcess(handle) as never,
    });
  return { clock, queues, callers, clientOf, client: clientOf('ADMIN'), handle };
}

/** The error a promise rejects with, as the SDK names it. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ name: string; message: string; status?: number | undefined }> {
  try {
    await promise;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('expected a refusal');
}
