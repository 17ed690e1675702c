// EKS: who has access to a cluster, and who a token says one is.
import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  DescribeClusterCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAccessPoliciesCommand,
  ListAssociatedAccessPoliciesCommand,
  UpdateAccessEntryCommand,
} from '@aws-sdk/client-eks';
import { expect, test } from 'vitest';
import { eksAuthenticator } from '../../../lib/emulator/eks-authenticator.ts';
import type { AwsEmulatorOptions } from '../../../lib/emulator/aws/aws-emulator.ts';
import { anAws, refusalOf } from './aws.ts';
import { presigned, type Signing } from './signed.ts';

const clusterName = 'shop';
const roleArn = 'arn:aws:iam::123456789012:role/reconcile';
const adminPolicy = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
const viewPolicy = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
const entry = { clusterName, principalArn: roleArn };

async function aCluster(options: Partial<AwsEmulatorOptions> = {}) {
  const aws = await anAws(options);
  aws.emulator.setCluster({ name: clusterName, endpoint: 'https://127.0.0.1:1', certificateAuthorityData: 'Q0E=' });
  const { clock, emulator } = aws;
  const { callers, accessEntry } = emulator;
  const authenticate = eksAuthenticator({ clusterName, clock, callers, accessEntry });
  return { ...aws, eks: aws.client(EKSClient), authenticate };
}

type Cluster = Awaited<ReturnType<typeof aCluster>>;

test('an entry is read back with its defaults', async () => {
  const { eks } = await aCluster();
  await eks.send(new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['controllers'], tags: { team: 'a' } }));
  const { accessEntry } = await eks.send(new DescribeAccessEntryCommand(entry));
  expect(accessEntry).toMatchObject({
    ...entry,
    kubernetesGroups: ['controllers'],
    username: 'arn:aws:sts::123456789012:assumed-role/reconcile/{{SessionName}}',
    type: 'STANDARD',
    tags: { team: 'a' },
    createdAt: new Date(Date.UTC(2026, 0, 1)),
  });
  expect(accessEntry?.accessEntryArn).toMatch(
    /^arn:aws:eks:us-west-2:123456789012:access-entry\/shop\/role\/123456789012\/reconcile\/[0-9a-f-]{36}$/,
  );
});

test('entries are changed, listed page by page, and deleted', async () => {
  const { eks } = await aCluster();
  const principals = ['a', 'b', 'c'].map((name) => `arn:aws:iam::123456789012:role/${name}`);
  for (const principalArn of principals) await eks.send(new CreateAccessEntryCommand({ clusterName, principalArn }));
  const first = await eks.send(new ListAccessEntriesCommand({ clusterName, maxResults: 2 }));
  const rest = await eks.send(new ListAccessEntriesCommand({ clusterName, nextToken: first.nextToken }));
  expect([first.accessEntries, rest.accessEntries, rest.nextToken]).toEqual([
    principals.slice(0, 2),
    principals.slice(2),
    undefined,
  ]);
  const changed = { clusterName, principalArn: principals[0], kubernetesGroups: ['new'], username: 'somebody' };
  const { accessEntry } = await eks.send(new UpdateAccessEntryCommand(changed));
  expect([accessEntry?.kubernetesGroups, accessEntry?.username]).toEqual([['new'], 'somebody']);
  await eks.send(new DeleteAccessEntryCommand({ clusterName, principalArn: principals[0] }));
  expect((await eks.send(new ListAccessEntriesCommand({ clusterName }))).accessEntries).toEqual(principals.slice(1));
});

test('access policies are associated with a scope', async () => {
  const { eks } = await aCluster();
  await eks.send(new CreateAccessEntryCommand(entry));
  const accessScope = { type: 'namespace' as const, namespaces: ['shop'] };
  await eks.send(new AssociateAccessPolicyCommand({ ...entry, policyArn: viewPolicy, accessScope }));
  const listed = await eks.send(new ListAssociatedAccessPoliciesCommand(entry));
  expect(listed.associatedAccessPolicies).toMatchObject([{ policyArn: viewPolicy, accessScope }]);
  const byPolicy = await eks.send(new ListAccessEntriesCommand({ clusterName, associatedPolicyArn: viewPolicy }));
  expect(byPolicy.accessEntries).toEqual([roleArn]);
  await eks.send(new DisassociateAccessPolicyCommand({ ...entry, policyArn: viewPolicy }));
  expect((await eks.send(new ListAssociatedAccessPoliciesCommand(entry))).associatedAccessPolicies).toEqual([]);
  const { accessPolicies } = await eks.send(new ListAccessPoliciesCommand({}));
  expect(accessPolicies?.map(({ name }) => name)).toContain('AmazonEKSClusterAdminPolicy');
});

