// What AWS does by itself, in its own time.
import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { anAws, refusalOf, type Aws } from './aws.ts';
import { aListener, aLoadBalancer, aRule, aTargetGroup, given, notFound } from './balanced.ts';

async function stateOf({ elb }: Aws, arn: string) {
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }));
  return LoadBalancers?.[0]?.State?.Code;
}

async function healthOf({ elb }: Aws, TargetGroupArn: string) {
  const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return TargetHealthDescriptions.map(
    ({ Target, TargetHealth }) => `${Target?.Id}:${Target?.Port} ${TargetHealth?.State} ${TargetHealth?.Reason ?? '-'}`,
  );
}

const register = ({ elb }: Aws, TargetGroupArn: string, Id = '10.244.1.5') =>
  elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id, Port: 8080 }] }));

/** A group in use, of one of the account's nodes. */
async function aGroupOfInstances(aws: Aws) {
  const group = await aTargetGroup(aws, 'nodes', { TargetType: 'instance' });
  const listener = await aListener(aws, await aLoadBalancer(aws, 'shop'), 80);
  await aRule(aws, listener, 1, { Type: 'forward', TargetGroupArn: group });
  const InstanceIds = aws.account.nodes.slice(0, 1).map(({ instanceId }) => instanceId);
  const Targets = InstanceIds.map((Id) => ({ Id }));
  await aws.elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
  return { ec2: aws.client(EC2Client), group, InstanceIds };
}

test('a load balancer provisions for two minutes before it is active', async () => {
  const aws = await anAws({ timeScale: 1 });
  const arn = await aLoadBalancer(aws, 'shop');
  await aws.clock.advance(119_000);
  expect(await stateOf(aws, arn)).toBe('provisioning');
  await aws.clock.advance(1000);
  expect(await stateOf(aws, arn)).toBe('active');
});

test('with time scale 0 a load balancer is active at once, though its creation answers provisioning', async () => {
  const aws = await anAws();
  const { LoadBalancers } = await aws.elb.send(
    new CreateLoadBalancerCommand({ Name: 'shop', Subnets: [...aws.account.publicSubnetIds] }),
  );
  expect(LoadBalancers?.[0]?.State?.Code).toBe('provisioning');
  expect(await stateOf(aws, given(LoadBalancers?.[0]?.LoadBalancerArn))).toBe('active');
});

test('creating the same load balancer, group or listener again answers with the first one', async () => {
  const aws = await anAws();
  const loadBalancer = await aLoadBalancer(aws, 'shop');
  const group = await aTargetGroup(aws, 'cart');
  const listener = await aListener(aws, loadBalancer, 80);
  expect(await aLoadBalancer(aws, 'shop')).toBe(loadBalancer);
  expect(await aTargetGroup(aws, 'cart')).toBe(group);
  expect(await aListener(aws, loadBalancer, 80)).toBe(listener);
});

test('a group nobody forwards to is unused, and is checked from the moment a rule does', async () => {
  const aws = await anAws({ timeScale: 1, targetHealth: 'always-healthy' });
  const group = await aTargetGroup(aws, 'cart');
  await register(aws, group);
  await aws.clock.advance(60_000);
  expect(await healthOf(aws, group)).toEqual(['10.244.1.5:8080 unused Target.NotInUse']);

  const listener = await aListener(aws, await aLoadBalancer(aws, 'shop'), 80);
  const rule = await aRule(aws, listener, 1, { Type: 'forward', TargetGroupArn: group });
  expect(await healthOf(aws, group)).toEqual(['10.244.1.5:8080 initial Elb.RegistrationInProgress']);
  await aws.clock.advance(5000);
  expect(await healthOf(aws, group)).toEqual(['10.244.1.5:8080 initial Elb.InitialHealthChecking']);
  await aws.clock.advance(10_000);
  expect(await healthOf(aws, group)).toEqual(['10.244.1.5:8080 healthy -']);

  await aws.elb.send(new DeleteRuleCommand({ RuleArn: rule }));
  expect(await healthOf(aws, group)).toEqual(['10.244.1.5:8080 unused Target.NotInUse']);
});

test('a deregistered target drains for the deregistration delay, unless it comes back', async () => {
  const aws = await anAws({ timeScale: 1 });
  const group = await aTargetGroup(aws, 'cart');
  const listener = await aListener(aws, await aLoadBalancer(aws, 'shop'), 80);
  await aRule(aws, listener, 1, { Type: 'forward', TargetGroupArn: group });
  await register(aws, group, '10.244.1.5');
  await register(aws, group, '10.244.1.6');
  const leave = (Id: string) =>
    aws.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id, Port: 8080 }] }));
  await leave('10.244.1.5');
  await leave('10.244.1.6');
  await aws.clock.advance(200_000);
  await register(aws, group, '10.244.1.6');
  expect(await healthOf(aws, group)).toEqual([
    '10.244.1.5:8080 draining Target.DeregistrationInProgress',
    '10.244.1.6:8080 initial Elb.RegistrationInProgress',
  ]);
  await aws.clock.advance(100_000);
  expect(await healthOf(aws, group)).toEqual(['10.244.1.6:8080 initial Elb.InitialHealthChecking']);
});

