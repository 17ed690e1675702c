// Access and connection logs: lines in AWS's format, files under AWS's keys, every five minutes of the emulated clock.
// Elastic Load Balancing user guide, "Access logs for your Application Load Balancer" and "Connection logs …".
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { logDelivery } from '../../../lib/emulator/log-delivery.ts';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { hangUp, talkTo } from './wire-client.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World;
afterEach(async () => {
  hangUp();
  await world.close();
});

const arn = 'arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/main/0123456789abcdef';
const certificate = aCertificate(['app.example.com']);
const logging = {
  'access_logs.s3.enabled': 'true',
  'access_logs.s3.bucket': 'logs',
  'access_logs.s3.prefix': 'team',
  'connection_logs.s3.enabled': 'true',
  'connection_logs.s3.bucket': 'logs',
};

interface Delivered {
  readonly bucket: string;
  readonly key: string;
  readonly lines: readonly string[];
}

const path = (value: string) => [{ Field: 'path-pattern', PathPatternConfig: { Values: [value] } }];

/** A world that logs; what is delivered. */
async function loggedWorld(attributes: Record<string, string> = logging): Promise<Delivered[]> {
  const delivered: Delivered[] = [];
  world = startWorld({
    deliverLog: (bucket, key, body) =>
      delivered.push({ bucket, key, lines: gunzipSync(body).toString().trimEnd().split('\n') }),
  });
  const target = await world.target(echo('one'));
  const redirect = { StatusCode: 'HTTP_301', Path: '/new' };
  const rewrite = { Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex: '^/old', Replace: '/new' }] } };
  const rules = [
    aRule(10, { conditions: path('/fixed'), actions: [fixed('404', 'no')] }),
    aRule(20, { conditions: path('/moved'), actions: [{ Type: 'redirect', RedirectConfig: redirect }] }),
    aRule(30, { conditions: path('/old*'), actions: [forwardTo('app')], transforms: [rewrite] }),
    aRule('default', { actions: [forwardTo('app')] }),
  ];
  const listeners = [aListener(80, rules), aListener(443, rules, { protocol: 'HTTPS', certificates: [certificate] })];
  world.source.set(
    [aLoadBalancer(listeners, { arn, attributes })],
    [aGroup('app', [aTarget('127.0.0.1', target)], { loadBalancerArns: [arn] })],
  );
  await world.plane.settled();
  return delivered;
}

const place = (port: number) => {
  const bound = world.plane.address(arn);
  return { host: bound?.address ?? '', port: bound?.ports[port] ?? 0 };
};

/** One request on a connection of its own; everything that came back. */
function exchange(port: number, text: string, secure = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = secure
      ? connectTls({ ...place(port), rejectUnauthorized: false, servername: 'app.example.com' })
      : connect(place(port));
    let received = '';
    socket.on('data', (chunk) => (received += String(chunk)));
    socket.on('error', reject).on('close', () => resolve(received));
    socket.write(text);
  });
}

const get = (target: string, more = '') =>
  `GET ${target} HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n${more}\r\n`;

/** The fields of a line, quotes kept. */
const fields = (line = '') => line.match(/"[^"]*"|\S+/g) ?? [];

async function lineOf(text: string, secure = false): Promise<string[]> {
  const delivered = await loggedWorld();
  await exchange(secure ? 443 : 80, text, secure);
  await world.clock.advance(300_000);
  return fields(delivered.find(({ key }) => key.startsWith('team/'))?.lines[0]);
}

describe('a line of the access log', () => {
  test('has the 33 fields of a forwarded request', async () => {
    const line = await lineOf(get('/p?q=1', 'User-Agent: say "hi"\r\n'));
    expect(line).toHaveLength(33);
    expect(line.slice(0, 3)).toEqual(['http', '2026-01-01T00:00:00.000000Z', 'app/main/0123456789abcdef']);
    expect(line[3]).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(line[4]).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(line.slice(5, 10)).toEqual(['0.000', '0.000', '0.000', '200', '200']);
    expect(Number(line[10])).toBeGreaterThan(60);
    expect(Number(line[11])).toBeGreaterThan(100);
    expect(line.slice(12, 14)).toEqual(['"GET http://app.example.com:80/p?q=1 HTTP/1.1"', '"say \\x22hi\\x22"']);
    expect(line.slice(14, 17)).toEqual(['-', '-', 'arn:tg/app']);
    expect(line[17]).toMatch(/^"Root=1-[0-9a-f]{8}-[0-9a-f]{24}"$/);
    expect(line.slice(18, 25)).toEqual(['"-"', '"-"', '0', '2026-01-01T00:00:00.000000Z', '"forward"', '"-"', '"-"']);
    expect(line[25]).toBe(`"${line[4]}"`);
    expect(line.slice(26, 29)).toEqual(['"200"', '"-"', '"-"']);
    expect(line[29]).toMatch(/^TID_[0-9a-f]{32}$/);
    expect(line.slice(30)).toEqual(['"-"', '"-"', '"-"']);
  });

  test('names what was negotiated over TLS', async () => {
    const line = await lineOf(get('/'), true);
    expect([line[0], line[12]]).toEqual(['https', '"GET https://app.example.com:443/ HTTP/1.1"']);
    expect(line[14]).toMatch(/^TLS_|^ECDHE-/);
    expect(line[15]).toMatch(/^TLSv1\.[23]$/);
    expect(line.slice(18, 20)).toEqual(['"app.example.com"', `"${certificate.arn}"`]);
  });

  test.each([
    ['a fixed response', get('/fixed'), ['404', '-', '10', '"fixed-response"', '"-"']],
    ['a redirect', get('/moved'), ['301', '-', '20', '"redirect"', '"http://app.example.com:80/new"']],
    ['a malformed request', 'hello\r\n\r\n', ['400', '-', '-', '"-"', '"-"']],
    ['a method that is refused', get('/').replace('GET', 'TRACE'), ['405', '-', '-', '"-"', '"-"']],
  ])('tells of %s', async (_, text, expected) => {
    const line = await lineOf(text);
    expect([line[8], line[9], line[20], line[22], line[23]]).toEqual(expected);
    expect([line[4], line.slice(5, 8)]).toEqual(['-', ['-1', '-1', '-1']]);
  });

  test('shows a request of which nothing could be made out', async () => {
    const line = await lineOf('hello\r\n\r\n');
    expect(line[12]).toBe('"- http://main-1.us-west-2.elb.amazonaws.com:80- -"');
  });

  test('classifies what is not compliant', async () => {
    const line = await lineOf(get('/', 'Content-Length: 0\r\n'));
    expect(line.slice(27, 29)).toEqual(['"Acceptable"', '"GetHeadZeroContentLength"']);
  });

  test('shows what a transform made of the request', async () => {
    const line = await lineOf(get('/old/1?q'));
    expect(line.slice(30)).toEqual(['"-"', '"/new/1?q"', '"TransformSuccess"']);
    expect(line[12]).toContain('/old/1?q');
  });
});