const refusals: readonly (readonly [string, (cluster: Cluster) => Promise<unknown>, string, RegExp])[] = [
  [
    'an unknown cluster',
    ({ eks }) => eks.send(new DescribeClusterCommand({ name: 'blog' })),
    'ResourceNotFoundException',
    /No cluster found for name: blog/,
  ],
  [
    'an entry of an unknown cluster',
    ({ eks }) => eks.send(new CreateAccessEntryCommand({ ...entry, clusterName: 'blog' })),
    'ResourceNotFoundException',
    /blog/,
  ],
  [
    'a session as principal',
    ({ eks }) =>
      eks.send(new CreateAccessEntryCommand({ ...entry, principalArn: 'arn:aws:sts::123456789012:assumed-role/a/b' })),
    'InvalidParameterException',
    /principalArn/,
  ],
  [
    'a group of Kubernetes’ own',
    ({ eks }) => eks.send(new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['system:masters'] })),
    'InvalidParameterException',
    /system:masters/,
  ],
  [
    'an unknown type',
    ({ eks }) => eks.send(new CreateAccessEntryCommand({ ...entry, type: 'ROBOT' })),
    'InvalidParameterException',
    /ROBOT/,
  ],
  [
    'groups for nodes',
    ({ eks }) => eks.send(new CreateAccessEntryCommand({ ...entry, type: 'EC2_LINUX', kubernetesGroups: ['a'] })),
    'InvalidParameterException',
    /EC2_LINUX/,
  ],
  [
    'an unknown principal',
    ({ eks }) => eks.send(new DescribeAccessEntryCommand(entry)),
    'ResourceNotFoundException',
    /principalArn could not be found/,
  ],
  [
    'a second entry of a principal',
    async ({ eks }) => {
      await eks.send(new CreateAccessEntryCommand(entry));
      await eks.send(new CreateAccessEntryCommand(entry));
    },
    'ResourceInUseException',
    /already in use/,
  ],
  [
    'an unknown policy',
    async ({ eks }) => {
      await eks.send(new CreateAccessEntryCommand(entry));
      await eks.send(
        new AssociateAccessPolicyCommand({ ...entry, policyArn: `${viewPolicy}er`, accessScope: { type: 'cluster' } }),
      );
    },
    'InvalidParameterException',
    /policyArn/,
  ],
  [
    'namespaces for the whole cluster',
    async ({ eks }) => {
      await eks.send(new CreateAccessEntryCommand(entry));
      await eks.send(
        new AssociateAccessPolicyCommand({
          ...entry,
          policyArn: viewPolicy,
          accessScope: { type: 'cluster', namespaces: ['a'] },
        }),
      );
    },
    'InvalidParameterException',
    /namespaces/,
  ],
];

// https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
test.each(refusals)('EKS refuses %s', async (_what, send, code, message) => {
  expect(await refusalOf(send(await aCluster()))).toEqual({ code, message: expect.stringMatching(message) });
});

const session = { name: 'reconcile', arn: 'arn:aws:sts::123456789012:assumed-role/reconcile/me@home' };

/** A cluster on which the key AKIAKNOWN is a session of a role with access. */
async function aGuardedCluster(options: Partial<AwsEmulatorOptions> = {}) {
  const credentials = [{ accessKeyId: 'AKIAKNOWN', secretAccessKey: 'known', caller: session }];
  const cluster = await aCluster({ credentials, ...options });
  cluster.emulator.grantAccess({ clusterName, principalArn: roleArn, groups: ['controllers'] });
  return cluster;
}

