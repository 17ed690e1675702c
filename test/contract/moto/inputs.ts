// What the calls written by hand have in common.
import type { IpPermission } from '@aws-sdk/client-ec2';
import type {
  CreateLoadBalancerCommandInput,
  CreateTargetGroupCommandInput,
  RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../../lib/emulator/aws/account.ts';

export const notFound = { Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '404' } };

export const balancerInput = (account: Account, group: string): CreateLoadBalancerCommandInput => ({
  Name: 'by-hand',
  Subnets: [...account.publicSubnetIds],
  SecurityGroups: [group],
  Scheme: 'internet-facing',
  Type: 'application',
  IpAddressType: 'ipv4',
  Tags: [{ Key: 'by', Value: 'hand' }],
});

export const targetGroupInput = (account: Account): CreateTargetGroupCommandInput => ({
  Name: 'group',
  Protocol: 'HTTP',
  Port: 8080,
  VpcId: account.vpcId,
  TargetType: 'ip',
});

export const path = (value: string): RuleCondition => ({
  Field: 'path-pattern',
  PathPatternConfig: { Values: [value] },
});

export const forward = (TargetGroupArn: string) => ({ Type: 'forward' as const, TargetGroupArn });

export const fromEverywhere: IpPermission[] = [
  { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'everybody' }] },
];

export function given(value: string | undefined): string {
  if (value === undefined) throw new Error('an id is missing in the answer');
  return value;
}
