// Calls that the worked example does not come to: the rest of what the adapters can send, and requests that AWS refuses.
import {
  AddListenerCertificatesCommand,
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  type CreateRuleCommandInput,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeCapacityReservationCommand,
  DescribeListenerAttributesCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyCapacityReservationCommand,
  ModifyListenerAttributesCommand,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  RemoveListenerCertificatesCommand,
  RemoveTagsCommand,
  type RuleCondition,
  SetIpAddressTypeCommand,
  SetRulePrioritiesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeCertificateCommand, ImportCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeAvailabilityZonesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import type { AwsClients } from '../../../lib/adapters/aws/clients.ts';
import type { Account } from '../../../lib/emulator/aws/account.ts';
import { exampleCertificate } from '../../../lib/emulator/aws/acm/example-certificate.ts';
import { balancerInput, forward, fromEverywhere, given, notFound, path, targetGroupInput } from './inputs.ts';
import type { Recorder } from './recorded-call.ts';

/** Makes a stack by hand, changes all of it, lets `refuse` try what must be refused, and deletes it. */
export async function runWrittenCalls(
  clients: AwsClients,
  account: Account,
  recorder: Recorder,
  refuse: (made: Made) => Promise<void>,
): Promise<void> {
  recorder.chapter('by hand');
  const stack = await makeStack(clients, account);
  await (
    await clients.ec2()
  ).send(
    new DescribeRouteTablesCommand({
      Filters: [{ Name: 'association.subnet-id', Values: account.publicSubnetIds.slice(0, 1) }],
    }),
  );
  await readBack(clients, stack);
  await changeStack(clients, account, stack);
  await readBack(clients, stack);
  await changeGroups(clients, stack);
  recorder.chapter('refused');
  await refuse(stack);
  recorder.chapter('clear away');
  await clearAway(clients, stack);
}

export type Made = Awaited<ReturnType<typeof makeStack>>;

async function makeStack({ elbv2, ec2: lazyEc2, acm }: AwsClients, account: Account) {
  const ec2 = await lazyEc2();
  const groupIn = async (GroupName: string) => {
    const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: [{ Key: 'by', Value: 'hand' }] }];
    const group = { GroupName, Description: 'made by hand', VpcId: account.vpcId, TagSpecifications };
    return given((await ec2.send(new CreateSecurityGroupCommand(group))).GroupId);
  };
  const { certificatePem, privateKeyPem } = await exampleCertificate();
  const imported = await (
    await acm()
  ).send(
    new ImportCertificateCommand({ Certificate: Buffer.from(certificatePem), PrivateKey: Buffer.from(privateKeyPem) }),
  );
  const [front, other] = [await groupIn('front'), await groupIn('other')];
  const balancer = await elbv2.send(new CreateLoadBalancerCommand(balancerInput(account, front)));
  const loadBalancer = given(balancer.LoadBalancers?.[0]?.LoadBalancerArn);
  const targetGroup = async (Name: string, TargetType: 'ip' | 'instance') => {
    const made = await elbv2.send(new CreateTargetGroupCommand({ ...targetGroupInput(account), Name, TargetType }));
    return given(made.TargetGroups?.[0]?.TargetGroupArn);
  };
  const [pods, nodes] = [await targetGroup('pods', 'ip'), await targetGroup('nodes', 'instance')];
  const http = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [notFound],
    }),
  );
  const https = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: account.certificateArn }],
      DefaultActions: [notFound],
    }),
  );
  const httpListener = given(http.Listeners?.[0]?.ListenerArn);
  const rule = async (Priority: number, more: Partial<CreateRuleCommandInput>) => {
    const input = {
      ListenerArn: httpListener,
      Priority,
      Conditions: [path(`/${Priority}`)],
      Actions: [notFound],
      ...more,
    };
    return given((await elbv2.send(new CreateRuleCommand(input))).Rules?.[0]?.RuleArn);
  };
  const weighted = [
    { TargetGroupArn: pods, Weight: 90 },
    { TargetGroupArn: nodes, Weight: 10 },
  ];
  const first = await rule(1, { Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: weighted } }] });
  const second = await rule(2, { Conditions: everyCondition, Actions: [redirect] });
  const defaultRule = await elbv2.send(new DescribeRulesCommand({ ListenerArn: httpListener }));
  return {
    certificate: given(imported.CertificateArn),
    front,
    other,
    loadBalancer,
    pods,
    nodes,
    http: httpListener,
    https: given(https.Listeners?.[0]?.ListenerArn),
    first,
    second,
    defaultRule: given(defaultRule.Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn),
  };
}

const everyCondition: RuleCondition[] = [
  { Field: 'host-header', HostHeaderConfig: { Values: ['*.example.com'] } },
  { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-tenant', Values: ['a'] } },
  { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
  { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'page', Value: '1' }] } },
];

const redirect = {
  Type: 'redirect' as const,
  RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' as const },
};

