// S3 over HTTP, below the SDK: buckets, objects, versions, policies.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AwsEmulatorOptions } from '../../../lib/emulator/aws/aws-emulator.ts';
import { anAws } from './aws.ts';
import { signed } from './signed.ts';

interface Sent {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly accessKeyId?: string;
}

async function anS3(options: Partial<AwsEmulatorOptions> = {}) {
  const aws = await anAws(options);
  const { emulator } = aws;
  const send = async (method: string, path: string, { headers = {}, ...sent }: Sent = {}) => {
    const request = await signed({ service: 's3', method, path, headers, ...sent });
    const answer = await emulator.handle(request);
    const text = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body as Uint8Array).toString();
    const all = (element: string) =>
      [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, item]) => item);
    return { ...answer, text, all, code: all('Code')[0] };
  };
  const location =
    '<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint></CreateBucketConfiguration>';
  const aBucket = async (name: string) => send('PUT', `/${name}`, { body: location });
  return { ...aws, send, aBucket };
}

type AnS3 = Awaited<ReturnType<typeof anS3>>;

test('a bucket is made, found, listed and deleted', async () => {
  const { send, aBucket } = await anS3();
  expect((await aBucket('my-notes')).headers['location']).toBe('http://my-notes.s3.amazonaws.com/');
  const head = await send('HEAD', '/my-notes');
  expect([head.status, head.headers['x-amz-bucket-region']]).toEqual([200, 'us-west-2']);
  expect((await send('GET', '/')).all('Name')).toEqual(['my-notes']);
  expect((await send('GET', '/my-notes', { query: { location: '' } })).text).toContain(
    '>us-west-2</LocationConstraint>',
  );
  expect((await send('DELETE', '/my-notes')).status).toBe(204);
  expect((await send('HEAD', '/my-notes')).status).toBe(404);
});

test('an object comes back as it was put', async () => {
  const { send, aBucket } = await anS3();
  await aBucket('my-notes');
  const headers = { 'content-type': 'text/plain', 'cache-control': 'no-store', 'x-amz-meta-author': 'me' };
  const put = await send('PUT', '/my-notes/a%20folder/%C3%BC.txt', { headers, body: 'hello' });
  const etag = `"${createHash('md5').update('hello').digest('hex')}"`;
  expect([put.status, put.headers['etag']]).toEqual([200, etag]);
  const got = await send('GET', '/my-notes/a%20folder/%C3%BC.txt');
  expect(got.text).toBe('hello');
  expect(got.headers).toMatchObject({
    ...headers,
    etag,
    'content-length': '5',
    'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
  });
  expect((await send('GET', '/my-notes', { query: { 'list-type': '2' } })).all('Key')).toEqual(['a folder/ü.txt']);
  expect((await send('DELETE', '/my-notes/a%20folder/%C3%BC.txt')).status).toBe(204);
  expect((await send('GET', '/my-notes/a%20folder/%C3%BC.txt')).code).toBe('NoSuchKey');
});

test('the bucket may stand in the host name', async () => {
  const { send, aBucket, emulator } = await anS3();
  await aBucket('my-notes');
  await send('PUT', '/a.txt', { headers: { host: 'my-notes.s3.us-west-2.amazonaws.com' }, body: 'hello' });
  await send('PUT', '/b.txt', { headers: { host: 'my-notes.localhost:4566' }, body: 'world' });
  expect([emulator.buckets.read('my-notes', 'a.txt'), emulator.buckets.read('my-notes', 'b.txt')]).toEqual([
    'hello',
    'world',
  ]);
});

test('a part of an object, or nothing if it is known', async () => {
  const { send, emulator } = await anS3();
  emulator.buckets.put('my-notes', 'a', '0123456789');
  const get = (headers: Readonly<Record<string, string>>) => send('GET', '/my-notes/a', { headers });
  const part = await get({ range: 'bytes=2-4' });
  expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
  expect((await get({ range: 'bytes=-3' })).text).toBe('789');
  expect((await get({ range: 'bytes=99-' })).code).toBe('InvalidRange');
  const { headers } = await get({});
  const known = await get({ 'if-none-match': headers['etag'] ?? '' });
  expect([known.status, known.text, known.headers['etag']]).toEqual([304, '', headers['etag']]);
  expect((await get({ 'if-match': '"other"' })).code).toBe('PreconditionFailed');
});

