import { afterEach, describe, expect, test } from 'vitest';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo } from './memory-source.ts';
import { startWorld, type World } from './world.ts';
import { createRandom } from '../../../lib/emulator/random.ts';
import { chooseTarget } from '../../../lib/emulator/data-plane/routing/choose-target.ts';

let world: World;
afterEach(() => world.close());

/** A target that answers with its name. */
const named = (name: string) => world.target((_, outgoing) => void outgoing.end(name));

const weighted = (groups: Record<string, number>, sticky?: number) => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: Object.entries(groups).map(([name, Weight]) => ({ TargetGroupArn: `arn:tg/${name}`, Weight })),
    ...(sticky ? { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: sticky } } : {}),
  },
});

const balancer = (action: ReturnType<typeof weighted>) => [
  aLoadBalancer([aListener(80, [aRule('default', { actions: [action] })])]),
];

async function bodies(count: number, headers: Record<string, string> = {}) {
  const seen: string[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await world.fetch(80, '/', { headers })).body);
  return seen;
}

const cookieOf = (setCookie: readonly string[] | undefined) =>
  (setCookie ?? []).map((line) => line.split(';')[0]).join('; ');

describe('weights', () => {
  test('a weight of 0 gets nothing', async () => {
    world = startWorld();
    world.source.set(balancer(weighted({ a: 1, b: 0 })), [
      aGroup('a', [aTarget('127.0.0.1', await named('a'))]),
      aGroup('b', [aTarget('127.0.0.1', await named('b'))]),
    ]);
    expect(new Set(await bodies(20))).toEqual(new Set(['a']));
  });

  test('spread requests in their ratio, the same way for the same seed', async () => {
    const run = async () => {
      world = startWorld({ seed: 7 });
      world.source.set(balancer(weighted({ a: 3, b: 1 })), [
        aGroup('a', [aTarget('127.0.0.1', await named('a'))]),
        aGroup('b', [aTarget('127.0.0.1', await named('b'))]),
      ]);
      return bodies(80);
    };
    const first = await run();
    await world.close();
    expect(await run()).toEqual(first);
    expect(first.filter((body) => body === 'a').length).toBeGreaterThan(48);
    expect(first.filter((body) => body === 'b').length).toBeGreaterThan(8);
  });

  test('a group without targets keeps its share', async () => {
    world = startWorld();
    world.source.set(balancer(weighted({ a: 1, b: 1 })), [
      aGroup('a', [aTarget('127.0.0.1', await named('a'))]),
      aGroup('b', []),
    ]);
    const answers = await bodies(30);
    expect(answers.some((body) => body === 'a')).toBe(true);
    expect(answers.some((body) => body.includes('503'))).toBe(true);
  });

  test('that are all 0 are answered with 503', async () => {
    world = startWorld();
    world.source.set(balancer(weighted({ a: 0, b: 0 })), [aGroup('a', []), aGroup('b', [])]);
    expect((await world.fetch(80, '/')).status).toBe(503);
  });
});

describe('inside a group', () => {
  test('requests go round robin over the healthy targets', async () => {
    world = startWorld();
    const [one, two, three] = [await named('1'), await named('2'), await named('3')];
    world.source.set(balancer(forwardTo('a')), [
      aGroup('a', [
        aTarget('127.0.0.1', one),
        aTarget('127.0.0.1', two, { state: 'unhealthy' }),
        aTarget('127.0.0.1', three),
      ]),
    ]);
    expect(await bodies(4)).toEqual(['1', '3', '1', '3']);
  });

  test('all targets serve when none is healthy', async () => {
    world = startWorld();
    const targets = [await named('1'), await named('2')].map((port) =>
      aTarget('127.0.0.1', port, { state: 'unhealthy' }),
    );
    world.source.set(balancer(forwardTo('a')), [aGroup('a', targets)]);
    expect(new Set(await bodies(4))).toEqual(new Set(['1', '2']));
  });

  test('least outstanding requests avoids the busy target', async () => {
    world = startWorld();
    let release = () => {};
    const busy = await world.target((_, outgoing) => void (release = () => outgoing.end('busy')));
    const idle = await named('idle');
    const attributes = { 'load_balancing.algorithm.type': 'least_outstanding_requests' };
    world.source.set(balancer(forwardTo('a')), [
      aGroup('a', [aTarget('127.0.0.1', busy), aTarget('127.0.0.1', idle)], { attributes }),
    ]);
    const held = world.fetch(80, '/');
    expect(await bodies(4)).toEqual(['idle', 'idle', 'idle', 'idle']);
    release();
    expect((await held).body).toBe('busy');
  });
});