async function readBack({ elbv2, ec2, acm, tagging }: AwsClients, made: Made): Promise<void> {
  await elbv2.send(new DescribeLoadBalancersCommand({ Names: ['by-hand'] }));
  await elbv2.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: made.loadBalancer }));
  await elbv2.send(new DescribeCapacityReservationCommand({ LoadBalancerArn: made.loadBalancer }));
  await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: made.loadBalancer }));
  for (const ListenerArn of [made.http, made.https]) {
    await elbv2.send(new DescribeListenerAttributesCommand({ ListenerArn }));
    await elbv2.send(new DescribeRulesCommand({ ListenerArn }));
  }
  await elbv2.send(new DescribeListenerCertificatesCommand({ ListenerArn: made.https }));
  await elbv2.send(new DescribeTargetGroupsCommand({ Names: ['pods', 'nodes'] }));
  await elbv2.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: made.loadBalancer }));
  await elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: made.pods }));
  await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: made.pods }));
  await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: made.nodes }));
  await elbv2.send(new DescribeTagsCommand({ ResourceArns: [made.loadBalancer, made.http, made.first, made.pods] }));
  await (await ec2()).send(new DescribeSecurityGroupsCommand({ GroupIds: [made.front] }));
  await (await ec2()).send(new DescribeAvailabilityZonesCommand({ ZoneNames: ['us-west-2a'] }));
  await (await acm()).send(new ListCertificatesCommand({ CertificateStatuses: ['ISSUED'] }));
  await (await acm()).send(new DescribeCertificateCommand({ CertificateArn: made.certificate }));
  const TagFilters = [{ Key: 'by', Values: ['hand'] }];
  for (const type of ['elasticloadbalancing:loadbalancer', 'elasticloadbalancing:targetgroup', 'ec2:security-group']) {
    await (await tagging()).send(new GetResourcesCommand({ TagFilters, ResourceTypeFilters: [type] }));
  }
}

async function changeStack({ elbv2 }: AwsClients, account: Account, made: Made): Promise<void> {
  const [node] = account.nodes;
  const LoadBalancerArn = made.loadBalancer;
  const pair = [
    { RuleArn: made.first, Priority: 2 },
    { RuleArn: made.second, Priority: 1 },
  ];
  await elbv2.send(new SetRulePrioritiesCommand({ RulePriorities: pair }));
  await elbv2.send(new ModifyRuleCommand({ RuleArn: made.first, Actions: [forward(made.nodes)] }));
  await elbv2.send(new ModifyRuleCommand({ RuleArn: made.second, Conditions: [path('/moved/*')] }));
  await elbv2.send(new ModifyListenerCommand({ ListenerArn: made.http, DefaultActions: [forward(made.pods)] }));
  await elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: made.https,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      MutualAuthentication: { Mode: 'off' },
    }),
  );
  await elbv2.send(
    new ModifyListenerAttributesCommand({
      ListenerArn: made.http,
      Attributes: [{ Key: 'routing.http.response.server.enabled', Value: 'false' }],
    }),
  );
  await elbv2.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn,
      Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '120' }],
    }),
  );
  await elbv2.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: made.pods,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    }),
  );
  await elbv2.send(
    new ModifyTargetGroupCommand({
      TargetGroupArn: made.pods,
      HealthCheckPath: '/ready',
      Matcher: { HttpCode: '200-299' },
    }),
  );
  await elbv2.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: [made.front, made.other] }));
  await elbv2.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: account.publicSubnetIds.slice(0, 2) }));
  await elbv2.send(new SetIpAddressTypeCommand({ LoadBalancerArn, IpAddressType: 'ipv4' }));
  await elbv2.send(new ModifyCapacityReservationCommand({ LoadBalancerArn, ResetCapacityReservation: true }));
  await elbv2.send(
    new AddTagsCommand({ ResourceArns: [made.loadBalancer, made.first], Tags: [{ Key: 'more', Value: '1' }] }),
  );
  await elbv2.send(new RemoveTagsCommand({ ResourceArns: [made.loadBalancer], TagKeys: ['more', 'never-was'] }));
  const Certificates = [{ CertificateArn: made.certificate }];
  await elbv2.send(new AddListenerCertificatesCommand({ ListenerArn: made.https, Certificates }));
  await elbv2.send(new DescribeListenerCertificatesCommand({ ListenerArn: made.https }));
  await elbv2.send(new RemoveListenerCertificatesCommand({ ListenerArn: made.https, Certificates }));
  await elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn: made.pods, Targets: [{ Id: '10.0.128.77', Port: 8080 }] }),
  );
  await elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn: made.nodes, Targets: [{ Id: given(node?.instanceId), Port: 30080 }] }),
  );
}

async function changeGroups({ ec2: lazyEc2 }: AwsClients, { front, other }: Made): Promise<void> {
  const ec2 = await lazyEc2();
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: front, IpPermissions: fromEverywhere }));
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: other,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, UserIdGroupPairs: [{ GroupId: front, Description: 'front' }] },
      ],
    }),
  );
  await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [front] }));
  await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [other] }));
  await ec2.send(new CreateTagsCommand({ Resources: [front], Tags: [{ Key: 'more', Value: '1' }] }));
  await ec2.send(new DeleteTagsCommand({ Resources: [front], Tags: [{ Key: 'more' }] }));
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: front, IpPermissions: fromEverywhere }));
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: front, IpPermissions: fromEverywhere }));
}

async function clearAway({ elbv2, ec2: lazyEc2 }: AwsClients, made: Made): Promise<void> {
  const ec2 = await lazyEc2();
  const LoadBalancerArn = made.loadBalancer;
  // Nothing of the kind is registered: AWS accepts it all the same.
  await elbv2.send(
    new DeregisterTargetsCommand({ TargetGroupArn: made.pods, Targets: [{ Id: '10.0.128.78', Port: 8080 }] }),
  );
  await elbv2.send(
    new DeregisterTargetsCommand({ TargetGroupArn: made.pods, Targets: [{ Id: '10.0.128.77', Port: 8080 }] }),
  );
  await elbv2.send(new DeleteRuleCommand({ RuleArn: made.first }));
  await elbv2.send(new DeleteListenerCommand({ ListenerArn: made.http }));
  await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  for (const TargetGroupArn of [made.pods, made.nodes])
    await elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
  for (const GroupId of [made.other, made.front]) await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
}