test('a client that leaves before the answer is logged with 460', async () => {
  const delivered = await loggedWorld();
  let isCut = () => {};
  const cut = new Promise<void>((resolve) => (isCut = resolve));
  const silent = await world.target((incoming) => {
    incoming.socket.once('close', isCut);
    client.socket.resetAndDestroy();
  });
  world.source.set(
    [aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('app')] })])], { arn, attributes: logging })],
    [aGroup('app', [aTarget('127.0.0.1', silent)], { loadBalancerArns: [arn] })],
  );
  const client = await talkTo(place(80));
  client.send(get('/'));
  await cut;
  await world.clock.advance(300_000);
  const line = fields(delivered.find(({ key }) => key.startsWith('team/'))?.lines[0]);
  expect([line[8], line[9]]).toEqual(['460', '-']);
});

test('a line of the connection log says who came, and shares its name with the access log', async () => {
  const delivered = await loggedWorld();
  await exchange(80, get('/fixed'));
  await exchange(443, get('/fixed'), true);
  await world.clock.advance(300_000);
  const [access, connections] = ['team/', 'AWSLogs/'].map((start) =>
    delivered.find(({ key }) => key.startsWith(start)),
  );
  const [plain, secure] = (connections?.lines ?? []).map(fields);
  expect(plain).toHaveLength(12);
  expect(plain?.slice(0, 2)).toEqual(['2026-01-01T00:00:00.000000Z', '127.0.0.1']);
  expect(plain?.slice(3, 11)).toEqual(['80', '-', '-', '-', '"-"', '-', '-', '-']);
  expect(secure?.[3]).toBe('443');
  expect(secure?.[4]).toMatch(/^TLSv1\.[23]$/);
  expect(secure?.[10]).toBe('Success');
  expect([plain?.[11], secure?.[11]]).toEqual((access?.lines ?? []).map((line) => fields(line)[29]));
});

describe('a log file', () => {
  test('has its place by account, region, day and end of its five minutes', async () => {
    const delivered = await loggedWorld();
    await world.clock.advance(59_000);
    await exchange(80, get('/fixed'));
    await exchange(80, get('/fixed'));
    await world.clock.advance(240_000);
    expect(delivered).toEqual([]);
    await world.clock.advance(1_000);
    const address = place(80).host;
    const name = `_elasticloadbalancing_us-west-2_app.main.0123456789abcdef_20260101T0005Z_${address}_`;
    const folder = 'AWSLogs/123456789012/elasticloadbalancing/us-west-2/2026/01/01';
    expect(
      delivered.map(({ bucket, key, lines }) => [bucket, key.replace(/[0-9a-f]{8}\.log\.gz$/, ''), lines.length]),
    ).toEqual([
      ['logs', `${folder}/conn_log.123456789012${name}`, 2],
      ['logs', `team/${folder}/123456789012${name}`, 2],
    ]);
  });

  test('comes only of a log that is switched on, and only with lines', async () => {
    const delivered = await loggedWorld({ 'connection_logs.s3.enabled': 'true', 'connection_logs.s3.bucket': 'logs' });
    await world.clock.advance(300_000);
    expect(delivered).toEqual([]);
    await exchange(80, get('/fixed'));
    await world.clock.advance(600_000);
    expect(delivered.map(({ key }) => key.includes('conn_log.'))).toEqual([true]);
  });

  test('reaches only a bucket that lets load balancing write below its prefix', () => {
    world = startWorld();
    const put: string[] = [];
    const buckets = {
      has: (bucket: string) => bucket !== 'gone',
      mayDeliverLogs: (_: string, prefix?: string) => prefix === 'team' || prefix === '',
      put: (bucket: string, key: string) => void put.push(`${bucket}/${key}`),
    };
    const deliver = logDelivery(buckets);
    for (const [bucket, key] of [
      ['logs', 'team/AWSLogs/1/a.gz'],
      ['logs', 'other/AWSLogs/1/b.gz'],
      ['logs', 'AWSLogs/1/c.gz'],
      ['gone', 'team/AWSLogs/1/d.gz'],
    ] as const)
      deliver(bucket, key, new Uint8Array());
    expect(put).toEqual(['logs/team/AWSLogs/1/a.gz', 'logs/AWSLogs/1/c.gz']);
  });
});
