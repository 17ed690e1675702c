// A load balancer with everything a refusal needs around it.
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type Action,
  type CreateTargetGroupCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { anAws, type Aws } from './aws.ts';

/** An answer of 404. */
export const notFound: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

/** The string, or a failure of the test that expected it. */
export function given(value: string | undefined): string {
  if (value === undefined) throw new Error('AWS answered without the member');
  return value;
}

export async function aTargetGroup(
  { elb, account }: Aws,
  name: string,
  input: Partial<CreateTargetGroupCommandInput> = {},
) {
  const settings = { Protocol: 'HTTP', Port: 80, VpcId: account.vpcId, TargetType: 'ip', ...input } as const;
  const { TargetGroups } = await elb.send(new CreateTargetGroupCommand({ Name: name, ...settings }));
  return given(TargetGroups?.[0]?.TargetGroupArn);
}

export async function aLoadBalancer({ elb, account }: Aws, name: string) {
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({ Name: name, Subnets: [...account.publicSubnetIds] }),
  );
  return given(LoadBalancers?.[0]?.LoadBalancerArn);
}

export async function aListener({ elb }: Aws, loadBalancerArn: string, port: number) {
  const input = { LoadBalancerArn: loadBalancerArn, Protocol: 'HTTP', Port: port, DefaultActions: [notFound] } as const;
  const { Listeners } = await elb.send(
    new CreateListenerCommand({ ...input, DefaultActions: [...input.DefaultActions] }),
  );
  return given(Listeners?.[0]?.ListenerArn);
}

async function aSecureListener({ elb, account }: Aws, loadBalancerArn: string) {
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: account.certificateArn }],
      DefaultActions: [notFound],
    }),
  );
  return given(Listeners?.[0]?.ListenerArn);
}

export async function aRule({ elb }: Aws, listenerArn: string, priority: number, action: Action = notFound) {
  const { Rules } = await elb.send(
    new CreateRuleCommand({
      ListenerArn: listenerArn,
      Priority: priority,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [`/${priority}`] } }],
      Actions: [action],
    }),
  );
  return given(Rules?.[0]?.RuleArn);
}

export const aBalancedAccount = async (options: Parameters<typeof anAws>[0] = {}) => balance(await anAws(options));

/** HTTP:80 and HTTPS:443 with a rule at priority 10 that forwards to `group`; other groups lie around unused. */
export async function balance(aws: Aws) {
  const loadBalancer = await aLoadBalancer(aws, 'shop');
  const http = await aListener(aws, loadBalancer, 80);
  const https = await aSecureListener(aws, loadBalancer);
  const group = await aTargetGroup(aws, 'cart');
  const rule = await aRule(aws, http, 10, { Type: 'forward', TargetGroupArn: group });
  return {
    ...aws,
    loadBalancer,
    http,
    https,
    group,
    rule,
    free: await aTargetGroup(aws, 'free'),
    grpc: await aTargetGroup(aws, 'grpc', { ProtocolVersion: 'GRPC' }),
    tcp: await aTargetGroup(aws, 'tcp', { Protocol: 'TCP' }),
    ipv6: await aTargetGroup(aws, 'ipv6', { IpAddressType: 'ipv6' }),
    instances: await aTargetGroup(aws, 'instances', { TargetType: 'instance' }),
  };
}

export type Balanced = Awaited<ReturnType<typeof aBalancedAccount>>;
