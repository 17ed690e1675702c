// Least privilege: a caller with policies may do what they allow, and nothing else.
import { CreateSecurityGroupCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ACMClient, ImportCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  AddTagsCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { GetWebACLCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { expect, test } from 'vitest';
import type { PolicyStatement } from '../../../lib/emulator/aws/iam/policy.ts';
import { anAws, refusalOf, type Aws } from './aws.ts';
import { aTargetGroup } from './balanced.ts';

const arn = 'arn:aws:sts::123456789012:assumed-role/reconcile/session';

function clientsWith({ emulator, clientOf }: Aws, ...Statement: PolicyStatement[]) {
  emulator.setCaller('AKIAROLE', { name: 'reconcile', arn, policies: [{ Version: '2012-10-17', Statement }] });
  const client = clientOf('AKIAROLE');
  return { elb: client(ElasticLoadBalancingV2Client), ec2: client(EC2Client), acm: client(ACMClient) };
}

const allow = (Action: string | string[], more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});

const create = ({ account }: Aws, Tags?: { Key: string; Value: string }[]) =>
  new CreateTargetGroupCommand({
    Name: 'cart',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: account.vpcId,
    ...(Tags && { Tags }),
  });

const owned = [{ Key: 'elbv2.k8s.aws/cluster', Value: 'shop' }];

test('what no policy allows is denied in each service’s words', async () => {
  const aws = await anAws();
  const { elb, ec2, acm } = clientsWith(aws, allow('sts:*'));
  expect(await refusalOf(elb.send(new DescribeTargetGroupsCommand({})))).toEqual({
    code: 'AccessDenied',
    message: `User: ${arn} is not authorized to perform: elasticloadbalancing:DescribeTargetGroups because no identity-based policy allows the elasticloadbalancing:DescribeTargetGroups action`,
  });
  expect(await refusalOf(ec2.send(new DescribeVpcsCommand({})))).toEqual({
    code: 'UnauthorizedOperation',
    message: expect.stringMatching(
      /^You are not authorized to perform this operation. User: arn:.* is not authorized to perform: ec2:DescribeVpcs/,
    ),
  });
  expect((await refusalOf(acm.send(new ListCertificatesCommand({})))).code).toBe('AccessDeniedException');
});

test('action wildcards and resource patterns are honoured', async () => {
  const aws = await anAws();
  const groups = 'arn:aws:elasticloadbalancing:*:*:targetgroup/k8s-*/*';
  const { elb } = clientsWith(
    aws,
    allow('elasticloadbalancing:Describe*'),
    allow('elasticloadbalancing:deletetargetgroup', { Resource: groups }),
  );
  const [foreign, own] = [await aTargetGroup(aws, 'cart'), await aTargetGroup(aws, 'k8s-cart')];
  await elb.send(new DescribeTargetGroupsCommand({}));
  await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: own }));
  const { message } = await refusalOf(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: foreign })));
  expect(message).toContain(`on resource: ${foreign}`);
});

test('tags at creation need AddTags with the creating action', async () => {
  const aws = await anAws();
  const tagging = allow('elasticloadbalancing:AddTags', {
    Condition: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' } },
  });
  const without = clientsWith(aws, allow('elasticloadbalancing:CreateTargetGroup'));
  const { message } = await refusalOf(without.elb.send(create(aws, owned)));
  expect(message).toContain(
    'elasticloadbalancing:AddTags on resource: arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/cart/*',
  );
  const { elb } = clientsWith(aws, allow('elasticloadbalancing:CreateTargetGroup'), tagging);
  const { TargetGroups } = await elb.send(create(aws, owned));
  const ResourceArns = [TargetGroups?.[0]?.TargetGroupArn ?? ''];
  expect((await refusalOf(elb.send(new AddTagsCommand({ ResourceArns, Tags: owned })))).code).toBe('AccessDenied');
});

