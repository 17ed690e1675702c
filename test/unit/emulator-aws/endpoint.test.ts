// The endpoint below the SDK: what the wire says.
import { expect, test } from 'vitest';
import type { WireRequest } from '../../../lib/emulator/wire.ts';
import { anAws } from './aws.ts';
import { aBalancedAccount } from './balanced.ts';

const signed = (service: string, region = 'us-west-2') =>
  `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`;

const request = (body: string, headers: Record<string, string>): WireRequest => ({
  method: 'POST',
  path: '/',
  headers: { host: '127.0.0.1:4566', ...headers },
  body: Buffer.from(body),
});

const query = (body: string, service = 'elasticloadbalancing', region?: string) =>
  request(body, { authorization: signed(service, region), 'content-type': 'application/x-www-form-urlencoded' });

const version = 'Version=2015-12-01';

interface WireRow {
  readonly what: string;
  readonly request: WireRequest;
  readonly status: number;
  readonly body: RegExp;
}

const rows: WireRow[] = [
  {
    what: 'an unknown action',
    request: query(`Action=Fly&${version}`),
    status: 400,
    body: /<Code>InvalidAction<\/Code>/,
  },
  { what: 'no action', request: query(version), status: 400, body: /<Code>MissingAction<\/Code>/ },
  {
    what: 'the classic API under the same signing name',
    request: query('Action=DescribeLoadBalancers&Version=2012-06-01'),
    status: 400,
    body: /<Code>InvalidAction<\/Code>.*2012-06-01: Classic Load Balancers are not emulated/,
  },
  {
    what: 'a request nobody signed',
    request: request(`Action=DescribeRules&${version}`, {}),
    status: 403,
    body: /MissingAuthenticationToken/,
  },
  {
    what: 'another region',
    request: query(`Action=DescribeRules&${version}`, undefined, 'eu-west-1'),
    status: 403,
    body: /SignatureDoesNotMatch/,
  },
  { what: 'a service that is not emulated', request: query('', 'dynamodb'), status: 404, body: /UnknownService/ },
  {
    what: 'a version of long ago',
    request: query('Action=DescribeRules&Version=2014-01-01'),
    status: 400,
    body: /<Message>Could not find operation DescribeRules for version 2014-01-01<\/Message>/,
  },
  {
    what: 'a number that is none',
    request: query(`Action=DescribeRules&${version}&PageSize=many`),
    status: 400,
    body: /MalformedInput/,
  },
  {
    what: 'an EC2 error',
    request: query('Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-0123456789abcdef0', 'ec2'),
    status: 400,
    body: /^<\?xml.*\?>\n<Response><Errors><Error><Code>InvalidVpcID.NotFound<\/Code><Message>.*<\/Message><\/Error><\/Errors><RequestID>.*<\/RequestID><\/Response>$/,
  },
  {
    what: 'an unknown JSON action',
    request: request('{}', { authorization: signed('acm'), 'x-amz-target': 'CertificateManager.Fly' }),
    status: 400,
    body: /"__type":"UnknownOperationException"/,
  },
  {
    what: 'a body that is not JSON',
    request: request('{', { authorization: signed('acm'), 'x-amz-target': 'CertificateManager.ListCertificates' }),
    status: 400,
    body: /SerializationException/,
  },
  {
    what: 'a path that is no EKS operation',
    request: { ...request('', { authorization: signed('eks') }), method: 'GET', path: '/teapots/1' },
    status: 404,
    body: /message/,
  },
];

test.each(rows.map((row) => [row.what, row] as const))('%s is answered as AWS answers', async (_what, row) => {
  const { emulator } = await anAws();
  const { status, body } = await emulator.handle(row.request);
  expect([status, body]).toEqual([row.status, expect.stringMatching(row.body)]);
});

