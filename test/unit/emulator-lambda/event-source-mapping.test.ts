import { describe, expect, it } from 'vitest';
import { createLambdaWorld, lambdaFunction, mapping, pollActions, queue, type Resources } from './lambda-world.ts';

/** Writes the bodies of each batch as one line. */
const printBodies = `export const handler = async ({ Records }) => console.log(Records.map(({ body }) => body).join(' '));`;

/** Writes the batch, and reports the bodies that start with "bad". */
const reportBad = `
export const handler = async ({ Records }) => {
  console.log(Records.map(({ body }) => body).join(' '));
  return { batchItemFailures: Records.filter(({ body }) => body.startsWith('bad')).map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const standard = (more: Resources = {}, properties = {}): Resources => ({
  changes: queue({ QueueName: 'changes' }),
  ...lambdaFunction('dispatch'),
  mapping: mapping('changes', 'dispatch', properties),
  ...more,
});

const fifo = (properties = {}): Resources => ({
  dead: queue({ QueueName: 'dead.fifo', FifoQueue: true }),
  reconcile: queue({
    QueueName: 'reconcile.fifo',
    FifoQueue: true,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['dead', 'Arn'] }, maxReceiveCount: 2 },
  }),
  ...lambdaFunction('work'),
  mapping: mapping('reconcile', 'work', { FunctionResponseTypes: ['ReportBatchItemFailures'], ...properties }),
});

describe('an event source mapping', () => {
  it('delivers a message as an SQS event and deletes it', async () => {
    const printEvent = `export const handler = async (event) => console.log(JSON.stringify(event));`;
    const { runtime, queues, arnOf, lines, left } = await createLambdaWorld({
      bundles: { dispatch: printEvent },
      resources: standard(),
    });
    runtime.start();
    const { messageId } = queues.send(arnOf('changes'), {
      body: 'ring',
      attributes: { kind: { DataType: 'String', StringValue: 'gateway' } },
    });
    await runtime.whenIdle();
    const [record] = (JSON.parse(lines()[0] ?? '{}') as { Records: Record<string, unknown>[] }).Records;
    expect(record).toMatchObject({
      messageId,
      body: 'ring',
      attributes: { ApproximateReceiveCount: '1', SenderId: '123456789012' },
      messageAttributes: {
        kind: { stringValue: 'gateway', dataType: 'String', stringListValues: [], binaryListValues: [] },
      },
      eventSource: 'aws:sqs',
      eventSourceARN: arnOf('changes'),
      awsRegion: 'eu-central-1',
    });
    expect(record?.receiptHandle).toBeDefined();
    expect(left('changes')).toBe(0);
  });

  it('delivers nothing when it is removed from the template', async () => {
    const { mapping: _removed, ...resources } = standard();
    const { runtime, send, lines, left } = await createLambdaWorld({ bundles: { dispatch: printBodies }, resources });
    runtime.start();
    send('changes', 'ring');
    await runtime.whenIdle();
    expect(lines()).toEqual([]);
    expect(left('changes')).toBe(1);
  });

  it('delivers nothing while it is disabled', async () => {
    const resources = standard({}, { Enabled: false });
    const { runtime, send, lines } = await createLambdaWorld({ bundles: { dispatch: printBodies }, resources });
    runtime.start();
    send('changes', 'ring');
    await runtime.whenIdle();
    expect(runtime.mappings).toMatchObject([{ state: 'Disabled' }]);
    expect(lines()).toEqual([]);
  });

  it.each(pollActions)('is refused when the function’s role lacks %s', async (missing) => {
    const actions = pollActions.filter((action) => action !== missing);
    const resources = { ...standard(), ...lambdaFunction('dispatch', {}, actions) };
    const { runtime, send, lines } = await createLambdaWorld({ bundles: { dispatch: printBodies }, resources });
    runtime.start();
    send('changes', 'ring');
    await runtime.whenIdle();
    expect(runtime.mappings[0]?.state).toBe('Refused');
    expect(runtime.mappings[0]?.reason).toContain(
      `does not have permissions to call ${missing.slice('sqs:'.length)} on SQS`,
    );
    expect(lines()).toEqual([]);
  });

  it('is refused when the queue’s visibility timeout is shorter than the function’s timeout', async () => {
    const resources = { ...standard(), ...lambdaFunction('dispatch', { Timeout: 31 }) };
    const { runtime } = await createLambdaWorld({ bundles: { dispatch: printBodies }, resources });
    expect(runtime.problems).toEqual([
      expect.stringContaining('Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds'),
    ]);
  });

  it('collects messages during its batching window', async () => {
    const resources = standard({}, { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
    const { runtime, clock, send, lines } = await createLambdaWorld({ bundles: { dispatch: printBodies }, resources });
    runtime.start();
    for (let index = 0; index < 12; index += 1) send('changes', `m${index}`);
    await runtime.whenIdle();
    await clock.advance(4999);
    expect(lines()).toEqual([]);
    await clock.advance(1);
    await runtime.whenIdle();
    expect(lines().join(' ').split(' ')).toHaveLength(12);
    expect(lines().length).toBeLessThan(5);
  });

  it('returns the messages of an unfinished window to the queue when the runtime stops', async () => {
    const resources = standard({}, { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
    const { runtime, queues, send, lines, arnOf } = await createLambdaWorld({
      bundles: { dispatch: printBodies },
      resources,
    });
    runtime.start();
    send('changes', 'ring');
    await runtime.whenIdle();
    await runtime.stop();
    await runtime.whenIdle();
    expect(lines()).toEqual([]);
    expect(queues.attributes(arnOf('changes')).ApproximateNumberOfMessages).toBe('1');
  });

  it('drops messages that its filter does not want', async () => {
    const pattern = JSON.stringify({ body: { kind: ['gateway', { prefix: 'class' }] } });
    const resources = standard({}, { FilterCriteria: { Filters: [{ Pattern: pattern }] } });
    const { runtime, send, lines, left } = await createLambdaWorld({ bundles: { dispatch: printBodies }, resources });
    runtime.start();
    for (const body of ['{"kind":"gateway"}', '{"kind":"node"}', 'text', '{"kind":"classes"}']) send('changes', body);
    await runtime.whenIdle();
    expect(lines().join(' ')).toBe('{"kind":"gateway"} {"kind":"classes"}');
    expect(left('changes')).toBe(0);
  });

  it('leaves a message to its visibility timeout when the function fails', async () => {
    const fail = `export const handler = async () => { console.log('try'); throw new TypeError('broken'); };`;
    const { runtime, clock, send, lines, left, events } = await createLambdaWorld({
      bundles: { dispatch: fail },
      resources: standard(),
    });
    runtime.start();
    send('changes', 'ring');
    await runtime.whenIdle();
    expect(events.find(({ kind }) => kind === 'batch')).toMatchObject({
      outcome: { kind: 'failed', error: { errorType: 'TypeError', errorMessage: 'broken' } },
    });
    await clock.advance(29_999);
    expect(lines()).toEqual(['try']);
    await clock.advance(1);
    await runtime.whenIdle();
    expect(lines()).toEqual(['try', 'try']);
    expect(left('changes')).toBe(1);
  });
});

describe('a FIFO mapping', () => {
  it('keeps the order of each group while groups run side by side', async () => {
    const slowFirst = `