test('a caller may be bound to resources and requests that carry its tags', async () => {
  const aws = await anAws();
  const mine = (key: string) => ({ Condition: { Null: { [`aws:${key}/elbv2.k8s.aws/cluster`]: 'false' } } }) as const;
  const { elb } = clientsWith(
    aws,
    allow(['elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:AddTags'], mine('RequestTag')),
    allow('elasticloadbalancing:DeleteTargetGroup', mine('ResourceTag')),
  );
  expect((await refusalOf(elb.send(create(aws)))).code).toBe('AccessDenied');
  const { TargetGroups } = await elb.send(create(aws, owned));
  await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }));
  const foreign = await aTargetGroup(aws, 'foreign');
  expect((await refusalOf(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: foreign })))).code).toBe(
    'AccessDenied',
  );
});

test('an explicit deny wins over any allow', async () => {
  const aws = await anAws();
  const { elb } = clientsWith(aws, allow('*'), {
    Effect: 'Deny',
    Action: 'elasticloadbalancing:Delete*',
    Resource: '*',
  });
  const group = await aTargetGroup(aws, 'cart');
  const { message } = await refusalOf(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group })));
  expect(message).toContain('with an explicit deny in an identity-based policy');
});

test('EC2 and ACM judge tags at creation too', async () => {
  const aws = await anAws();
  const { ec2, acm } = clientsWith(aws, allow(['ec2:CreateSecurityGroup', 'acm:ImportCertificate']));
  const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: owned }];
  const group = new CreateSecurityGroupCommand({
    GroupName: 'a',
    Description: 'a',
    VpcId: aws.account.vpcId,
    TagSpecifications,
  });
  expect((await refusalOf(ec2.send(group))).message).toContain('ec2:CreateTags');
  const material = { Certificate: Buffer.from('a'), PrivateKey: Buffer.from('b') };
  expect((await refusalOf(acm.send(new ImportCertificateCommand({ ...material, Tags: owned })))).message).toContain(
    'acm:AddTagsToCertificate',
  );
});

test('the call log tells callers apart', async () => {
  const aws = await anAws();
  await clientsWith(aws, allow('*')).elb.send(new DescribeTargetGroupsCommand({}));
  await aws.elb.send(new DescribeTargetGroupsCommand({}));
  expect(aws.emulator.callLog.entries().map(({ caller }) => caller)).toEqual(['reconcile', 'admin']);
});

test('what is allowed on one resource is not on another, whatever the service', async () => {
  const aws = await anAws();
  const { emulator, clientOf } = aws;
  const [own, other] = [await aTargetGroup(aws, 'own'), await aTargetGroup(aws, 'other')];
  const acl = emulator.account().webAclArn;
  const on = (Action: string, Resource: string) => allow(Action, { Resource });
  emulator.setCaller('AKIAROLE', {
    name: 'reconcile',
    arn,
    policies: [
      {
        Statement: [on('elasticloadbalancing:*', own), on('wafv2:*', acl), on('eks:*', 'arn:aws:eks:*:*:cluster/own')],
      },
    ],
  });
  const client = clientOf('AKIAROLE');
  const elb = client(ElasticLoadBalancingV2Client);
  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: Error) => error.name,
    );
  const outcomes = [
    await codeOf(elb.send(new AddTagsCommand({ ResourceArns: [own], Tags: owned }))),
    await codeOf(elb.send(new AddTagsCommand({ ResourceArns: [own, other], Tags: owned }))),
    await codeOf(client(WAFV2Client).send(new GetWebACLCommand({ ARN: acl }))),
    await codeOf(client(WAFV2Client).send(new GetWebACLCommand({ ARN: `${acl.slice(0, -1)}0` }))),
    await codeOf(client(EKSClient).send(new DescribeClusterCommand({ name: 'own' }))),
    await codeOf(client(EKSClient).send(new DescribeClusterCommand({ name: 'other' }))),
  ];
  expect(outcomes).toEqual([
    'done',
    'AccessDenied',
    'done',
    'AccessDeniedException',
    'ResourceNotFoundException',
    'AccessDeniedException',
  ]);
});