test('keys are listed in order, folded at a delimiter, page by page', async () => {
  const { send, emulator } = await anS3();
  for (const key of ['b/2', 'a', 'b/1', 'c', 'd/1']) emulator.buckets.put('my-notes', key, '');
  const list = (query: Readonly<Record<string, string>>) =>
    send('GET', '/my-notes', { query: { 'list-type': '2', ...query } });
  const folded = await list({ delimiter: '/' });
  expect([folded.all('Key'), folded.all('Prefix'), folded.all('KeyCount')]).toEqual([['a', 'c'], ['b/', 'd/'], ['4']]);
  const first = await list({ 'max-keys': '2' });
  const rest = await list({ 'continuation-token': first.all('NextContinuationToken')[0] ?? '' });
  expect([first.all('Key'), rest.all('Key')]).toEqual([
    ['a', 'b/1'],
    ['b/2', 'c', 'd/1'],
  ]);
  expect((await list({ prefix: 'b/' })).all('Key')).toEqual(['b/1', 'b/2']);
  expect((await list({ 'continuation-token': 'guessed' })).code).toBe('InvalidArgument');
});

test('versions stay, and a deletion is one more', async () => {
  const { send, aBucket, emulator } = await anS3();
  await aBucket('my-notes');
  await send('PUT', '/my-notes', {
    query: { versioning: '' },
    body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  });
  const [first, second] = [
    await send('PUT', '/my-notes/a', { body: '1' }),
    await send('PUT', '/my-notes/a', { body: '2' }),
  ];
  const versionId = first.headers['x-amz-version-id'] ?? '';
  expect(second.headers['x-amz-version-id']).not.toBe(versionId);
  expect((await send('GET', '/my-notes/a', { query: { versionId } })).text).toBe('1');
  expect(emulator.buckets.read('my-notes', 'a', versionId)).toBe('1');
  const deleted = await send('DELETE', '/my-notes/a');
  expect(deleted.headers['x-amz-delete-marker']).toBe('true');
  const gone = await send('GET', '/my-notes/a');
  expect([gone.code, gone.headers['x-amz-delete-marker']]).toEqual(['NoSuchKey', 'true']);
  const listed = await send('GET', '/my-notes', { query: { versions: '' } });
  expect([listed.all('VersionId').length, listed.all('IsLatest')]).toEqual([3, ['false', 'false', 'true']]);
  expect((await send('DELETE', '/my-notes')).code).toBe('BucketNotEmpty');
});

test('objects are copied, and deleted many at once', async () => {
  const { send, emulator } = await anS3();
  emulator.buckets.put('my-notes', 'a', 'hello');
  await send('PUT', '/my-notes/b', { headers: { 'x-amz-copy-source': '/my-notes/a' } });
  expect(emulator.buckets.read('my-notes', 'b')).toBe('hello');
  const body = '<Delete><Object><Key>a</Key></Object><Object><Key>none</Key></Object></Delete>';
  expect((await send('POST', '/my-notes', { query: { delete: '' }, body })).all('Key')).toEqual(['a', 'none']);
  expect((await send('GET', '/my-notes')).all('Key')).toEqual(['b']);
});

