import { AwsError } from '../../aws-error.ts';
import { requireLoadBalancer } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { dressInterfaces } from '../load-balancers/lifecycle.ts';
import { requireSecurityGroups } from '../load-balancers/security-groups.ts';

interface SetSecurityGroupsInput {
  readonly LoadBalancerArn: string;
  readonly SecurityGroups: readonly string[];
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string;
}

/** SetSecurityGroups: replaces the set. */
export const setSecurityGroups = (elbv2: Elbv2) =>
  function set(input: SetSecurityGroupsInput) {
    const loadBalancer = requireLoadBalancer(elbv2, input.LoadBalancerArn);
    if (input.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic !== undefined) {
      throw new AwsError(
        'InvalidConfigurationRequest',
        'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is supported for Network Load Balancers only',
      );
    }
    if (input.SecurityGroups.length === 0)
      throw new AwsError('ValidationError', 'At least one security group must be specified');
    const changed = {
      ...loadBalancer,
      securityGroups: requireSecurityGroups(elbv2, input.SecurityGroups, loadBalancer.vpcId),
    };
    elbv2.tables.now.loadBalancers.set(changed.arn, changed);
    dressInterfaces(elbv2, changed);
    elbv2.world.changed();
    return { SecurityGroupIds: changed.securityGroups };
  };