describe('stickiness', () => {
  test('of a target lasts for its duration and renews both cookies', async () => {
    world = startWorld();
    const targets = [await named('1'), await named('2')].map((port) => aTarget('127.0.0.1', port));
    const attributes = {
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'stickiness.lb_cookie.duration_seconds': '60',
    };
    world.source.set(balancer(forwardTo('a')), [aGroup('a', targets, { attributes })]);
    const first = await world.fetch(80, '/');
    const cookies = first.headers['set-cookie'] ?? [];
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['AWSALB', 'AWSALBCORS']);
    expect(cookies[0]).toMatch(/; Expires=Thu, 08 Jan 2026 00:00:00 GMT; Path=\/$/);
    expect(cookies[1]).toMatch(/; SameSite=None; Secure$/);
    expect(await bodies(4, { cookie: cookieOf(cookies) })).toEqual(Array(4).fill(first.body));
    await world.clock.advance(61_000);
    expect(new Set(await bodies(4, { cookie: cookieOf(cookies) })).size).toBe(2);
  });

  test('moves on when its target is no longer healthy', async () => {
    world = startWorld();
    const [one, two] = [await named('1'), await named('2')];
    const attributes = { 'stickiness.enabled': 'true' };
    const group = (state: string) => [
      aGroup('a', [aTarget('127.0.0.1', one, { state }), aTarget('127.0.0.1', two)], { attributes }),
    ];
    world.source.set(balancer(forwardTo('a')), group('healthy'));
    const first = await world.fetch(80, '/');
    expect(first.body).toBe('1');
    world.source.set(balancer(forwardTo('a')), group('unhealthy'));
    expect(await bodies(2, { cookie: cookieOf(first.headers['set-cookie']) })).toEqual(['2', '2']);
  });

  test('of a target group holds a client to it', async () => {
    world = startWorld();
    world.source.set(balancer(weighted({ a: 1, b: 1 }, 3600)), [
      aGroup('a', [aTarget('127.0.0.1', await named('a'))]),
      aGroup('b', [aTarget('127.0.0.1', await named('b'))]),
    ]);
    const first = await world.fetch(80, '/');
    const cookies = first.headers['set-cookie'] ?? [];
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['AWSALBTG', 'AWSALBTGCORS']);
    expect(new Set(await bodies(10, { cookie: cookieOf(cookies) }))).toEqual(new Set([first.body]));
  });

  test('ignores a forged cookie', async () => {
    world = startWorld();
    const targets = [await named('1'), await named('2')].map((port) => aTarget('127.0.0.1', port));
    world.source.set(balancer(forwardTo('a')), [
      aGroup('a', targets, { attributes: { 'stickiness.enabled': 'true' } }),
    ]);
    expect(new Set(await bodies(4, { cookie: `AWSALB=${Buffer.from('127.0.0.1').toString('base64')}` })).size).toBe(2);
  });

  test('by application cookie begins when the target sets it', async () => {
    world = startWorld();
    const app = (name: string) =>
      world.target((_, outgoing) => void outgoing.setHeader('set-cookie', 'session=x').end(name));
    const targets = [await app('1'), await app('2')].map((port) => aTarget('127.0.0.1', port));
    const attributes = {
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'session',
    };
    world.source.set(balancer(forwardTo('a')), [aGroup('a', targets, { attributes })]);
    const first = await world.fetch(80, '/');
    const cookies = first.headers['set-cookie'] ?? [];
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['session', 'AWSALBAPP-0']);
    expect(new Set(await bodies(4, { cookie: cookieOf(cookies) }))).toEqual(new Set([first.body]));
  });
});

describe('weighted random', () => {
  const attributes = { 'load_balancing.algorithm.type': 'weighted_random' };
  const four = ['1', '2', '3', '4'];

  test('spreads requests evenly, the same way for the same seed', async () => {
    world = startWorld({ seed: 5 });
    const targets = [];
    for (const name of four) targets.push(aTarget('127.0.0.1', await named(name)));
    world.source.set(balancer(forwardTo('a')), [aGroup('a', targets, { attributes })]);
    const seen = await bodies(80);
    for (const name of four) expect(seen.filter((body) => body === name).length).toBeGreaterThan(8);
  });

  test.each([
    ['on', true],
    ['off', false],
  ])('with anomaly mitigation %s a target that fails gets less: %s', async (mitigation, less) => {
    world = startWorld({ seed: 5 });
    const failing = await world.target((_, outgoing) => void outgoing.writeHead(500).end('bad'));
    const targets = [aTarget('127.0.0.1', failing)];
    for (const name of four) targets.push(aTarget('127.0.0.1', await named(name)));
    world.source.set(balancer(forwardTo('a')), [
      aGroup('a', targets, {
        attributes: { ...attributes, 'load_balancing.algorithm.anomaly_mitigation': mitigation },
      }),
    ]);
    await bodies(120);
    const bad = (await bodies(100)).filter((body) => body === 'bad').length;
    expect(bad < 10).toBe(less);
  });
});

