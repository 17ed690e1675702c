import { describe, expect, it } from 'vitest';
import { createLambdaWorld, lambdaFunction, pollActions } from './lambda-world.ts';

const only = (source: string, properties = {}) =>
  createLambdaWorld({ bundles: { work: source }, resources: lambdaFunction('work', properties) });

describe('a function', () => {
  it('answers with the JSON of what its handler returns', async () => {
    const { runtime } = await only(`export const handler = async (event) => ({ doubled: event.n * 2 });`);
    expect(await runtime.invoke('work', { n: 21 })).toEqual({ kind: 'ok', payload: '{"doubled":42}' });
  });

  it('sees its own environment and the context of its invocation', async () => {
    const { runtime, endpointUrl } = await only(
      `export const handler = async (event, context) => ({ env: process.env, context, remaining: context.getRemainingTimeInMillis() });`,
      { Environment: { Variables: { QUEUE: 'q', ACCOUNT: { Ref: 'AWS::AccountId' } } }, MemorySize: 256 },
    );
    const outcome = await runtime.invoke('work', {});
    const { env, context, remaining } = JSON.parse(outcome.kind === 'ok' ? outcome.payload : '{}');
    expect(env).toMatchObject({
      QUEUE: 'q',
      ACCOUNT: '123456789012',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_LAMBDA_FUNCTION_NAME: 'work',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    expect(env.PATH).toBeUndefined();
    expect(context).toMatchObject({
      functionName: 'work',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:work',
      memoryLimitInMB: '256',
    });
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(3000);
  });

  it('keeps module state in a warm environment and starts another when it is busy', async () => {
    const { runtime } = await only(`
let calls = 0;
export const handler = async ({ waitMs }) => { calls += 1; await new Promise((done) => setTimeout(done, waitMs)); return calls; };`);
    const payload = async (waitMs: number) => {
      const outcome = await runtime.invoke('work', { waitMs });
      return outcome.kind === 'ok' ? outcome.payload : outcome.error.errorMessage;
    };
    expect([await payload(0), await payload(0)]).toEqual(['1', '2']);
    expect(runtime.coldStarts('work')).toBe(1);
    expect(await Promise.all([payload(50), payload(50)])).toEqual(expect.arrayContaining(['3', '1']));
    expect(runtime.coldStarts('work')).toBe(2);
  });

  it('is ended by its timeout and starts cold afterwards', async () => {
    const { runtime, clock } = await only(`
let calls = 0;
export const handler = async ({ hang }) => { calls += 1; if (hang) for (;;); return calls; };`);
    const hanging = runtime.invoke('work', { hang: true });
    await clock.advance(3000);
    expect(await hanging).toMatchObject({
      kind: 'failed',
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 3.00 seconds$/),
      },
    });
    expect(await runtime.invoke('work', {})).toEqual({ kind: 'ok', payload: '1' });
    expect(runtime.coldStarts('work')).toBe(2);
  });

  it.each([
    ['a thrown error', `export const handler = async () => { throw new RangeError('far'); };`, 'RangeError', 'far'],
    [
      'a rejection nobody handles',
      `export const handler = () => new Promise(() => { Promise.reject(new Error('lost')); });`,
      'Error',
      'lost',
    ],
    [
      'the end of the process',
      `export const handler = () => new Promise(() => process.exit(3));`,
      'Runtime.ExitError',
      /exit status 3/,
    ],
    [
      'a missing export',
      `export const other = 1;`,
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'a callback',
      `export const handler = (event, context, callback) => callback();`,
      'Runtime.CallbackHandlerDeprecated',
      /callback/,
    ],
    ['a bundle that does not load', `throw new Error('no luck');`, 'Error', 'no luck'],
  ])('reports %s', async (_name, source, errorType, text) => {
    const { runtime } = await only(source);
    const outcome = await runtime.invoke('work', {});
    expect(outcome).toMatchObject({ kind: 'failed', error: { errorType } });
    if (outcome.kind === 'failed') expect(outcome.error.errorMessage).toMatch(text);
  });

  it('writes its lines under its name and request id', async () => {
    const { runtime, events } = await only(`
console.log('loading');
export const handler = async () => { console.error('oops'); process.stdout.write('raw\\n'); };`);
    await runtime.invoke('work', {});
    const logs = events.filter(({ kind }) => kind === 'log');
    expect(logs).toMatchObject([
      { functionName: 'work', stream: 'stdout', text: 'loading' },
      { functionName: 'work', stream: 'stderr', text: 'oops' },
      { functionName: 'work', stream: 'stdout', text: 'raw' },
    ]);
    const invocation = events.find(({ kind }) => kind === 'invocation');
    expect(invocation).toMatchObject({ coldStart: true, requestId: (logs[1] as { requestId?: string }).requestId });
  });

  it('is throttled at its reserved concurrency', async () => {
    const { runtime } = await only(`export const handler = () => new Promise((done) => setTimeout(done, 30));`, {
      ReservedConcurrentExecutions: 1,
    });
    const [first, second] = await Promise.all([runtime.invoke('work', {}), runtime.invoke('work', {})]);
    expect([first.kind, second.kind]).toEqual(['ok', 'throttled']);
  });

  it.each([
    ['a reserved variable', { Environment: { Variables: { AWS_REGION: 'x' } } }, /reserved keys .*: AWS_REGION$/],
    ['a timeout beyond 15 minutes', { Timeout: 901 }, /Timeout 901 must be between 1 and 900/],
    ['a foreign runtime', { Runtime: 'python3.13' }, /python3.13 is not emulated/],
    [
      'a role that is not in the stacks',
      { Role: 'arn:aws:iam::123456789012:role/none' },
      /cannot be assumed by Lambda/,
    ],
  ])('is refused with %s', async (_name, properties, problem) => {
    const { runtime } = await only('', properties);
    expect(runtime.functions).toEqual([]);
    expect(runtime.problems).toEqual([expect.stringMatching(problem)]);
  });

  it('is known to the emulated AWS by an access key with the policies of its role', async () => {
    const { runtime, callers } = await only(`export const handler = async () => process.env.AWS_ACCESS_KEY_ID;`);
    const outcome = await runtime.invoke('work', {});
    const caller = callers.find(outcome.kind === 'ok' ? (JSON.parse(outcome.payload) as string) : '');
    expect(caller.name).toBe('work');
    expect(caller.arn).toMatch(/^arn:aws:sts::123456789012:assumed-role\/Test-workRole-[0-9a-f]{8}\/work$/);
    expect(caller.policies).toMatchObject([{ Statement: [{ Action: pollActions }] }]);
  });
});
