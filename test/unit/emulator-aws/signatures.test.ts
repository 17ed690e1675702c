// Signature Version 4: with static credentials every request must be signed with them, now, as it is sent.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createClock } from '../../../lib/emulator/clock.ts';
import type { WireRequest, WireResponse } from '../../../lib/emulator/wire.ts';
import { anAws } from './aws.ts';
import { form, presigned, signed, type Signing } from './signed.ts';

const credentials = [{ accessKeyId: 'AKIAKNOWN', secretAccessKey: 'known' }];
const aGuardedAws = () => anAws({ credentials });

const identity = form({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
const whoAmI = (more: Partial<Signing> = {}) => signed({ service: 'sts', ...identity, ...more });

const json = (service: string, target: string, more: Partial<Signing> = {}) =>
  signed({
    service,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: '{}',
    ...more,
  });

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

const s3 = (more: Partial<Signing> = {}) =>
  signed({ service: 's3', method: 'GET', headers: { 'x-amz-content-sha256': digest('') }, ...more });

async function outcome(
  { handle }: { readonly handle: (request: WireRequest) => Promise<WireResponse> },
  request: WireRequest,
) {
  const { status, body } = await handle(request);
  const text = String(body);
  const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? /"__type":"(?:.*#)?(.*?)"/.exec(text)?.[1];
  return code === undefined ? [status] : [status, code];
}

const requests: readonly (readonly [string, (more?: Partial<Signing>) => Promise<WireRequest>])[] = [
  ['the Query protocol', whoAmI],
  [
    'the EC2 protocol',
    (more) => signed({ service: 'ec2', ...form({ Action: 'DescribeVpcs', Version: '2016-11-15' }), ...more }),
  ],
  ['JSON', (more) => json('acm', 'CertificateManager.ListCertificates', more)],
  ['REST with JSON', (more) => signed({ service: 'eks', method: 'GET', path: '/clusters', ...more })],
  ['S3', s3],
];

test.each(requests)('in %s, a good signature is accepted', async (_protocol, request) => {
  const { emulator } = await aGuardedAws();
  expect(await outcome(emulator, await request())).toEqual([200]);
});

const codes: Readonly<Record<string, readonly [string, readonly unknown[]][]>> = {
  'with a wrong secret': [
    ['the Query protocol', [403, 'SignatureDoesNotMatch']],
    ['the EC2 protocol', [401, 'AuthFailure']],
    ['JSON', [400, 'InvalidSignatureException']],
    ['REST with JSON', [403]],
    ['S3', [403, 'SignatureDoesNotMatch']],
  ],
  'with an unknown key': [
    ['the Query protocol', [403, 'InvalidClientTokenId']],
    ['the EC2 protocol', [401, 'AuthFailure']],
    ['JSON', [400, 'UnrecognizedClientException']],
    ['REST with JSON', [403]],
    ['S3', [403, 'InvalidAccessKeyId']],
  ],
  'signed an hour ago': [
    ['the Query protocol', [403, 'SignatureDoesNotMatch']],
    ['the EC2 protocol', [400, 'RequestExpired']],
    ['JSON', [400, 'InvalidSignatureException']],
    ['REST with JSON', [403]],
    ['S3', [403, 'RequestTimeTooSkewed']],
  ],
};

const faults: Readonly<Record<string, Partial<Signing>>> = {
  'with a wrong secret': { secretAccessKey: 'guessed' },
  'with an unknown key': { accessKeyId: 'AKIANOBODY' },
  'signed an hour ago': { at: Date.UTC(2025, 11, 31, 23) },
};

test.each(Object.entries(codes))('a request %s is refused in the words of each protocol', async (fault, expected) => {
  const { emulator } = await aGuardedAws();
  const answers = await Promise.all(
    requests.map(async ([protocol, request]) => [protocol, await outcome(emulator, await request(faults[fault]))]),
  );
  expect(answers).toEqual(expected);
});

test('an old signature is told from when until when it held', async () => {
  const { emulator } = await aGuardedAws();
  const { body } = await emulator.handle(await whoAmI({ at: Date.UTC(2025, 11, 31, 23) }));
  expect(body).toContain(
    'Signature expired: 20251231T230000Z is now earlier than 20251231T235500Z (20260101T000000Z - 5 min.)',
  );
});

test('a signature from the future is refused too', async () => {
  const { emulator } = await aGuardedAws();
  const { body } = await emulator.handle(await whoAmI({ at: Date.UTC(2026, 0, 1, 1) }));
  expect(body).toContain('Signature not yet current: 20260101T010000Z is still later than 20260101T000500Z');
});

test('a client outside is not outdated by moving the emulated time, and one that follows it is right as well', async () => {
  const clock = createClock('real', Date.UTC(2026, 0, 1));
  const { emulator } = await anAws({ clock, credentials });
  await clock.advance(86_400_000);
  expect(await outcome(emulator, await whoAmI({ at: Date.UTC(2026, 0, 1) }))).toEqual([200]);
  expect(await outcome(emulator, await whoAmI({ at: Date.UTC(2026, 0, 2) }))).toEqual([200]);
  expect(await outcome(emulator, await whoAmI({ at: Date.UTC(2026, 0, 1, 12) }))).toEqual([
    403,
    'SignatureDoesNotMatch',
  ]);
});

test('whatever was signed must arrive as it was signed', async () => {
  const { emulator } = await aGuardedAws();
  const request = await whoAmI();
  const changes: readonly WireRequest[] = [
    { ...request, body: Buffer.from(`${identity.body}&Other=1`) },
    { ...request, path: '/?Extra=1' },
    { ...request, path: '/elsewhere' },
    { ...request, method: 'PUT' },
    { ...request, headers: { ...request.headers, host: 'elsewhere' } },
    { ...request, headers: { ...request.headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } },
  ];
  for (const change of changes) expect(await outcome(emulator, change)).toEqual([403, 'SignatureDoesNotMatch']);
});

test('paths are signed escaped twice, but once by S3', async () => {
  const { emulator } = await aGuardedAws();
  const eks = await signed({ service: 'eks', method: 'GET', path: '/clusters/a%20b%2Fc' });
  expect(await outcome(emulator, eks)).toEqual([404]);
  const s3Path = await s3({ path: '/bucket/a%20b%2Bc~%C3%BC' });
  expect(await outcome(emulator, s3Path)).toEqual([404, 'NoSuchBucket']);
});

test('a scope must be whole, of the day, and of the service', async () => {
  const { emulator } = await aGuardedAws();
  const request = await whoAmI();
  const authorization = request.headers['authorization'] ?? '';
  const answer = async (changed: string) => {
    const { body } = await emulator.handle({ ...request, headers: { ...request.headers, authorization: changed } });
    return /<Message>(.*?)<\/Message>/.exec(String(body))?.[1];
  };
  expect(await answer(authorization.replace('/aws4_request', '/aws5_request'))).toBe(
    "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
  );
  expect(await answer(authorization.replace('/20260101/', '/20260102/'))).toMatch(
    /^Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP/,
  );
  expect(await answer(authorization.replace(/, Signature=.*/, ''))).toMatch(
    /^Authorization header requires 'Signature' parameter. Authorization=/,
  );
  expect(await answer(authorization.replace(/SignedHeaders=[^,]*/, 'SignedHeaders=x-amz-date'))).toMatch(/'Host'/);
  expect(await answer('AWS4-ECDSA-P256-SHA256 Credential=a')).toBe(
    "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
  );
});

test('nobody may call without a signature', async () => {
  const { emulator } = await aGuardedAws();
  const unsigned = (request: Partial<WireRequest>): WireRequest => ({
    method: 'POST',
    path: '/',
    headers: { host: 'localhost' },
    body: new Uint8Array(),
    ...request,
  });
  const formHeaders = { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' };
  expect(await outcome(emulator, unsigned({ headers: formHeaders, body: Buffer.from(identity.body) }))).toEqual([
    403,
    'MissingAuthenticationToken',
  ]);
  expect(
    await outcome(emulator, unsigned({ headers: { 'x-amz-target': 'CertificateManager.ListCertificates' } })),
  ).toEqual([400, 'MissingAuthenticationTokenException']);
  expect(await outcome(emulator, unsigned({ method: 'GET', headers: { host: 's3.us-west-2.amazonaws.com' } }))).toEqual(
    [403, 'AccessDenied'],
  );
  const old = unsigned({ method: 'GET', path: '/bucket/key?AWSAccessKeyId=AKIAKNOWN&Signature=a&Expires=1' });
  expect(await outcome(emulator, old)).toEqual([400, 'InvalidRequest']);
});

test('a presigned question holds as long as it says', async () => {
  const { emulator, clock } = await aGuardedAws();
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const request = await presigned({ service: 'sts', query }, 60);
  expect(await outcome(emulator, request)).toEqual([200]);
  await clock.advance(61_000);
  expect(await outcome(emulator, request)).toEqual([403, 'SignatureDoesNotMatch']);
});

test('a presigned question may demand a header that is not in its address', async () => {
  const { emulator } = await aGuardedAws();
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const request = await presigned({ service: 'sts', query, headers: { 'x-k8s-aws-id': 'shop' } }, 60);
  const asked = (cluster: string) =>
    outcome(emulator, { ...request, headers: { ...request.headers, 'x-k8s-aws-id': cluster } });
  expect(await asked('shop')).toEqual([200]);
  expect(await asked('blog')).toEqual([403, 'SignatureDoesNotMatch']);
});

test('S3 leaves a presigned body unsigned, and says when a claimed digest is wrong', async () => {
  const { emulator } = await aGuardedAws();
  emulator.buckets.create('notes');
  const unsignedBody = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const put = await presigned({ service: 's3', method: 'PUT', path: '/notes/a', headers: unsignedBody }, 60);
  expect(await outcome(emulator, { ...put, body: Buffer.from('anything') })).toEqual([200]);
  const headers = { 'x-amz-content-sha256': digest('other') };
  const wrong = await s3({ method: 'PUT', path: '/notes/a', headers, body: 'hello' });
  expect(await outcome(emulator, wrong)).toEqual([400, 'XAmzContentSHA256Mismatch']);
});

test('a body in chunks is signed chunk by chunk', async () => {
  const { emulator } = await aGuardedAws();
  emulator.buckets.create('notes');
  const request = await chunkedUpload('hello', 'world');
  expect(await outcome(emulator, request)).toEqual([200]);
  expect(emulator.buckets.read('notes', 'a')).toBe('helloworld');
  const body = Buffer.from(Buffer.from(request.body).toString('latin1').replace('world', 'w0rld'), 'latin1');
  expect(await outcome(emulator, { ...request, body })).toEqual([403, 'SignatureDoesNotMatch']);
});

test('without credentials any signature will do', async () => {
  const { emulator } = await anAws();
  expect(await outcome(emulator, await whoAmI({ accessKeyId: 'ANYONE', secretAccessKey: 'x', at: 0 }))).toEqual([200]);
});

/** A chunked upload as the Amazon S3 API reference defines it ("Signature calculations: transferring payload in multiple chunks"). */
async function chunkedUpload(...texts: readonly string[]): Promise<WireRequest> {
  const { createHmac } = await import('node:crypto');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const scope = ['20260101', 'us-west-2', 's3', 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, 'AWS4known');
  const request = await s3({
    method: 'PUT',
    path: '/notes/a',
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': String(texts.join('').length),
    },
  });
  let previous = /Signature=(\w+)/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  const chunks = [...texts, ''].map((text) => {
    const lines = ['AWS4-HMAC-SHA256-PAYLOAD', '20260101T000000Z', scope.join('/'), previous, digest(''), digest(text)];
    previous = hmac(key as Buffer, lines.join('\n')).toString('hex');
    return `${text.length.toString(16)};chunk-signature=${previous}\r\n${text}\r\n`;
  });
  return { ...request, body: Buffer.from(chunks.join('')) };
}