async function tokenOf(more: Partial<Signing> = {}, expires = 60, cluster = clusterName) {
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15', ...more.query };
  const hostname = 'sts.us-west-2.amazonaws.com';
  const headers = { host: hostname, 'x-k8s-aws-id': cluster };
  const { path } = await presigned({ service: 'sts', ...more, query, headers }, expires);
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}${path}`).toString('base64url')}`;
}

test('a token makes its bearer what the access entry says', async () => {
  const { authenticate } = await aGuardedCluster();
  expect(authenticate(await tokenOf())).toEqual({
    name: 'arn:aws:sts::123456789012:assumed-role/reconcile/me-home',
    groups: ['controllers'],
  });
});

test('a token may be signed for the emulated STS, and for no other address', async () => {
  const { clock, emulator } = await aGuardedCluster();
  const { callers, accessEntry } = emulator;
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const { path } = await presigned({ service: 'sts', query, headers: { 'x-k8s-aws-id': clusterName } }, 60);
  const token = `k8s-aws-v1.${Buffer.from(`http://127.0.0.1:4566${path}`).toString('base64url')}`;
  const ask = (endpointUrl: string) =>
    eksAuthenticator({ clusterName, endpointUrl, clock, callers, accessEntry })(token)?.groups;
  expect([ask('http://127.0.0.1:4566'), ask('http://127.0.0.1:4567')]).toEqual([['controllers'], undefined]);
});

test('a user name may be made of account and session', async () => {
  const { authenticate, emulator } = await aGuardedCluster();
  emulator.grantAccess({
    clusterName,
    principalArn: roleArn,
    username: 'aws-{{AccountID}}-{{SessionNameRaw}}',
    policies: [{ policyArn: adminPolicy }],
  });
  expect(authenticate(await tokenOf())).toEqual({ name: 'aws-123456789012-me@home', groups: ['system:masters'] });
});

test('a token holds for a quarter of an hour', async () => {
  const { authenticate, clock } = await aGuardedCluster();
  const token = await tokenOf();
  await clock.advance(15 * 60_000);
  expect(authenticate(token)).toBeDefined();
  await clock.advance(1000);
  expect(authenticate(token)).toBeUndefined();
});

test.each([
  ['for another cluster', () => tokenOf({}, 60, 'blog')],
  ['signed with another secret', () => tokenOf({ secretAccessKey: 'guessed' })],
  ['of an unknown key', () => tokenOf({ accessKeyId: 'AKIANOBODY' })],
  ['for another service', () => tokenOf({ service: 'ec2' })],
  ['that asks something else', () => tokenOf({ query: { Action: 'GetSessionToken' } })],
  ['with more in its address', () => tokenOf({ query: { Other: '1' } })],
  ['that wants to hold for an hour', () => tokenOf({}, 3600)],
  ['that is only text', () => Promise.resolve('k8s-aws-v1.aGVsbG8')],
  ['of another kind', () => Promise.resolve('eyJhbGciOiJSUzI1NiJ9')],
  ['that is too long', () => tokenOf({ sessionToken: 'x'.repeat(4096) })],
])('a token %s is nobody’s', async (_what, token) => {
  const { authenticate } = await aGuardedCluster();
  expect(authenticate(await token())).toBeUndefined();
});

test('a principal without entry has no access, and one whose entry is deleted loses it', async () => {
  const { authenticate, eks, emulator } = await aCluster();
  emulator.setCaller('AKIAKNOWN', session);
  expect(authenticate(await tokenOf())).toBeUndefined();
  await eks.send(new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['controllers'] }));
  expect(authenticate(await tokenOf())?.groups).toEqual(['controllers']);
  await eks.send(new DeleteAccessEntryCommand(entry));
  expect(authenticate(await tokenOf())).toBeUndefined();
});

test('entries of the deployment come back with a reset, those of the API do not', async () => {
  const { eks, emulator } = await aCluster();
  emulator.grantAccess({ clusterName, principalArn: roleArn });
  await eks.send(new CreateAccessEntryCommand({ clusterName, principalArn: 'arn:aws:iam::123456789012:role/guest' }));
  await eks.send(new DeleteAccessEntryCommand(entry));
  emulator.reset();
  expect((await eks.send(new ListAccessEntriesCommand({ clusterName }))).accessEntries).toEqual([roleArn]);
});
