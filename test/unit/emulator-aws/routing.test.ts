// Where a request goes, and what is told when there is nobody for it.
import { expect, test } from 'vitest';
import { startControl } from '../../../lib/emulator/control.ts';
import type { WireRequest } from '../../../lib/emulator/wire.ts';
import { anAws } from './aws.ts';

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=00`;

const request = (service: string, more: Partial<WireRequest> & { readonly text?: string }): WireRequest => ({
  method: 'POST',
  path: '/',
  body: Buffer.from(more.text ?? ''),
  ...more,
  headers: { host: '127.0.0.1:4566', authorization: authorization(service), ...more.headers },
});

const query = (text: string, service = 'elasticloadbalancing') =>
  request(service, { text, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

const json = (service: string, target: string) =>
  request(service, { text: '{}', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target } });

const version = 'Version=2015-12-01';
const rest = (service: string, path: string) => request(service, { method: 'GET', path });

test.each([
  [
    'an action of AWS that is not emulated',
    query('Action=DecodeAuthorizationMessage&Version=2011-06-15', 'sts'),
    400,
    /<Code>InvalidAction<\/Code><Message>Could not find operation/,
  ],
  ['an unknown JSON action', json('acm', 'CertificateManager.Fly'), 400, /^\{"__type":"UnknownOperationException"\}$/],
  ['an unknown REST path', rest('eks', '/teapots/1'), 404, /^\{\}$|message/],
  ['an S3 sub-resource', rest('s3', '/bucket?acl'), 501, /<Code>NotImplemented<\/Code>/],
  ['a service that speaks JSON', json('logs', 'Logs_20140328.DescribeLogGroups'), 404, /^\{"__type":"UnknownService"/],
  [
    'a service that speaks Query',
    query('Action=ListUsers&Version=2010-05-08', 'iam'),
    404,
    /<Code>UnknownService<\/Code>/,
  ],
])('%s is answered in its own protocol', async (_what, sent, status, body) => {
  const { emulator } = await anAws();
  const answer = await emulator.handle(sent);
  expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(body)]);
});

test('what is not here is counted, by service and action', async () => {
  const { emulator } = await anAws();
  const fly = query(`Action=Fly&${version}`);
  const unknown = [
    fly,
    fly,
    json('logs', 'Logs_20140328.DescribeLogGroups'),
    rest('eks', '/teapots/1'),
    rest('s3', '/bucket?acl'),
  ];
  for (const one of [...unknown, query(`Action=DescribeLoadBalancers&${version}`), query(version)]) {
    await emulator.handle(one);
  }
  expect(emulator.unmodelled.list()).toEqual([
    { service: 'elasticloadbalancing', action: 'Fly', calls: 2 },
    { service: 'logs', action: 'DescribeLogGroups', calls: 1 },
    { service: 'eks', action: 'GET /teapots/1', calls: 1 },
    { service: 's3', action: 'GET /bucket', calls: 1 },
  ]);
  emulator.unmodelled.clear();
  expect(emulator.unmodelled.list()).toEqual([]);
});

test('names that clients make up do not pile up for ever', async () => {
  const { emulator } = await anAws();
  for (let index = 0; index < 1200; index += 1) await emulator.handle(query(`Action=Fly${index}&${version}`));
  const counted = emulator.unmodelled.list();
  expect([counted.length, counted.at(-1)]).toEqual([1001, { service: '*', action: '*', calls: 200 }]);
});

test('a Query request may come as a GET', async () => {
  const { emulator } = await anAws();
  const { status } = await emulator.handle(rest('sts', '/?Action=GetCallerIdentity&Version=2011-06-15'));
  expect(status).toBe(200);
});

test('the control endpoint tells what is not here', async () => {
  const { emulator, clock } = await anAws();
  await emulator.handle(query(`Action=Fly&${version}`));
  const control = await startControl({
    clock,
    callLog: emulator.callLog,
    faults: emulator.faults,
    unmodelled: emulator.unmodelled,
    loadBalancers: () => [],
    setLimits: () => undefined,
    publicKey: () => undefined,
    setIdentityProviders: () => undefined,
    setStrictCertificateFqdn: () => undefined,
    validateCertificate: () => Promise.resolve(),
    reset: () => emulator.reset(),
  });
  const unmodelled = async () => (await fetch(`${control.url}/unmodelled`)).json();
  expect(await unmodelled()).toEqual([{ service: 'elasticloadbalancing', action: 'Fly', calls: 1 }]);
  expect((await fetch(`${control.url}/unmodelled`, { method: 'DELETE' })).status).toBe(204);
  expect(await unmodelled()).toEqual([]);
  await control.close();
});
