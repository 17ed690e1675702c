import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dressInterfaces } from '../load-balancers/lifecycle.ts';
import { requireSecurityGroups } from '../load-balancers/security-groups.ts';
import { unsupportedCall } from '../load-balancers/types.ts';
import type { LoadBalancer } from '../tables.ts';

interface SetSecurityGroupsInput {
  readonly LoadBalancerArn: string;
  readonly SecurityGroups: readonly string[];
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: 'on' | 'off';
}

/** SetSecurityGroups: replaces the set. */
export const setSecurityGroups = (elbv2: Elbv2) =>
  function set(input: SetSecurityGroupsInput) {
    const { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforced, SecurityGroups: given } = input;
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    if (loadBalancer.type === 'gateway') throw unsupportedCall('SetSecurityGroups', 'gateway');
    refuseEnforcement(loadBalancer, enforced, given);
    refuseGroupless(loadBalancer);
    if (given.length === 0) throw new AwsError('ValidationError', 'At least one security group must be specified');
    const changed: LoadBalancer = {
      ...loadBalancer,
      securityGroups: requireSecurityGroups(elbv2, given, loadBalancer.vpcId),
      ...(enforced !== undefined && { enforcesPrivateLinkRules: enforced }),
    };
    elbv2.tables.now.loadBalancers.set(changed.arn, changed);
    dressInterfaces(elbv2, changed);
    elbv2.world.changed();
    return {
      SecurityGroupIds: changed.securityGroups,
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: changed.enforcesPrivateLinkRules,
    };
  };

const unsuitable = (message: string) => new AwsError('InvalidConfigurationRequest', message);

function refuseEnforcement({ type }: LoadBalancer, enforced: string | undefined, given: readonly string[]): void {
  if (enforced === undefined) return;
  if (type !== 'network') {
    throw unsuitable(
      'This security group setting for PrivateLink traffic is only available for Network Load Balancers with security groups',
    );
  }
  if (given.length === 0) {
    throw unsuitable(
      'One or more security groups must be specified when using EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
    );
  }
}

function refuseGroupless({ type, securityGroups }: LoadBalancer): void {
  if (type !== 'network' || securityGroups.length > 0) return;
  throw unsuitable(
    'You cannot set security groups on a Network Load Balancer which was created without any security groups.',
  );
}