test('a stopped instance is not routed to until it runs again', async () => {
  const aws = await anAws({ targetHealth: 'always-healthy' });
  const { ec2, group, InstanceIds } = await aGroupOfInstances(aws);
  await ec2.send(new StopInstancesCommand({ InstanceIds }));
  expect(await healthOf(aws, group)).toEqual([`${InstanceIds[0]}:80 unused Target.InvalidState`]);
  await ec2.send(new StartInstancesCommand({ InstanceIds }));
  expect(await healthOf(aws, group)).toEqual([`${InstanceIds[0]}:80 healthy -`]);
});

test('a terminated instance drains and is gone', async () => {
  const aws = await anAws({ timeScale: 1, targetHealth: 'always-healthy' });
  const { ec2, group, InstanceIds } = await aGroupOfInstances(aws);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  expect(await healthOf(aws, group)).toEqual([`${InstanceIds[0]}:80 draining Target.DeregistrationInProgress`]);
  await aws.clock.advance(300_000);
  expect(await healthOf(aws, group)).toEqual([]);
  const asked = await aws.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group, Targets: InstanceIds.map((Id) => ({ Id })) }),
  );
  expect(asked.TargetHealthDescriptions?.[0]?.TargetHealth?.Reason).toBe('Target.DeregistrationInProgress');
});

test('deregistering what is not registered is no error, nor is deleting what is not there', async () => {
  const aws = await anAws();
  const group = await aTargetGroup(aws, 'cart');
  await aws.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: '10.244.9.9' }] }));
  await aws.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }));
  await aws.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }));
  const loadBalancer = await aLoadBalancer(aws, 'shop');
  await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
  await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
});

test('the interfaces of a deleted load balancer keep its security group for half a minute', async () => {
  const aws = await anAws({ timeScale: 1 });
  const ec2 = aws.client(EC2Client);
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'front', Description: 'front', VpcId: aws.account.vpcId }),
  );
  const { LoadBalancers } = await aws.elb.send(
    new CreateLoadBalancerCommand({
      Name: 'shop',
      Subnets: [...aws.account.publicSubnetIds],
      SecurityGroups: [given(GroupId)],
    }),
  );
  const interfaces = () =>
    ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [given(GroupId)] }] }));
  const { NetworkInterfaces = [] } = await interfaces();
  expect(NetworkInterfaces.map(({ Description }) => Description)).toEqual(
    Array(3).fill(expect.stringMatching(/^ELB app\/shop\/[0-9a-f]{16}$/)),
  );

  await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn }));
  expect((await refusalOf(ec2.send(new DeleteSecurityGroupCommand({ GroupId })))).code).toBe('DependencyViolation');
  await aws.clock.advance(30_000);
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
});

test('the worked example: a load balancer with two listeners forwards to node ports, and leaves nothing behind', async () => {
  const aws = await anAws();
  const { elb, account } = aws;
  const loadBalancer = await aLoadBalancer(aws, 'k8s-shop');
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'k8s-shop-cart',
      Protocol: 'HTTP',
      Port: 30_001,
      VpcId: account.vpcId,
      TargetType: 'instance',
    }),
  );
  const group = given(TargetGroups?.[0]?.TargetGroupArn);
  await elb.send(
    new RegisterTargetsCommand({
      TargetGroupArn: group,
      Targets: account.nodes.map(({ instanceId }) => ({ Id: instanceId })),
    }),
  );
  const certificates = [{ CertificateArn: account.certificateArn }];
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: certificates,
      DefaultActions: [notFound],
    }),
  );
  const http = await aListener(aws, loadBalancer, 80);
  await aRule(aws, http, 1, { Type: 'forward', TargetGroupArn: group });
  expect((await healthOf(aws, group)).length).toBe(3);
  const { TargetGroups: used } = await elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: loadBalancer }));
  expect(used?.map(({ LoadBalancerArns }) => LoadBalancerArns)).toEqual([[loadBalancer]]);

  await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
  await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }));
  expect((await refusalOf(elb.send(new DescribeListenersCommand({ ListenerArns: [http] })))).code).toBe(
    'ListenerNotFoundException',
  );
  expect((await elb.send(new DescribeTargetGroupsCommand({}))).TargetGroups).toEqual([]);
});
