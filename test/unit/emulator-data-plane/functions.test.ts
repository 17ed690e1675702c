// Lambda functions as targets: the event they get, the response they give, and what goes wrong.
// Elastic Load Balancing user guide, "Lambda functions as targets"; quotas, "Lambda functions".
import { afterEach, describe, expect, test } from 'vitest';
import { lambdaTargets } from '../../../lib/emulator/lambda-targets.ts';
import { TemplateError } from '../../../lib/emulator/lambda/template/template.ts';
import type { FunctionAnswer } from '../../../lib/emulator/data-plane/targets/function-port.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo, quickCheck } from './memory-source.ts';
import { hangUp, talk } from './wire-client.ts';
import { startWorld, type FetchOptions, type World } from './world.ts';

let world: World;
afterEach(async () => {
  hangUp();
  await world.close();
});

const functionArn = 'arn:aws:lambda:us-west-2:123456789012:function:app';

type Events = Record<string, unknown>[];

/** A load balancer in front of a function that answers with `answer`; the events it gets. */
function overFunction(
  answer: (event: Record<string, unknown>) => FunctionAnswer,
  over: Partial<typeof quickCheck> = {},
  attributes = {},
): Events {
  const events: Events = [];
  world = startWorld({
    functions: {
      invoke: (arn, event) => {
        events.push({ arn, ...(event as Record<string, unknown>) });
        return Promise.resolve(answer(event as Record<string, unknown>));
      },
    },
  });
  const group = aGroup('app', [aTarget(functionArn, 0)], {
    targetType: 'lambda',
    attributes,
    healthCheck: { ...quickCheck, enabled: false, ...over },
  });
  world.source.set([aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('app')] })])])], [group]);
  return events;
}

const returned = (value: unknown): FunctionAnswer => ({ kind: 'returned', payload: JSON.stringify(value) });
const ok = () => returned({ statusCode: 200, body: 'ok' });

async function eventOf(path: string, options: FetchOptions = {}, attributes = {}) {
  const events = overFunction(ok, {}, attributes);
  expect((await world.fetch(80, path, options)).body).toBe('ok');
  return events[0] ?? {};
}

describe('the event of a request', () => {
  test('has the shape that AWS documents', async () => {
    const headers = { 'user-agent': 'test', 'X-Mixed': '1' };
    expect(await eventOf('/p/%41?a=1&b=%20x&a=2&c', { headers })).toEqual({
      arn: functionArn,
      requestContext: { elb: { targetGroupArn: 'arn:tg/app' } },
      httpMethod: 'GET',
      path: '/p/%41',
      queryStringParameters: { a: '2', b: '%20x', c: '' },
      headers: {
        host: 'app.example.com',
        'user-agent': 'test',
        'x-mixed': '1',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '80',
        'x-forwarded-proto': 'http',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
      },
      body: '',
      isBase64Encoded: false,
    });
  });

  test('has all values where the target group says so', async () => {
    const options = { headers: ['Host', 'h', 'X-A', '1', 'x-a', '2'] };
    const event = await eventOf('/?a=1&a=2&b=3', options, { 'lambda.multi_value_headers.enabled': 'true' });
    expect(event).toMatchObject({
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['3'] },
      multiValueHeaders: { host: ['h'], 'x-a': ['1', '2'] },
    });
    expect(event).not.toHaveProperty('headers');
    expect(event).not.toHaveProperty('queryStringParameters');
  });

  test.each([
    ['text/plain', {}, 'grüße', false],
    ['application/json; charset=utf-8', {}, '{"a":1}', false],
    ['application/javascript', {}, 'x', false],
    ['application/xml', {}, '<a/>', false],
    ['text/plain', { 'content-encoding': 'gzip' }, 'x', true],
    ['application/octet-stream', {}, 'x', true],
    ['application/jsonlines', {}, 'x', true],
  ])('of type %s with %j has its body in the right form', async (type, more, body, base64) => {
    const event = await eventOf('/', { method: 'POST', body, headers: { 'content-type': type, ...more } });
    expect(event).toMatchObject({
      body: base64 ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded: base64,
    });
  });
});

