// Target groups as replies show them.
import { loadBalancersOfGroup } from '../rules/rule-index.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { TargetGroup } from '../tables.ts';

/** Groups with the load balancers that use them. */
export const toTargetGroupViews = (elbv2: Elbv2, groups: readonly TargetGroup[]) =>
  groups.map((group) => ({ ...toNewGroupView(group), LoadBalancerArns: loadBalancersOfGroup(elbv2, group.arn) }));

/** A group as its creation answers: without load balancers. */
export const toNewGroupView = (group: TargetGroup) => ({
  TargetGroupArn: group.arn,
  TargetGroupName: group.name,
  Protocol: group.protocol,
  Port: group.port,
  VpcId: group.vpcId,
  HealthCheckProtocol: group.healthCheck.protocol,
  HealthCheckPort: group.targetType === 'lambda' ? undefined : group.healthCheck.port,
  HealthCheckEnabled: group.healthCheck.enabled,
  HealthCheckIntervalSeconds: group.healthCheck.intervalSeconds,
  HealthCheckTimeoutSeconds: group.healthCheck.timeoutSeconds,
  HealthyThresholdCount: group.healthCheck.healthyThreshold,
  UnhealthyThresholdCount: group.healthCheck.unhealthyThreshold,
  HealthCheckPath: group.healthCheck.path,
  Matcher: group.healthCheck.matcher,
  TargetType: group.targetType,
  ProtocolVersion: group.protocolVersion,
  IpAddressType: group.ipAddressType,
  TargetControlPort: group.targetControlPort,
});
