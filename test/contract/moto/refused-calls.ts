// Requests that AWS refuses, each for one reason.
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  CreateRuleCommand,
  type CreateRuleCommandInput,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  DescribeTrustStoresCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  SetRulePrioritiesCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AwsClients } from '../../../lib/adapters/aws/clients.ts';
import type { Account } from '../../../lib/emulator/aws/account.ts';
import { balancerInput, forward, fromEverywhere, given, notFound, path, targetGroupInput } from './inputs.ts';
import type { Made } from './written-calls.ts';

/** Every request is refused by AWS; the emulator accepting one ends the session. */
export async function sendRefused({ elbv2, ec2: lazyEc2 }: AwsClients, account: Account, made: Made): Promise<void> {
  const ec2 = await lazyEc2();
  const LoadBalancerArn = made.loadBalancer;
  const rule = (more: Partial<CreateRuleCommandInput>) =>
    elbv2.send(
      new CreateRuleCommand({
        ListenerArn: made.http,
        Priority: 9,
        Conditions: [path('/9')],
        Actions: [notFound],
        ...more,
      }),
    );
  const balancer = (more: Partial<CreateLoadBalancerCommandInput>) =>
    elbv2.send(new CreateLoadBalancerCommand({ ...balancerInput(account, made.front), ...more }));
  const group = (more: Partial<CreateTargetGroupCommandInput>) =>
    elbv2.send(new CreateTargetGroupCommand({ ...targetGroupInput(account), ...more }));
  const unknown = (arn: string) => `${arn.slice(0, -16)}0123456789abcdef`;
  const listener = (more: object) =>
    elbv2.send(
      new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 81, DefaultActions: [notFound], ...more }),
    );
  const requests: readonly (() => Promise<unknown>)[] = [
    () => balancer({ Scheme: 'internal' }),
    () => balancer({ Name: 'a'.repeat(33) }),
    () => balancer({ Name: 'one-zone', Subnets: account.publicSubnetIds.slice(0, 1) }),
    () => balancer({ Name: 'no-subnet', Subnets: ['subnet-0123456789abcdef0', given(account.publicSubnetIds[0])] }),
    () => elbv2.send(new DescribeLoadBalancersCommand({ Names: ['nobody'] })),
    () => elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [unknown(LoadBalancerArn)] })),
    () => elbv2.send(new DescribeTargetGroupsCommand({ Names: ['nobody'] })),
    () => elbv2.send(new DescribeTrustStoresCommand({ Names: ['nobody'] })),
    () => elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: unknown(LoadBalancerArn) })),
    () => elbv2.send(new DescribeRulesCommand({ ListenerArn: unknown(made.http) })),
    () => elbv2.send(new DescribeTagsCommand({ ResourceArns: [unknown(made.pods)] })),
    () => elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: unknown(made.pods) })),
    () => group({ Name: 'pods', Port: 9090 }),
    () => group({ Name: 'a_b' }),
    () => group({ Name: 'no-vpc', VpcId: 'vpc-0123456789abcdef0' }),
    () => elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: made.pods })),
    () => listener({ Port: 80 }),
    () => listener({ Protocol: 'HTTPS', Port: 8443 }),
    () =>
      listener({
        Protocol: 'HTTPS',
        Port: 8443,
        Certificates: [{ CertificateArn: account.certificateArn.replace(/.{12}$/, '0'.repeat(12)) }],
      }),
    () => listener({ LoadBalancerArn: unknown(LoadBalancerArn) }),
    () => listener({ DefaultActions: [forward(unknown(made.pods))] }),
    () => rule({ Priority: 1 }),
    () => rule({ Priority: 50_001 }),
    () => rule({ ListenerArn: unknown(made.http) }),
    () => rule({ Actions: [forward(unknown(made.pods))] }),
    () => rule({ Conditions: [path(`/${'a'.repeat(128)}`)] }),
    () =>
      rule({
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/1', '/2', '/3', '/4', '/5', '/6'] } }],
      }),
    () => rule({ Priority: 19, Conditions: [path('/1'), path('/2')] }),
    () => rule({ Priority: 29, Actions: [] }),
    () => elbv2.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: made.first, Priority: 1 }] })),
    () => elbv2.send(new ModifyRuleCommand({ RuleArn: made.defaultRule, Actions: [notFound] })),
    () => elbv2.send(new DeleteRuleCommand({ RuleArn: made.defaultRule })),
    () =>
      elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: made.nodes, Targets: [{ Id: 'i-0123456789abcdef0' }] })),
    () => elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: made.pods, Targets: [{ Id: '8.8.8.8' }] })),
    () =>
      elbv2.send(
        new ModifyLoadBalancerAttributesCommand({
          LoadBalancerArn,
          Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '4001' }],
        }),
      ),
    () =>
      elbv2.send(
        new ModifyTargetGroupAttributesCommand({
          TargetGroupArn: made.pods,
          Attributes: [{ Key: 'no.such.attribute', Value: '1' }],
        }),
      ),
    () => elbv2.send(new AddTagsCommand({ ResourceArns: [LoadBalancerArn], Tags: [{ Key: 'aws:mine', Value: '1' }] })),
    () => elbv2.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: ['sg-0123456789abcdef0'] })),
    () => ec2.send(new CreateSecurityGroupCommand({ GroupName: 'front', Description: 'again', VpcId: account.vpcId })),
    () => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: made.front, IpPermissions: fromEverywhere })),
    () => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-0123456789abcdef0'] })),
    () => ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0123456789abcdef0'] })),
    () => ec2.send(new DeleteSecurityGroupCommand({ GroupId: made.front })),
    () => ec2.send(new DeleteSecurityGroupCommand({ GroupId: 'sg-0123456789abcdef0' })),
  ];
  for (const request of requests) await expectRefusal(request);
}

async function expectRefusal(request: () => Promise<unknown>): Promise<void> {
  const isRefused = await request().then(
    () => false,
    () => true,
  );
  if (!isRefused) throw new Error(`the emulator accepts ${String(request)}`);
}