test('checksums are checked and kept', async () => {
  const { send, aBucket } = await anS3();
  await aBucket('my-notes');
  // Check values of the CRC catalogue for the text 123456789.
  const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
  const checksums = { crc32: base64('cbf43926'), crc32c: base64('e3069283'), crc64nvme: base64('ae8b14860a799888') };
  for (const [name, value] of Object.entries(checksums)) {
    const put = (checksum: string) =>
      send('PUT', '/my-notes/a', { headers: { [`x-amz-checksum-${name}`]: checksum }, body: '123456789' });
    expect((await put(base64('00000000'))).code).toBe('BadDigest');
    expect((await put(value)).status).toBe(200);
    const { headers } = await send('HEAD', '/my-notes/a', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(headers[`x-amz-checksum-${name}`]).toBe(value);
  }
});

test('a body in chunks may bring its checksum behind it', async () => {
  const { send, aBucket, emulator } = await anS3();
  await aBucket('my-notes');
  const headers = {
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '9',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const upload = (checksum: string) =>
    send('PUT', '/my-notes/a', {
      headers,
      body: `5\r\n12345\r\n4\r\n6789\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`,
    });
  expect((await upload('AAAAAA==')).code).toBe('BadDigest');
  expect((await upload('y/Q5Jg==')).status).toBe(200);
  expect(emulator.buckets.read('my-notes', 'a')).toBe('123456789');
  expect((await send('HEAD', '/my-notes/a')).headers).not.toHaveProperty('content-encoding');
  expect((await send('PUT', '/my-notes/a', { headers, body: '5\r\n123' })).code).toBe('IncompleteBody');
});

const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
const readers = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-notes/public/*' };

test('a bucket’s policy opens it to others, and closes it to its own', async () => {
  const { send, emulator } = await anS3();
  emulator.buckets.put('my-notes', 'public/a', 'hello');
  emulator.buckets.put('my-notes', 'private/a', 'secret');
  const put = await send('PUT', '/my-notes', { query: { policy: '' }, body: policy(readers) });
  expect(put.status).toBe(204);
  expect((await send('GET', '/my-notes', { query: { policy: '' } })).text).toBe(policy(readers));
  const unsigned = async (path: string) => {
    const { status } = await emulator.handle({
      method: 'GET',
      path,
      headers: { host: 's3.localhost' },
      body: new Uint8Array(),
    });
    return status;
  };
  expect([await unsigned('/my-notes/public/a'), await unsigned('/my-notes/private/a')]).toEqual([200, 403]);
  await send('PUT', '/my-notes', { query: { policy: '' }, body: policy({ ...readers, Effect: 'Deny' }) });
  expect((await send('GET', '/my-notes/public/a')).text).toContain('with an explicit deny in a resource-based policy');
  await send('DELETE', '/my-notes', { query: { policy: '' } });
  expect((await send('GET', '/my-notes/public/a')).status).toBe(200);
});

test('a caller may what its own policies say, bucket and key apart', async () => {
  const { send, emulator } = await anS3();
  emulator.buckets.put('my-notes', 'a', 'hello');
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow' as const, Action, Resource });
  const Statement = [allow('s3:GetObject', 'arn:aws:s3:::my-notes/a'), allow('s3:ListBucket', 'arn:aws:s3:::my-notes')];
  emulator.setCaller('AKIAREADER', {
    name: 'reader',
    arn: 'arn:aws:iam::123456789012:user/reader',
    policies: [{ Statement }],
  });
  const status = async (method: string, path: string) =>
    (await send(method, path, { accessKeyId: 'AKIAREADER' })).status;
  expect(
    await Promise.all([status('GET', '/my-notes/a'), status('HEAD', '/my-notes/a'), status('GET', '/my-notes')]),
  ).toEqual([200, 200, 200]);
  expect(await Promise.all([status('PUT', '/my-notes/a'), status('GET', '/my-notes/b'), status('GET', '/')])).toEqual([
    403, 403, 403,
  ]);
});

test('of many objects, those are deleted that the caller may delete', async () => {
  const { send, emulator } = await anS3();
  for (const key of ['public/a', 'private/a']) emulator.buckets.put('my-notes', key, '');
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObject',
    Resource: 'arn:aws:s3:::my-notes/private/*',
  };
  await send('PUT', '/my-notes', { query: { policy: '' }, body: policy(deny) });
  const body = '<Delete><Object><Key>public/a</Key></Object><Object><Key>private/a</Key></Object></Delete>';
  const answer = await send('POST', '/my-notes', { query: { delete: '' }, body });
  expect(answer.text).toMatch(/<Deleted><Key>public\/a<\/Key><\/Deleted><Error><Key>private\/a<\/Key>.*AccessDenied/);
  expect((await send('GET', '/my-notes')).all('Key')).toEqual(['private/a']);
});

test('load balancing may write logs where the policy lets it', async () => {
  const { emulator, send, aBucket } = await anS3();
  const { buckets } = emulator;
  buckets.create('logs');
  await aBucket('my-notes');
  const delivery = (Principal: object, prefix: string) => ({
    Effect: 'Allow',
    Principal,
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::my-notes/${prefix}AWSLogs/123456789012/*`,
  });
  const allowed = async (statement: object) => {
    await send('PUT', '/my-notes', { query: { policy: '' }, body: policy(statement) });
    return [buckets.mayDeliverLogs('my-notes'), buckets.mayDeliverLogs('my-notes', 'edge')];
  };
  expect([buckets.mayDeliverLogs('logs'), buckets.mayDeliverLogs('my-notes'), buckets.mayDeliverLogs('none')]).toEqual([
    true,
    false,
    false,
  ]);
  const service = { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' };
  expect(await allowed(delivery(service, ''))).toEqual([true, false]);
  expect(await allowed(delivery(service, 'edge/'))).toEqual([false, true]);
  expect(await allowed(delivery({ AWS: 'arn:aws:iam::797873946194:root' }, ''))).toEqual([true, false]);
  expect(await allowed(delivery({ AWS: 'arn:aws:iam::999999999999:root' }, ''))).toEqual([false, false]);
});

const put = (path: string, sent: Sent) => (s3: AnS3) => s3.send('PUT', path, sent);
const constraint = (region: string) => ({
  body: `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
});

const refusals: readonly (readonly [string, (s3: AnS3) => ReturnType<AnS3['send']>, number, string])[] = [
  ['a bucket name with capitals', put('/Notes', {}), 400, 'InvalidBucketName'],
  ['a bucket name like an address', put('/192.0.2.1', constraint('us-west-2')), 400, 'InvalidBucketName'],
  ['a bucket without location outside the classic region', put('/bbb', {}), 400, 'IllegalLocationConstraintException'],
  ['a bucket of another region', put('/bbb', constraint('eu-west-1')), 400, 'IllegalLocationConstraintException'],
  ['a bucket one has already', put('/my-notes', constraint('us-west-2')), 409, 'BucketAlreadyOwnedByYou'],
  ['a body that is no XML', put('/bbb', { body: '<a>' }), 400, 'MalformedXML'],
  [
    'a body with entities of its own',
    put('/bbb', { body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
    400,
    'MalformedXML',
  ],
  ['an object in no bucket', put('/none/a', { body: '' }), 404, 'NoSuchBucket'],
  ['a key that is too long', put(`/my-notes/${'k'.repeat(1025)}`, {}), 400, 'KeyTooLongError'],
  [
    'metadata that is too long',
    put('/my-notes/a', { headers: { 'x-amz-meta-a': 'v'.repeat(2048) } }),
    400,
    'MetadataTooLarge',
  ],
  [
    'a digest that is not the body’s',
    put('/my-notes/a', { headers: { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' }, body: 'other' }),
    400,
    'BadDigest',
  ],
  [
    'to write over what must not be there',
    put('/my-notes/a', { headers: { 'if-none-match': '*' }, body: '2' }),
    412,
    'PreconditionFailed',
  ],
  ['a policy that is none', put('/my-notes', { query: { policy: '' }, body: '{}' }), 400, 'MalformedPolicy'],
  [
    'a policy about another bucket',
    put('/my-notes', { query: { policy: '' }, body: policy({ ...readers, Resource: 'arn:aws:s3:::other/*' }) }),
    400,
    'MalformedPolicy',
  ],
  [
    'a policy with an unknown operator',
    put('/my-notes', { query: { policy: '' }, body: policy({ ...readers, Condition: { StringIsh: { a: 'b' } } }) }),
    400,
    'MalformedPolicy',
  ],
  [
    'to read a policy that is not there',
    ({ send, aBucket }) => aBucket('bbb').then(() => send('GET', '/bbb', { query: { policy: '' } })),
    404,
    'NoSuchBucketPolicy',
  ],
  [
    'to read tags that are not there',
    (s3) => s3.send('GET', '/my-notes', { query: { tagging: '' } }),
    404,
    'NoSuchTagSet',
  ],
  [
    'a version that was never one',
    (s3) => s3.send('GET', '/my-notes/a', { query: { versionId: 'x' } }),
    400,
    'InvalidArgument',
  ],
  [
    'to copy an object onto itself',
    put('/my-notes/a', { headers: { 'x-amz-copy-source': '/my-notes/a' } }),
    400,
    'InvalidRequest',
  ],
  ['what is not emulated', (s3) => s3.send('GET', '/my-notes', { query: { acl: '' } }), 501, 'NotImplemented'],
  ['a method that makes no sense', (s3) => s3.send('POST', '/my-notes/a'), 405, 'MethodNotAllowed'],
];

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
test.each(refusals)('S3 refuses %s', async (_what, send, status, code) => {
  const s3 = await anS3();
  s3.emulator.buckets.put('my-notes', 'a', '1');
  const answer = await send(s3);
  expect([answer.status, answer.code]).toEqual([status, code]);
});

test('a signature for another region is told the right one', async () => {
  const { emulator } = await anS3();
  const { status, body } = await emulator.handle(await signed({ service: 's3', region: 'eu-west-1', method: 'GET' }));
  expect([status, body]).toEqual([400, expect.stringContaining('<Region>us-west-2</Region>')]);
});
