// The dispatch and dead-letters functions as Lambda calls them, on emulated queues behind a loopback endpoint.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDoorbellSender } from '../../../lib/adapters/queue/doorbell-sender.ts';
import { createAwsReader } from '../../../lib/adapters/aws/aws-reader.ts';
import { createAwsClients } from '../../../lib/adapters/aws/clients.ts';
import type { Summons } from '../../../lib/core/base/doorbell.ts';
import { type HttpEndpoint, listenHttp } from '../../../lib/emulator/listen-http.ts';
import { aCell, aDoorbell, aSummons, gateway } from '../queue/cell.ts';

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
type Cell = Awaited<ReturnType<typeof aCell>>;

let cell: Cell;
let server: HttpEndpoint;
let dispatch: Handler;
let bury: Handler;
const printed: string[] = [];

beforeAll(async () => {
  // One endpoint for the module's lifetime: the functions read their environment when they start.
  server = await listenHttp((request) => cell.emulator.handle(request));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    ALBATROSS_CLUSTERS: JSON.stringify([{ cluster: 'shop' }]),
    POWERTOOLS_SERVICE_NAME: 'dispatch',
    POWERTOOLS_METRICS_NAMESPACE: 'Albatross',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
  });
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    console[method] = (line: unknown) => void printed.push(String(line));
  ({ handler: dispatch } = (await import('../../../lambdas/dispatch/handler.ts')) as unknown as { handler: Handler });
  ({ handler: bury } = (await import('../../../lambdas/dead-letters/handler.ts')) as unknown as { handler: Handler });
}, 60_000);
afterAll(() => server.close());
beforeEach(async () => {
  cell = await aCell();
  printed.length = 0;
});

const context = { functionName: 'f', memoryLimitInMB: '256', getRemainingTimeInMillis: () => 30_000 } as Context;
const lines = () => printed.map((line) => JSON.parse(line) as Record<string, unknown>);
/** Metrics as CloudWatch reads them: name, value, and each list of dimensions with their values. */
const metrics = () =>
  lines().flatMap((line) => {
    const emf = line['_aws'] as
      { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] } | undefined;
    return (emf?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.map(({ Name }) => ({
        name: `${Namespace}/${Name}`,
        value: line[Name],
        dimensions: Dimensions.map((names) => Object.fromEntries(names.map((name) => [name, line[name]]))),
      })),
    );
  });

async function rung(
  ...doorbells: Parameters<ReturnType<typeof createDoorbellSender>['ring']>[0]
): Promise<SQSRecord[]> {
  await createDoorbellSender(cell.sqs, cell.urlOf('changes')).ring(doorbells);
  return [...(await cell.records('changes'))];
}

describe('dispatch', () => {
  it('sends one summons for each subject to the queue that is about it', async () => {
    const service = { kind: 'service' as const, namespace: 'shop', name: 'cart' };
    const Records = await rung(
      aDoorbell(),
      aDoorbell(),
      aDoorbell({ subject: service }),
      aDoorbell({ subject: gateway('blog') }),
    );
    expect(await dispatch({ Records }, context)).toEqual({ batchItemFailures: [] });
    const reconcile = await cell.bodies<Summons>('reconcile');
    expect(reconcile.map(({ subject }) => subject.name).sort()).toEqual(['blog', 'web']);
    expect(reconcile.every(({ cluster }) => cluster === 'shop')).toBe(true);
    expect((await cell.bodies<Summons>('targets')).map(({ subject }) => subject)).toEqual([service]);
  });

  it('drops what is no doorbell, and counts it', async () => {
    cell.queues.send(cell.arns.changes, { body: 'hello' });
    const Records = [...(await cell.records('changes'))];
    expect(await dispatch({ Records }, context)).toEqual({ batchItemFailures: [] });
    expect(await cell.bodies('reconcile')).toEqual([]);
    expect(metrics()).toEqual([{ name: 'Albatross/DoorbellInvalid', value: 1, dimensions: [{ cluster: 'shop' }] }]);
  });

  it('counts heartbeats under the very dimension that the alarm on silence looks at', async () => {
    const Records = await rung(
      aDoorbell({ subject: { kind: 'heartbeat' } }),
      aDoorbell({ subject: { kind: 'heartbeat' } }),
    );
    await dispatch({ Records }, context);
    expect(metrics()).toEqual([{ name: 'Albatross/Heartbeat', value: 2, dimensions: [{ cluster: 'shop' }] }]);
  });

  it('asks again for the doorbells of a queue that is out of reach, and for no other', async () => {
    const Records = await rung(aDoorbell(), aDoorbell({ subject: { kind: 'nodes' } }));
    cell.queues.remove(cell.arns.targets);
    const nodes = Records.find(({ body }) => body.includes('"nodes"'));
    expect(await dispatch({ Records }, context)).toEqual({ batchItemFailures: [{ itemIdentifier: nodes?.messageId }] });
    expect(await cell.bodies('reconcile')).toHaveLength(1);
  });

  it('does not believe a message from a queue of no cluster', async () => {
    const Records = (await rung(aDoorbell())).map((record) => ({
      ...record,
      eventSourceARN: 'arn:aws:sqs:us-west-2:123456789012:albatross-other-changes',
    }));
    await expect(dispatch({ Records }, context)).rejects.toThrow('belongs to no cluster');
  });

  it('says what it dispatched, with the trace', async () => {
    const Records = await rung(aDoorbell());
    await dispatch({ Records }, context);
    expect(lines()).toMatchObject([
      {
        message: 'dispatched',
        level: 'INFO',
        cluster: 'shop',
        queue: 'reconcile',
        doorbells: 1,
        trace: aDoorbell().trace,
      },
    ]);
  });
});