describe('the response of a function', () => {
  test('becomes that of the load balancer', async () => {
    overFunction(() =>
      returned({
        statusCode: 201,
        statusDescription: '201 Made',
        headers: { 'Content-Type': 'text/html', Connection: 'close', 'X-Number': 7 },
        body: Buffer.from('<p>').toString('base64'),
        isBase64Encoded: true,
      }),
    );
    const answer = await world.fetch(80, '/');
    expect(answer).toMatchObject({ status: 201, reason: 'Made', body: '<p>' });
    expect(answer.headers).toMatchObject({
      server: 'awselb/2.0',
      'content-type': 'text/html',
      'x-number': '7',
      'content-length': '3',
    });
  });

  test('has several values of a header where the target group says so', async () => {
    overFunction(
      () => returned({ statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } }),
      {},
      { 'lambda.multi_value_headers.enabled': 'true' },
    );
    expect((await world.fetch(80, '/')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  test.each<[string, FunctionAnswer]>([
    ['is no JSON', { kind: 'returned', payload: 'hello' }],
    ['has no status', returned({ body: 'x' })],
    ['has a status that is none', returned({ statusCode: 99 })],
    ['has a body that is no text', returned({ statusCode: 200, body: { a: 1 } })],
    ['has a body that is no base64', returned({ statusCode: 200, body: '!', isBase64Encoded: true })],
    ['has a header that would split the response', returned({ statusCode: 200, headers: { 'X-A': 'a\r\nX-B: c' } })],
    ['is larger than 1 MB', returned({ statusCode: 200, body: 'x'.repeat(1024 * 1024) })],
    ['never comes: the function fails', { kind: 'unhandled' }],
    ['never comes: the function is throttled', { kind: 'throttled' }],
    ['never comes: there is no such function', { kind: 'not-found' }],
  ])('that %s is a 502', async (_, answer) => {
    overFunction(() => answer);
    expect((await world.fetch(80, '/')).status).toBe(502);
  });
});

test('a request body of more than 1 MB is a 413, and the function is not called', async () => {
  const events = overFunction(ok);
  const client = await talk(world, 80);
  client.send(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${2 * 1024 * 1024}\r\n\r\n`);
  client.send(Buffer.alloc(1024 * 1024 + 1, 'x'));
  expect(await client.until((received) => received.includes('</html>'))).toMatch(/^HTTP\/1.1 413 /);
  expect(events).toEqual([]);
});

test('a WebSocket is refused with 400', async () => {
  overFunction(ok);
  expect(await world.raw(80, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 /,
  );
});

test('health checks are off by default, and invoke the function when they are on', async () => {
  const events = overFunction(ok);
  await world.plane.settled();
  expect(events).toEqual([]);
  await world.close();
  const checks = overFunction(() => returned({ statusCode: 204 }), { enabled: true, path: '/up', matcher: '204' });
  expect((await world.source.health('app', functionArn, ({ state }) => state !== 'initial')).state).toBe('healthy');
  expect(checks[0]).toMatchObject({
    httpMethod: 'GET',
    path: '/up',
    headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
  });
});

test.each<[string, () => Promise<never> | Promise<unknown>, FunctionAnswer['kind']]>([
  ['returns', () => Promise.resolve({ kind: 'ok', payload: '{}' }), 'returned'],
  ['throws', () => Promise.resolve({ kind: 'failed', error: { errorType: 'E', errorMessage: 'm' } }), 'unhandled'],
  [
    'is throttled',
    () => Promise.resolve({ kind: 'throttled', error: { errorType: 'E', errorMessage: 'm' } }),
    'throttled',
  ],
  ['is unknown', () => Promise.reject(new TemplateError('Function not found')), 'not-found'],
])('a deployed function that %s is so to its load balancer, whatever the qualifier', async (_, outcome, kind) => {
  world = startWorld();
  const asked: string[] = [];
  const invoke = (id: string) => {
    asked.push(id);
    return outcome() as never;
  };
  expect((await lambdaTargets({ invoke }).invoke(`${functionArn}:live`, {})).kind).toBe(kind);
  expect(asked).toEqual([functionArn]);
});
