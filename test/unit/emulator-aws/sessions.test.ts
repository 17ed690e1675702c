// STS: sessions of roles, and what they may do.
import { EC2Client, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { Role } from '../../../lib/emulator/aws/iam/callers.ts';
import type { PolicyDocument } from '../../../lib/emulator/aws/iam/policy.ts';
import { anAws, refusalOf, type Aws } from './aws.ts';
import { form, signed, type Signing } from './signed.ts';

const account = '123456789012';
const roleArn = `arn:aws:iam::${account}:role/reader`;
const allow = (...Action: string[]): PolicyDocument => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

const trusting = (Principal: Readonly<Record<string, string>>, Condition = {}): PolicyDocument => ({
  Statement: [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'], Condition }],
});

const aRole = (more: Partial<Role> = {}): Role => ({
  name: 'reader',
  arn: roleArn,
  trustPolicy: trusting({ AWS: `arn:aws:iam::${account}:root` }),
  policies: [allow('ec2:DescribeVpcs')],
  ...more,
});

interface Answer {
  readonly status: number;
  text(element: string): string | undefined;
}

async function ask(
  { emulator }: Aws,
  parameters: Readonly<Record<string, string>>,
  signing: Partial<Signing> = {},
): Promise<Answer> {
  const request = await signed({ service: 'sts', ...form({ Version: '2011-06-15', ...parameters }), ...signing });
  const { status, body } = await emulator.handle(request);
  return { status, text: (element) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(String(body))?.[1] };
}

const assume = (aws: Aws, more: Readonly<Record<string, string>> = {}, signing: Partial<Signing> = {}) =>
  ask(aws, { Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: 'alice', ...more }, signing);

const signingOf = (answer: Answer): Partial<Signing> => ({
  accessKeyId: answer.text('AccessKeyId') ?? '',
  secretAccessKey: answer.text('SecretAccessKey') ?? '',
  sessionToken: answer.text('SessionToken'),
});

const describeVpcs = form({ Action: 'DescribeVpcs', Version: '2016-11-15' });
const describeSubnets = form({ Action: 'DescribeSubnets', Version: '2016-11-15' });

async function asSession({ emulator }: Aws, answer: Answer, call: ReturnType<typeof form>) {
  return (await emulator.handle(await signed({ service: 'ec2', ...call, ...signingOf(answer) }))).status;
}

test('a session may do what its role may, and nothing else', async () => {
  const aws = await anAws();
  aws.emulator.setRole(aRole());
  const answer = await assume(aws);
  expect(answer.text('Arn')).toBe(`arn:aws:sts::${account}:assumed-role/reader/alice`);
  expect(answer.text('Expiration')).toBe('2026-01-01T01:00:00.000Z');
  expect(await asSession(aws, answer, describeVpcs)).toBe(200);
  expect(await asSession(aws, answer, describeSubnets)).toBe(403);
  const identity = await ask(aws, { Action: 'GetCallerIdentity' }, signingOf(answer));
  expect([identity.text('Arn'), identity.text('UserId')]).toEqual([answer.text('Arn'), answer.text('AssumedRoleId')]);
});

test('issued credentials are checked: secret, token and time', async () => {
  const aws = await anAws();
  aws.emulator.setRole(aRole());
  const answer = await assume(aws, { DurationSeconds: '900' });
  const session = signingOf(answer);
  const whoAmI = async (more: Partial<Signing>) =>
    (await ask(aws, { Action: 'GetCallerIdentity' }, { ...session, ...more })).text('Code');
  expect(await whoAmI({})).toBeUndefined();
  expect(await whoAmI({ secretAccessKey: 'guessed' })).toBe('SignatureDoesNotMatch');
  expect(await whoAmI({ sessionToken: undefined })).toBe('InvalidClientTokenId');
  await aws.clock.advance(900_000);
  expect(await whoAmI({ at: aws.clock.now() })).toBe('ExpiredToken');
});

test('a session policy narrows the role', async () => {
  const aws = await anAws();
  aws.emulator.setRole(aRole({ policies: [allow('ec2:Describe*')] }));
  const answer = await assume(aws, { Policy: JSON.stringify(allow('ec2:DescribeSubnets', 'iam:*')) });
  expect(await asSession(aws, answer, describeSubnets)).toBe(200);
  expect(await asSession(aws, answer, describeVpcs)).toBe(403);
});

test('only those whom the role trusts may assume it', async () => {
  const aws = await anAws();
  const denied = `User: arn:aws:iam::${account}:user/admin is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  expect((await assume(aws)).text('Message')).toBe(denied);
  aws.emulator.setRole(aRole({ trustPolicy: trusting({ Service: 'lambda.amazonaws.com' }) }));
  expect((await assume(aws)).text('Message')).toBe(denied);
  const condition = { StringEquals: { 'sts:ExternalId': 'secret-handshake' } };
  aws.emulator.setRole(aRole({ trustPolicy: trusting({ AWS: account }, condition) }));
  expect((await assume(aws)).status).toBe(403);
  expect((await assume(aws, { ExternalId: 'secret-handshake' })).status).toBe(200);
});

test('a caller needs permission for a role that trusts its account, and none for one that trusts itself', async () => {
  const aws = await anAws();
  const arn = `arn:aws:iam::${account}:user/bob`;
  aws.emulator.setCaller('AKIABOB', { name: 'bob', arn, policies: [] });
  const bob = { accessKeyId: 'AKIABOB' };
  aws.emulator.setRole(aRole());
  expect((await assume(aws, {}, bob)).text('Message')).toContain('no identity-based policy allows the sts:AssumeRole');
  aws.emulator.setRole(aRole({ trustPolicy: trusting({ AWS: arn }) }));
  expect((await assume(aws, {}, bob)).status).toBe(200);
});

const refusals: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
  [
    'a duration beyond the role’s',
    { DurationSeconds: '7200' },
    'ValidationError',
    /MaxSessionDuration set for this role/,
  ],
  ['a duration below 15 minutes', { DurationSeconds: '60' }, 'ValidationError', /greater than or equal to 900/],
  ['a session name with a space', { RoleSessionName: 'a b' }, 'ValidationError', /regular expression pattern/],
  ['a policy that is none', { Policy: '{}' }, 'MalformedPolicyDocument', /Statement/],
  ['an ARN of something else', { RoleArn: `arn:aws:iam::${account}:user/bob` }, 'ValidationError', /is invalid/],
];

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
test.each(refusals)('AssumeRole refuses %s', async (_what, parameters, code, message) => {
  const aws = await anAws();
  aws.emulator.setRole(aRole());
  const answer = await assume(aws, parameters);
  expect([answer.text('Code'), answer.text('Message')]).toEqual([code, expect.stringMatching(message)]);
});

test('session tags are principal tags', async () => {
  const aws = await anAws();
  const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };
  const tagged: PolicyDocument = { Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*', Condition }] };
  aws.emulator.setRole(aRole({ policies: [tagged] }));
  const plain = await assume(aws);
  const answer = await assume(aws, { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'a' });
  expect([await asSession(aws, plain, describeVpcs), await asSession(aws, answer, describeVpcs)]).toEqual([403, 200]);
});

test('a bearer of a trusted token gets a session without a signature', async () => {
  const aws = await anAws();
  const provider = `arn:aws:iam::${account}:oidc-provider/issuer.example/id`;
  const condition = { StringEquals: { 'issuer.example/id:sub': 'system:serviceaccount:shop:web' } };
  aws.emulator.setRole(aRole({ trustPolicy: trusting({ Federated: provider }, condition) }));
  const tokenFor = (sub: string) => {
    const claims = { iss: 'https://issuer.example/id', aud: 'sts.amazonaws.com', sub };
    return ['{}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  };
  const bear = async (WebIdentityToken: string) => {
    const parameters = {
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: 'web',
    };
    const { headers, body } = form({ ...parameters, WebIdentityToken });
    const answer = await aws.emulator.handle({ method: 'POST', path: '/', headers, body: Buffer.from(body) });
    return /<(?:Code|SubjectFromWebIdentityToken)>([^<]*)</.exec(String(answer.body))?.[1];
  };
  expect(await bear(tokenFor('system:serviceaccount:shop:web'))).toBe('system:serviceaccount:shop:web');
  expect(await bear(tokenFor('system:serviceaccount:blog:web'))).toBe('AccessDenied');
  expect(await bear('not-a-token')).toBe('InvalidIdentityToken');
});

test('GetSessionToken makes credentials of the caller, but not from a session', async () => {
  const aws = await anAws();
  aws.emulator.setRole(aRole());
  const session = await ask(aws, { Action: 'GetSessionToken' });
  const identity = await ask(aws, { Action: 'GetCallerIdentity' }, signingOf(session));
  expect(identity.text('Arn')).toBe(`arn:aws:iam::${account}:user/admin`);
  const again = await ask(aws, { Action: 'GetSessionToken' }, signingOf(await assume(aws)));
  expect(again.text('Code')).toBe('AccessDenied');
});

test('an SDK works on as the session', async () => {
  const aws = await anAws();
  aws.emulator.setRole(aRole({ policies: [] }));
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = signingOf(await assume(aws));
  const { requestHandler } = aws.client(EC2Client).config;
  const ec2 = new EC2Client({
    region: 'us-west-2',
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    requestHandler: requestHandler as never,
    systemClockOffset: aws.clock.now() - Date.now(),
    maxAttempts: 1,
  });
  expect(await refusalOf(ec2.send(new DescribeVpcsCommand({})))).toMatchObject({ code: 'UnauthorizedOperation' });
});
