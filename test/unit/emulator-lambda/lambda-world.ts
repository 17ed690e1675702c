// A runtime over handmade templates and handlers written to a temporary cdk.out, with the emulated AWS on loopback.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAwsEndpoint } from '../../../lib/emulator/aws/endpoint.ts';
import { createCallers } from '../../../lib/emulator/aws/iam/callers.ts';
import { createWorld } from '../../../lib/emulator/aws/world.ts';
import { createCallLog } from '../../../lib/emulator/call-log.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createFaults } from '../../../lib/emulator/faults.ts';
import { createLambdaRuntime } from '../../../lib/emulator/lambda/lambda-runtime.ts';
import type { RuntimeEvent } from '../../../lib/emulator/lambda/runtime-event.ts';
import type { JsonObject, Stack, Template, TemplateResource } from '../../../lib/emulator/lambda/template/template.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { createQueues } from '../../../lib/emulator/sqs/queues.ts';
import { createSqsService } from '../../../lib/emulator/sqs/service.ts';
import type { WireHandler } from '../../../lib/emulator/wire.ts';

export const accountId = '123456789012';
export const region = 'eu-central-1';

export type Resources = Readonly<Record<string, TemplateResource>>;

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

export const pollActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** A role that may do these actions on everything. */
export const role = (actions: readonly string[], service = 'lambda.amazonaws.com'): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trust(service),
    Policies: [
      {
        PolicyName: 'inline',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
      },
    ],
  },
});

/** A function whose bundle is `asset.<id>`, with its role `<id>Role`. */
export const lambdaFunction = (
  id: string,
  properties: JsonObject = {},
  actions: readonly string[] = pollActions,
): Resources => ({
  [`${id}Role`]: role(actions),
  [id]: {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:asset:path': `asset.${id}` },
    Properties: {
      FunctionName: id,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 3,
      Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
      ...properties,
    },
  },
});

export const queue = (properties: JsonObject = {}): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
});

export const mapping = (queueId: string, functionId: string, properties: JsonObject = {}): TemplateResource => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::GetAtt': [queueId, 'Arn'] },
    FunctionName: { Ref: functionId },
    ...properties,
  },
});

async function serve(handle: WireHandler): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const answer = await handle({
        method: request.method ?? '',
        path: request.url ?? '',
        headers,
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A directory like `cdk.out` that goes away with the test. */
export function createAssets(bundles: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'lambda-runtime-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [id, source] of Object.entries(bundles)) {
    mkdirSync(join(directory, `asset.${id}`));
    writeFileSync(join(directory, `asset.${id}`, 'index.mjs'), source);
  }
  return directory;
}

interface WorldOptions {
  /** Source text of each function's `index.mjs` by its logical id. */
  readonly bundles: Readonly<Record<string, string>>;
  readonly resources: Resources;
  readonly template?: Partial<Template>;
  readonly flow?: 'manual' | 'real';
}

export async function createLambdaWorld({ bundles, resources, template = {}, flow = 'manual' }: WorldOptions) {
  const clock = createClock(flow);
  const random = createRandom(1);
  const callers = createCallers(accountId);
  const callLog = createCallLog();
  const queues = createQueues({ clock, random, accountId, region });
  const { handle } = createAwsEndpoint({
    world: createWorld({ clock, random, accountId, region, timeScale: 1 }),
    services: [createSqsService(queues)],
    callers,
    callLog,
    faults: createFaults(),
  });
  const endpointUrl = await serve(handle);
  const events: RuntimeEvent[] = [];
  const stack: Stack = {
    name: 'Test',
    template: { ...template, Resources: resources },
    assetsDirectory: createAssets(bundles),
  };
  const runtime = createLambdaRuntime({
    stacks: [stack],
    queues,
    callers,
    clock,
    random,
    accountId,
    region,
    endpointUrl,
    onEvent: (event) => events.push(event),
  });
  onTestFinished(async () => {
    await runtime.stop();
    clock.stop();
  });
  const arnOf = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
  return {
    clock,
    callers,
    callLog,
    queues,
    runtime,
    events,
    endpointUrl,
    arnOf,
    /** Texts the functions wrote. */
    lines: () => events.flatMap((event) => (event.kind === 'log' ? [event.text] : [])),
    send: (name: string, body: string, groupId?: string) =>
      queues.send(arnOf(name), { body, ...(groupId !== undefined && { groupId, deduplicationId: body }) }),
    /** Messages still in the queue, visible or not. */
    left: (name: string) => {
      const attributes = queues.attributes(arnOf(name));
      return Number(attributes.ApproximateNumberOfMessages) + Number(attributes.ApproximateNumberOfMessagesNotVisible);
    },
  };
}