test('a map travels as numbered entries, both ways', async () => {
  const account = await aBalancedAccount();
  const action = 'Actions.member.1';
  const config = `${action}.AuthenticateOidcConfig`;
  const login: Readonly<Record<string, string>> = {
    Issuer: 'https://idp.example.com',
    AuthorizationEndpoint: 'https://idp.example.com/authorize',
    TokenEndpoint: 'https://idp.example.com/token',
    UserInfoEndpoint: 'https://idp.example.com/me',
    ClientId: 'shop',
    ClientSecret: 'secret',
    'AuthenticationRequestExtraParams.entry.1.key': 'display',
    'AuthenticationRequestExtraParams.entry.1.value': 'page',
    'AuthenticationRequestExtraParams.entry.2.key': 'prompt',
    'AuthenticationRequestExtraParams.entry.2.value': 'login',
  };
  const parameters = new URLSearchParams({
    Action: 'CreateRule',
    Version: '2015-12-01',
    ListenerArn: account.https,
    Priority: '1',
    'Conditions.member.1.Field': 'path-pattern',
    'Conditions.member.1.Values.member.1': '/a',
    [`${action}.Type`]: 'authenticate-oidc',
    [`${action}.Order`]: '1',
    'Actions.member.2.Type': 'fixed-response',
    'Actions.member.2.Order': '2',
    'Actions.member.2.FixedResponseConfig.StatusCode': '404',
    ...Object.fromEntries(Object.entries(login).map(([name, value]) => [`${config}.${name}`, value])),
  });
  const created = await account.emulator.handle(query(parameters.toString()));
  const map =
    '<AuthenticationRequestExtraParams><entry><key>display</key><value>page</value></entry>' +
    '<entry><key>prompt</key><value>login</value></entry></AuthenticationRequestExtraParams>';
  expect([created.status, created.body]).toEqual([200, expect.stringContaining(map)]);
  const described = await account.emulator.handle(
    query(`Action=DescribeRules&${version}&ListenerArn=${encodeURIComponent(account.https)}`),
  );
  expect(described.body).toContain(map);
});

test('a list may be flat in its numbering, have gaps, or be empty', async () => {
  const { emulator, loadBalancer } = await aBalancedAccount();
  const describe = async (list: string) => {
    const { body } = await emulator.handle(query(`Action=DescribeLoadBalancers&${version}&${list}`));
    return [...String(body).matchAll(/<LoadBalancerName>(\w+)</g)].map(([, name]) => name);
  };
  expect(await describe(`LoadBalancerArns.member.3=${encodeURIComponent(loadBalancer)}`)).toEqual(['shop']);
  expect(await describe('Names=')).toEqual(['shop']);
  expect(await describe('Names.member.1=shop')).toEqual(['shop']);
});

test('a reply carries its request id in header and body', async () => {
  const { emulator } = await anAws();
  const { headers, body } = await emulator.handle(query(`Action=DescribeLoadBalancers&${version}`));
  expect(body).toBe(
    `<DescribeLoadBalancersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult><ResponseMetadata><RequestId>${headers['x-amzn-requestid']}</RequestId></ResponseMetadata></DescribeLoadBalancersResponse>`,
  );
});

test('a presigned request is known by its query', async () => {
  const { emulator } = await anAws();
  const credential = encodeURIComponent('AKIATEST/20260101/us-west-2/sts/aws4_request');
  const { status, body } = await emulator.handle({
    ...request('Action=GetCallerIdentity&Version=2011-06-15', {}),
    path: `/?X-Amz-Credential=${credential}`,
  });
  expect([status, body]).toEqual([200, expect.stringContaining('<Account>123456789012</Account>')]);
});

test('refused and unknown calls are in the call log, in order', async () => {
  const { emulator } = await anAws();
  await emulator.handle(query(`Action=Fly&${version}`));
  await emulator.handle(query(`Action=DescribeRules&${version}`));
  await emulator.handle(query(`Action=DescribeLoadBalancers&${version}`));
  const lines = emulator.callLog
    .toJsonLines()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const common = { at: Date.UTC(2026, 0, 1), service: 'elasticloadbalancing', resource: '*', caller: 'admin' };
  expect(lines).toEqual([
    { ...common, action: 'Fly', status: 400, code: 'InvalidAction' },
    { ...common, action: 'DescribeRules', status: 400, code: 'ValidationError' },
    { ...common, action: 'DescribeLoadBalancers', status: 200 },
  ]);
  expect(emulator.callLog.entries({ code: 'ValidationError' })).toHaveLength(1);
});
