// The chain is real: an SDK client in the function carries the trace header, the queue stores it, the runtime counts.
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLambdaWorld, lambdaFunction, mapping, pollActions, queue, type Resources } from './lambda-world.ts';

const source = `
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
const client = new SQSClient({});
export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    console.log(body);
    await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: String(Number(body) + 1) }));
  }
};`;

let bundle = '';

beforeAll(async () => {
  const resolveDir = join(import.meta.dirname, '../../..');
  const banner = { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` };
  const result = await build({
    stdin: { contents: source, resolveDir },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    banner,
  });
  bundle = result.outputFiles[0]?.text ?? '';
});

const loop = (properties = {}): Resources => ({
  dead: queue({ QueueName: 'dead' }),
  loop: queue({
    QueueName: 'loop',
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['dead', 'Arn'] }, maxReceiveCount: 2 },
  }),
  ...lambdaFunction('again', { Environment: { Variables: { QUEUE_URL: { Ref: 'loop' } } }, ...properties }, [
    ...pollActions,
    'sqs:SendMessage',
  ]),
  mapping: mapping('loop', 'again'),
});

describe('a function that feeds its own queue', () => {
  it('is stopped after 16 invocations of one chain, and the message becomes a dead letter', async () => {
    const { runtime, clock, send, lines, left, events } = await createLambdaWorld({
      bundles: { again: bundle },
      resources: loop(),
    });
    runtime.start();
    send('loop', '1');
    await runtime.whenIdle();
    expect(lines()).toEqual(Array.from({ length: 16 }, (_, index) => String(index + 1)));
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'batch',
        outcome: expect.objectContaining({
          error: expect.objectContaining({ errorType: 'RecursiveInvocationException' }),
        }),
      }),
    );
    for (let round = 0; round < 2; round += 1) {
      await clock.advance(30_000);
      await runtime.whenIdle();
    }
    expect([left('loop'), left('dead')]).toEqual([0, 1]);
    expect(lines()).toHaveLength(16);
  });

  it('goes on when its recursive loop is allowed', async () => {
    const resources = loop({ RecursiveLoop: 'Allow' });
    const { runtime, send, lines, queues, arnOf } = await createLambdaWorld({ bundles: { again: bundle }, resources });
    runtime.start();
    send('loop', '1');
    await expect.poll(() => lines().length, { timeout: 10_000 }).toBeGreaterThan(20);
    queues.remove(arnOf('loop'));
  });

  it('may send only what its role allows', async () => {
    const resources = {
      ...loop(),
      ...lambdaFunction('again', { Environment: { Variables: { QUEUE_URL: { Ref: 'loop' } } } }),
    };
    const { runtime, send, lines, callLog } = await createLambdaWorld({ bundles: { again: bundle }, resources });
    runtime.start();
    send('loop', '1');
    await runtime.whenIdle();
    expect(lines()).toEqual(['1']);
    expect(callLog.entries({ action: 'SendMessage' })).toMatchObject([
      { caller: 'again', status: 403, resource: 'arn:aws:sqs:eu-central-1:123456789012:loop' },
    ]);
  });
});
