// Network and Gateway Load Balancers around a balanced account.
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type CreateListenerCommandInput,
  type CreateLoadBalancerCommandInput,
  type CreateTargetGroupCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from './aws.ts';
import { given } from './balanced.ts';

type Account = Pick<Aws, 'elb' | 'account'>;

/** A Network Load Balancer named `net` in one subnet, unless asked otherwise; the same request finds it again. */
export async function aNetworkBalancer(
  { elb, account }: Account,
  input: Partial<CreateLoadBalancerCommandInput> = {},
): Promise<string> {
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: 'net',
      Type: 'network',
      Subnets: account.publicSubnetIds.slice(0, 1),
      ...input,
    }),
  );
  return given(LoadBalancers?.[0]?.LoadBalancerArn);
}

/** A Gateway Load Balancer named `gateway`. */
export const aGateway = (account: Account): Promise<string> =>
  aNetworkBalancer(account, { Name: 'gateway', Type: 'gateway' });

/** A group of addresses named after its protocol, unless asked otherwise. */
export async function aNetworkGroup(
  { elb, account }: Account,
  Protocol: CreateTargetGroupCommandInput['Protocol'],
  input: Partial<CreateTargetGroupCommandInput> = {},
): Promise<string> {
  const Name = `net-${String(Protocol).replace('_', '-')}`;
  const Port = Protocol === 'GENEVE' ? 6081 : 53;
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({ Name, Protocol, Port, VpcId: account.vpcId, TargetType: 'ip', ...input }),
  );
  return given(TargetGroups?.[0]?.TargetGroupArn);
}

/** A listener that forwards to a group of its own protocol, unless asked otherwise. */
export async function aNetworkListener(
  account: Account,
  Protocol: CreateTargetGroupCommandInput['Protocol'],
  input: Partial<CreateListenerCommandInput> = {},
): Promise<string> {
  const TargetGroupArn = await aNetworkGroup(account, Protocol);
  const { Listeners } = await account.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: await aNetworkBalancer(account),
      Protocol,
      Port: 53,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      ...input,
    }),
  );
  return given(Listeners?.[0]?.ListenerArn);
}