describe('cross-zone load balancing', () => {
  test.each([
    ['true', ['a', 'b']],
    ['use_load_balancer_configuration', ['a', 'b']],
    ['false', ['a', '503']],
  ])('%s: a node serves its own zone with what it has', async (crossZone, expected) => {
    world = startWorld();
    const [a, b] = [await named('a'), await named('b')];
    const targets = [
      aTarget('127.0.0.1', a, { zone: 'us-west-2a' }),
      aTarget('127.0.0.1', b, { zone: crossZone === 'false' ? 'us-west-2c' : 'us-west-2b' }),
    ];
    const zones = ['us-west-2a', 'us-west-2b'];
    world.source.set(
      [aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('a')] })])], { zones })],
      [aGroup('a', targets, { attributes: { 'load_balancing.cross_zone.enabled': crossZone } })],
    );
    const seen = (await bodies(8)).map((body) => (body.includes('503') ? '503' : body));
    expect([...new Set(seen)].sort()).toEqual([...expected].sort());
  });

  test('off: a target of no zone serves all of them', async () => {
    world = startWorld();
    const targets = [aTarget('127.0.0.1', await named('a'), { zone: 'all' })];
    world.source.set(
      [aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('a')] })])], { zones: ['z1', 'z2'] })],
      [aGroup('a', targets, { attributes: { 'load_balancing.cross_zone.enabled': 'false' } })],
    );
    expect(await bodies(4)).toEqual(['a', 'a', 'a', 'a']);
  });
});

describe('too few healthy targets', () => {
  const unhealthyRouting = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';

  test.each([
    [{}, ['1']],
    [{ [`${unhealthyRouting}.count`]: '2' }, ['1', '2', '3']],
    [{ [`${unhealthyRouting}.count`]: '1', [`${unhealthyRouting}.percentage`]: '50' }, ['1', '2', '3']],
    [{ [`${unhealthyRouting}.count`]: '1', [`${unhealthyRouting}.percentage`]: 'off' }, ['1']],
  ])('under %j requests go to %j', async (attributes, expected) => {
    world = startWorld();
    const targets = [aTarget('127.0.0.1', await named('1'))];
    for (const name of ['2', '3']) targets.push(aTarget('127.0.0.1', await named(name), { state: 'unhealthy' }));
    world.source.set(balancer(forwardTo('a')), [aGroup('a', targets, { attributes })]);
    expect([...new Set(await bodies(6))].sort()).toEqual(expected);
  });
});

test('application cookies do not bind where groups are weighted', async () => {
  world = startWorld();
  const app = await world.target((_, outgoing) => void outgoing.setHeader('set-cookie', 'session=x').end('1'));
  const attributes = {
    'stickiness.enabled': 'true',
    'stickiness.type': 'app_cookie',
    'stickiness.app_cookie.cookie_name': 'session',
  };
  world.source.set(balancer(weighted({ a: 1, b: 0 })), [
    aGroup('a', [aTarget('127.0.0.1', app)], { attributes }),
    aGroup('b', []),
  ]);
  expect((await world.fetch(80, '/')).headers['set-cookie']).toEqual(['session=x']);
});

describe('slow start', () => {
  const group = aGroup('a', [aTarget('10.0.0.1', 80), aTarget('10.0.0.2', 80)], {
    attributes: { 'slow_start.duration_seconds': '100' },
  });
  const share = (now: number, since: (id: string) => number | undefined) => {
    const random = createRandom(3);
    let turn = 0;
    const ledger = {
      outstanding: () => 0,
      nextTurn: () => (turn += 1) - 1,
      healthySince: (_: unknown, { id }: { id: string }) => since(id),
      failures: () => ({ share: 0, count: 0 }),
    };
    const chosen = Array.from({ length: 400 }, () => chooseTarget(group, ledger, { random, now })?.id);
    return chosen.filter((id) => id === '10.0.0.2').length / chosen.length;
  };

  test('gives a new target a share that grows to the full one', () => {
    const isNew = (id: string) => (id === '10.0.0.2' ? 0 : undefined);
    const shares = [0, 25_000, 75_000, 100_000].map((now) => share(now, isNew));
    expect(shares[0]).toBe(0);
    expect(shares[3]).toBe(0.5);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(new Set(shares).size).toBe(4);
  });

  test('does not apply when every target is new', () => {
    expect(share(0, () => 0)).toBe(0.5);
  });
});
