// What comes through the door that no client of AWS would send. Nothing of it may bring the endpoint down, hold it up, or
// be taken for something else.
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenHttp, type HttpEndpoint } from '../../../lib/emulator/listen-http.ts';
import { anAws } from './aws.ts';

let endpoint: HttpEndpoint;
let port: number;

beforeAll(async () => {
  const { emulator } = await anAws();
  endpoint = await listenHttp(emulator.handle, 0, { headersMs: 50, requestMs: 100, checkMs: 10 });
  port = Number(new URL(endpoint.url).port);
});

afterAll(async () => {
  await endpoint.close();
});

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=00`;

interface Sent {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

async function send({ service = 'elasticloadbalancing', method = 'POST', path = '/', headers = {}, body }: Sent) {
  const response = await fetch(endpoint.url + path, {
    method,
    headers: { authorization: authorization(service), ...headers },
    ...(body !== undefined && { body: body as string }),
  });
  return [response.status, await response.text()] as const;
}

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const jsonType = (target: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target });
const list = jsonType('CertificateManager.ListCertificates');
const describe = 'Action=DescribeLoadBalancers&Version=2015-12-01';

const rows: readonly (readonly [string, Sent, number, RegExp])[] = [
  [
    'a form with a broken escape',
    { headers: formType, body: `${describe}&Names.member.1=%ZZ` },
    404,
    /MalformedQueryString/,
  ],
  [
    'a form that is no UTF-8',
    { headers: formType, body: Buffer.from([0x41, 0x3d, 0xff, 0xfe]) },
    404,
    /MalformedQueryString/,
  ],
  [
    'an escape that is no UTF-8',
    { headers: formType, body: `${describe}&Names.member.1=%FF%FE` },
    404,
    /MalformedQueryString/,
  ],
  [
    'a parameter given twice',
    { headers: formType, body: `${describe}&Action=DeleteLoadBalancer` },
    400,
    /InvalidQueryParameter/,
  ],
  [
    'a parameter nested for ever',
    { headers: formType, body: `${describe}&A${'.1'.repeat(100_000)}=1` },
    404,
    /MalformedQueryString/,
  ],
  [
    'a parameter named like a prototype',
    { headers: formType, body: `${describe}&__proto__.polluted=1&constructor=1` },
    200,
    /LoadBalancers/,
  ],
  [
    'a form that says it is JSON',
    { headers: { 'content-type': 'application/json' }, body: describe },
    400,
    /MissingAction/,
  ],
  [
    'an action named like a prototype',
    { headers: formType, body: 'Action=constructor&Version=2015-12-01' },
    400,
    /InvalidAction/,
  ],
  [
    'a target named like a prototype',
    { service: 'acm', headers: jsonType('CertificateManager.__proto__'), body: '{}' },
    400,
    /UnknownOperationException/,
  ],
  ['JSON that ends early', { service: 'acm', headers: list, body: '{"a":' }, 400, /SerializationException/],
  ['JSON that is a list', { service: 'acm', headers: list, body: '[]' }, 400, /SerializationException/],
  [
    'JSON nested a hundred thousand deep',
    { service: 'acm', headers: list, body: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
    400,
    /SerializationException/,
  ],
  [
    'JSON that is no UTF-8',
    { service: 'acm', headers: list, body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) },
    400,
    /SerializationException/,
  ],
  [
    'JSON of the wrong type',
    { service: 'acm', headers: list, body: '{"MaxItems":"many"}' },
    400,
    /SerializationException/,
  ],
  ['a path that climbs', { service: 's3', method: 'GET', path: '/bucket/..%2F..%2Fetc%2Fpasswd' }, 404, /NoSuchBucket/],
  ['a path with a broken escape', { service: 's3', method: 'GET', path: '/bucket/%E0%A4%A' }, 400, /InvalidURI/],
  ['a REST path with a broken escape', { service: 'eks', method: 'GET', path: '/clusters/%FF' }, 400, /UTF-8/],
  [
    'a REST path that climbs',
    { service: 'eks', method: 'GET', path: '/clusters/..%2F..%2Fa' },
    404,
    /No cluster found/,
  ],
  ['a method nobody has', { method: 'PATCH' }, 400, /MissingAction/],
  ['an empty request', { headers: formType, body: '' }, 400, /MissingAction/],
  [
    'a list with wild numbers',
    { headers: formType, body: `${describe}&Names.member.-1=a&Names.member.1e9=b` },
    400,
    /LoadBalancerNotFound/,
  ],
  [
    'a form of two megabytes',
    { headers: formType, body: `${describe}&A=${'b'.repeat(2 * 1024 * 1024)}` },
    413,
    /RequestEntityTooLarge/,
  ],
  [
    'a body beyond all bounds',
    { headers: formType, body: `A=${'b'.repeat(17 * 1024 * 1024)}` },
    413,
    /longer than 16777216 bytes/,
  ],
];

test.each(rows)('%s is answered, and clearly', async (_what, sent, status, body) => {
  expect(await send(sent)).toEqual([status, expect.stringMatching(body)]);
  expect((await send({ headers: formType, body: describe }))[0]).toBe(200);
});

/** Everything the server says until it hangs up. */
function conversation(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      heard += data;
    });
    socket.once('close', () => resolve(heard));
    socket.once('error', reject);
  });
}

async function say(...lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const heard = conversation(socket);
  socket.write(lines.join('\r\n'), 'latin1');
  return heard;
}

const raw: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['what is no HTTP', ['\x16\x03\x01\x02\x00\x01', '', ''], /^HTTP\/1.1 400 /],
  ['a request without host', ['GET / HTTP/1.1', '', ''], /^HTTP\/1.1 400 /],
  [
    'a flood of headers',
    ['GET / HTTP/1.1', 'host: a', ...Array.from({ length: 3000 }, (_, index) => `x-${index}: yyyy`), '', ''],
    /^HTTP\/1.1 431 /,
  ],
  [
    'one header beyond all bounds',
    ['GET / HTTP/1.1', 'host: a', `x: ${'y'.repeat(40_000)}`, '', ''],
    /^HTTP\/1.1 431 /,
  ],
  [
    'two lengths of one body',
    ['POST / HTTP/1.1', 'host: a', 'content-length: 1', 'content-length: 2', '', 'a'],
    /^HTTP\/1.1 400 /,
  ],
  ['a client that stops in its headers', ['POST / HTTP/1.1', 'host: a'], /^HTTP\/1.1 408 /],
  [
    'a client that stops in its body',
    ['POST / HTTP/1.1', 'host: a', 'content-length: 10', '', 'abc'],
    /^HTTP\/1.1 408 /,
  ],
];

test.each(raw)('%s is refused, and the connection ended', async (_what, lines, answer) => {
  expect(await say(...lines)).toMatch(answer);
  expect((await send({ headers: formType, body: describe }))[0]).toBe(200);
});

test('a client that leaves in the middle takes nobody with it', async () => {
  const socket = connect(port, '127.0.0.1');
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nabc', () => socket.resetAndDestroy());
  await gone;
  expect((await send({ headers: formType, body: describe }))[0]).toBe(200);
});

test('a target that is a whole address is understood', async () => {
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const heard = await say(
    `POST http://sts.amazonaws.com/ HTTP/1.1`,
    'host: sts.amazonaws.com',
    'connection: close',
    `authorization: ${authorization('sts')}`,
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${body.length}`,
    '',
    body,
  );
  expect(heard).toContain('<Account>123456789012</Account>');
});