import { setTimeout } from 'node:timers/promises';
export const handler = async ({ Records }) => {
  for (const { body } of Records) {
    await setTimeout(body === 'a1' ? 60 : 5);
    console.log(body);
  }
};`;
    const { runtime, send, lines } = await createLambdaWorld({ bundles: { work: slowFirst }, resources: fifo() });
    runtime.start();
    send('reconcile.fifo', 'a1', 'a');
    await Promise.resolve();
    for (const body of ['a2', 'b1', 'a3', 'b2']) send('reconcile.fifo', body, body.slice(0, 1));
    await runtime.whenIdle();
    const of = (group: string) => lines().filter((line) => line.startsWith(group));
    expect(of('a')).toEqual(['a1', 'a2', 'a3']);
    expect(of('b')).toEqual(['b1', 'b2']);
  });

  it('brings back only what was reported, after the visibility timeout, and at last gives it up', async () => {
    const { runtime, clock, send, lines, left } = await createLambdaWorld({
      bundles: { work: reportBad },
      resources: fifo(),
    });
    runtime.start();
    for (const body of ['ok1', 'bad', 'ok2']) send('reconcile.fifo', body, body);
    await runtime.whenIdle();
    expect(left('reconcile.fifo')).toBe(1);
    await clock.advance(30_000);
    await runtime.whenIdle();
    expect(
      lines()
        .join(' ')
        .split(' ')
        .filter((body) => body === 'bad'),
    ).toHaveLength(2);
    await clock.advance(30_000);
    await runtime.whenIdle();
    expect([left('reconcile.fifo'), left('dead.fifo')]).toEqual([0, 1]);
  });

  it.each([
    ['an unknown id', `({ batchItemFailures: [{ itemIdentifier: 'none' }] })`],
    ['an empty id', `({ batchItemFailures: [{ itemIdentifier: '' }] })`],
    ['a bad key', `({ batchItemFailures: [{ id: 'x' }] })`],
    ['a list that is none', `({ batchItemFailures: 'x' })`],
  ])('fails the whole batch for %s', async (_name, answer) => {
    const bundles = { work: `export const handler = async () => ${answer};` };
    const { runtime, send, left } = await createLambdaWorld({ bundles, resources: fifo() });
    runtime.start();
    send('reconcile.fifo', 'one', 'g');
    await runtime.whenIdle();
    expect(left('reconcile.fifo')).toBe(1);
  });

  it.each([['null'], ['undefined'], ['({})'], ['({ batchItemFailures: [] })'], ['({ batchItemFailures: null })']])(
    'takes the answer %s as success',
    async (answer) => {
      const bundles = { work: `export const handler = async () => ${answer};` };
      const { runtime, send, left } = await createLambdaWorld({ bundles, resources: fifo() });
      runtime.start();
      send('reconcile.fifo', 'one', 'g');
      await runtime.whenIdle();
      expect(left('reconcile.fifo')).toBe(0);
    },
  );
});
