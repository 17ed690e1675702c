import { createClock } from '../../../lib/emulator/clock.ts';
import { createServer as createHttp2Server } from 'node:http2';
import { afterEach, describe, expect, test } from 'vitest';
import type { HealthCheckView, TargetGroupView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import { matchesCode } from '../../../lib/emulator/data-plane/health/matcher.ts';
import { initialState, nextState, type CheckResult } from '../../../lib/emulator/data-plane/health/target-state.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo, quickCheck } from './memory-source.ts';
import { startWorld, type World } from './world.ts';

describe('the states of a target', () => {
  const pass: CheckResult = { kind: 'passed' };
  const fail: CheckResult = { kind: 'failed' };
  const check = { ...quickCheck, healthyThreshold: 3, unhealthyThreshold: 2 };
  const after = (...results: readonly CheckResult[]) =>
    results.reduce((state, result) => nextState(state, result, check), initialState).health;

  test.each([
    ['one pass makes a new target healthy', [pass], 'healthy'],
    ['one failure leaves a new target initial', [fail], 'initial'],
    ['the threshold of failures makes a new target unhealthy', [fail, fail], 'unhealthy'],
    ['one failure leaves a healthy target healthy', [pass, fail], 'healthy'],
    ['failures must be in a row', [pass, fail, pass, fail], 'healthy'],
    ['the threshold of failures makes it unhealthy', [pass, fail, fail], 'unhealthy'],
    ['recovery needs the whole threshold', [pass, fail, fail, pass, pass], 'unhealthy'],
    ['recovery comes with the whole threshold', [pass, fail, fail, pass, pass, pass], 'healthy'],
  ] as const)('%s', (_, results, expected) => {
    expect(after(...results).state).toBe(expected);
  });

  test('carry the reason of the latest failure', () => {
    expect(after(fail, fail)).toMatchObject({ reason: 'Target.FailedHealthChecks' });
    expect(after(fail, fail, { kind: 'timeout' })).toMatchObject({ reason: 'Target.Timeout' });
    expect(after(fail, fail, { kind: 'mismatch', code: 500 })).toEqual({
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [500]',
    });
  });
});

test.each([
  ['200', 200, true],
  ['200', 201, false],
  ['200,202', 202, true],
  ['200-299', 250, true],
  ['200-299,404', 404, true],
  ['200-299', 300, false],
  ['0', 0, true],
])('the matcher %s accepts %i: %s', (matcher, code, expected) => {
  expect(matchesCode(matcher, code)).toBe(expected);
});

describe('checks on real sockets', () => {
  let world: World;
  afterEach(() => world.close());

  const balancers = (state = 'active') => [
    aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('app')] })])], { state }),
  ];
  const checked = (port: number, check: Partial<HealthCheckView> = {}, over: Partial<TargetGroupView> = {}) => [
    aGroup('app', [aTarget('127.0.0.1', port, { state: 'unused' })], {
      healthCheck: { ...quickCheck, ...check },
      ...over,
    }),
  ];

  test('ask the configured path as the health checker and find the target healthy', async () => {
    world = startWorld();
    const asked: (string | undefined)[] = [];
    const port = await world.target((incoming, outgoing) => {
      asked.push(incoming.method, incoming.url, incoming.headers['user-agent'], incoming.headers.host);
      outgoing.end();
    });
    world.source.set(balancers(), checked(port));
    await world.source.health('app', '127.0.0.1', ({ state }) => state === 'healthy');
    expect(asked).toEqual(['GET', '/health', 'ELB-HealthChecker/2.0', `127.0.0.1:${port}`]);
  });

  test('begin only when a load balancer uses the group, and end when none does', async () => {
    world = startWorld();
    const port = await world.target((_, outgoing) => void outgoing.end());
    const group = checked(port, {}, { loadBalancerArns: [] });
    world.source.set(
      balancers(),
      group.map((view) => ({ ...view, targets: [aTarget('127.0.0.1', port, { state: 'initial' })] })),
    );
    expect(await world.source.health('app', '127.0.0.1', () => true)).toMatchObject({
      state: 'unused',
      reason: 'Target.NotInUse',
    });
    world.source.set(balancers('provisioning'), checked(port));
    const waiting = await world.source.health('app', '127.0.0.1', ({ state }) => state === 'initial');
    expect(waiting.reason).toBe('Elb.RegistrationInProgress');
    world.source.set(balancers(), checked(port));
    await world.source.health('app', '127.0.0.1', ({ state }) => state === 'healthy');
    world.source.set(
      balancers(),
      group.map((view) => ({ ...view, targets: [aTarget('127.0.0.1', port)] })),
    );
    await world.source.health('app', '127.0.0.1', ({ state }) => state === 'unused');
  });

  test('report the code that did not match, on the clock', async () => {
    world = startWorld();
    let code = 200;
    let answered = () => {};
    const port = await world.target((_, outgoing) => {
      outgoing.writeHead(code).end();
      answered();
    });
    world.source.set(balancers(), checked(port));
    await world.source.health('app', '127.0.0.1', ({ state }) => state === 'healthy');
    code = 503;
    const nextCheck = () => new Promise<void>((resolve) => (answered = resolve));
    const first = nextCheck();
    await world.clock.advance(30_000);
    await first;
    const unhealthy = world.source.health('app', '127.0.0.1', ({ state }) => state === 'unhealthy');
    await world.clock.advance(30_000);
    expect(await unhealthy).toMatchObject({
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [503]',
    });
  });

  test('time out on the clock', async () => {
    world = startWorld();
    const asked = Promise.withResolvers<void>();
    const port = await world.target(() => asked.resolve());
    world.source.set(balancers(), checked(port, { unhealthyThreshold: 1 }));
    await asked.promise;
    const unhealthy = world.source.health('app', '127.0.0.1', ({ state }) => state === 'unhealthy');
    await world.clock.advance(5_000);
    expect(await unhealthy).toMatchObject({ reason: 'Target.Timeout', description: 'Request timed out' });
  });

  test('settle at once under a time scale of 0, whatever the thresholds', async () => {
    world = startWorld({ clock: createClock('manual'), timeScale: 0 });
    let code = 500;
    const port = await world.target((_, outgoing) => void outgoing.writeHead(code).end());
    world.source.set(balancers(), checked(port, { unhealthyThreshold: 5, healthyThreshold: 5 }));
    await world.source.health('app', '127.0.0.1', ({ state }) => state === 'unhealthy');
    code = 200;
    const recovered = world.source.health('app', '127.0.0.1', ({ state }) => state === 'healthy');
    await world.clock.advance(1_000);
    await recovered;
  });

  test('call a gRPC group and accept the configured status', async () => {
    world = startWorld();
    const server = createHttp2Server();
    const paths: unknown[] = [];
    server.on('stream', (stream, headers) => {
      paths.push(headers[':method'], headers[':path'], headers['content-type']);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' }, { endStream: true });
    });
    const port = await world.serve(server as never);
    const check = { path: '/AWS.ALB/healthcheck', matcher: '12' };
    world.source.set(balancers(), checked(port, check, { protocolVersion: 'GRPC' }));
    await world.source.health('app', '127.0.0.1', ({ state }) => state === 'healthy');
    expect(paths).toEqual(['POST', '/AWS.ALB/healthcheck', 'application/grpc']);
  });
});