describe('a dead letter', () => {
  const deadLetter = async (body: string): Promise<SQSRecord[]> => {
    const arn = cell.arns.reconcile.replace('-reconcile.fifo', '-reconcile-dlq.fifo');
    cell.queues.provision(arn.slice(arn.lastIndexOf(':') + 1), { FifoQueue: 'true' });
    cell.queues.send(arn, { body, groupId: 'g', deduplicationId: 'd' });
    const [message] = await cell.queues.receive(arn, { max: 1, waitMs: 0 });
    return [{ ...message, attributes: message?.systemAttributes, eventSourceARN: arn } as unknown as SQSRecord];
  };

  it('names the Gateway, raises the alarm and makes its load balancer be looked at in full', async () => {
    const { admin, tagsOf, mark } = await aLoadBalancerOf('shop/web');
    await mark('a digest');
    const Records = await deadLetter(JSON.stringify(aSummons()));
    expect(await bury({ Records }, context)).toEqual({ batchItemFailures: [] });
    expect(await tagsOf()).toMatchObject({ 'gateway.k8s.aws.alb/applied': '-' });
    expect(metrics()).toEqual([{ name: 'Albatross/DeadLetter', value: 1, dimensions: [{ cluster: 'shop' }] }]);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'given up', level: 'ERROR', subject: gateway('web') }),
    );
    expect(admin).toBeDefined();
  });

  it('leaves the load balancers of others as they are', async () => {
    const { tagsOf, mark } = await aLoadBalancerOf('shop/other');
    await mark('a digest');
    await bury({ Records: await deadLetter(JSON.stringify(aSummons())) }, context);
    expect(await tagsOf()).toMatchObject({ 'gateway.k8s.aws.alb/applied': 'a digest' });
  });

  it('that nobody can read is counted, and gone', async () => {
    expect(await bury({ Records: await deadLetter('hello') }, context)).toEqual({ batchItemFailures: [] });
    expect(lines()).toContainEqual(expect.objectContaining({ message: 'given up', subject: 'unreadable' }));
  });

  it('comes again if it could not be recorded', async () => {
    cell.emulator.faults.add({ action: 'GetResources', kind: 'deny' });
    const Records = await deadLetter(JSON.stringify(aSummons()));
    expect(await bury({ Records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: Records[0]?.messageId }],
    });
  });
});

/** A load balancer that carries our tags for a Gateway of cluster `shop`. */
async function aLoadBalancerOf(stack: string) {
  const { AddTagsCommand, CreateLoadBalancerCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const { inProcess } = await import('../../../lib/emulator/in-process.ts');
  const admin = createAwsClients(
    {
      region: 'us-west-2',
      credentials: { accessKeyId: 'AKIAADMIN', secretAccessKey: 'secret' },
      requestHandler: inProcess(cell.emulator.handle) as never,
    },
    { turn: () => Promise.resolve(), throttled: () => undefined },
  );
  const { LoadBalancers } = await admin.elbv2.send(
    new CreateLoadBalancerCommand({
      Name: 'web',
      Subnets: [...cell.emulator.account().publicSubnetIds],
      Tags: [
        { Key: 'elbv2.k8s.aws/cluster', Value: 'shop' },
        { Key: 'gateway.k8s.aws.alb/stack', Value: stack },
      ],
    }),
  );
  const arn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  return {
    admin,
    mark: (digest: string) =>
      admin.elbv2.send(
        new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key: 'gateway.k8s.aws.alb/applied', Value: digest }] }),
      ),
    tagsOf: async () => (await createAwsReader(admin).tags([arn]))[arn],
  };
}
