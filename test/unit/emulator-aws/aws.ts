// An emulated account and real SDK clients on it, in process.
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createAwsEmulator, type AwsEmulatorOptions } from '../../../lib/emulator/aws/aws-emulator.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { inProcess, type SdkRequestHandler } from '../../../lib/emulator/in-process.ts';

interface ClientConfig {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: SdkRequestHandler;
  readonly maxAttempts: number;
}

/** An account on a clock that stands still, with immediate lifecycles unless asked otherwise. */
export async function anAws(options: Partial<AwsEmulatorOptions> = {}) {
  const clock = createClock('manual');
  const emulator = await createAwsEmulator({ clock, timeScale: 0, ...options });
  const requestHandler = inProcess(emulator.handle);
  // Test files name the client classes they need: loading every SDK takes longer than the tests.
  const clientOf =
    (accessKeyId: string) =>
    <Client>(type: new (config: ClientConfig) => Client): Client =>
      new type({
        region: 'us-west-2',
        credentials: { accessKeyId, secretAccessKey: 'secret' },
        requestHandler,
        maxAttempts: 1,
      });
  const client = clientOf('AKIATEST');
  return { clock, emulator, clientOf, client, account: emulator.account(), elb: client(ElasticLoadBalancingV2Client) };
}

export type Aws = Awaited<ReturnType<typeof anAws>>;

/** Code and message of a refusal; fails if the call is accepted. */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return { code: name, message };
  }
  throw new Error('the call was accepted');
}
