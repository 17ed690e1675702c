// Target groups, their health checks and their targets: our form ⇄ the SDK's.
import type { TargetDescription, TargetGroup as SdkTargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ObservedTargetGroup } from '../../core/plan/observed.ts';
import type { HealthCheck } from '../../core/stack/stack.ts';
import type { Target } from '../../core/stack/target.ts';
import { dropAbsent, list, number, text } from './optional-members.ts';

/**
 * Members that AWS leaves out become '', 0 or an empty list, and the address type `ipv4`; tags, attributes and targets
 * come from other calls.
 */
export function targetGroupFromSdk(described: SdkTargetGroup): Omit<ObservedTargetGroup, 'tags'> {
  return {
    arn: text(described.TargetGroupArn),
    name: text(described.TargetGroupName),
    targetType: text(described.TargetType),
    port: number(described.Port),
    protocol: text(described.Protocol),
    protocolVersion: text(described.ProtocolVersion),
    ipAddressType: described.IpAddressType ?? 'ipv4',
    vpcId: text(described.VpcId),
    healthCheck: healthCheckFromSdk(described),
    loadBalancerArns: list(described.LoadBalancerArns),
  };
}

function healthCheckFromSdk(described: SdkTargetGroup): HealthCheck {
  const { HttpCode, GrpcCode } = described.Matcher ?? {};
  return {
    port: text(described.HealthCheckPort),
    // Other protocols check other kinds of groups.
    protocol: described.HealthCheckProtocol as HealthCheck['protocol'],
    path: text(described.HealthCheckPath),
    matcher: GrpcCode === undefined ? { httpCode: text(HttpCode) } : { grpcCode: GrpcCode },
    intervalSeconds: number(described.HealthCheckIntervalSeconds),
    timeoutSeconds: number(described.HealthCheckTimeoutSeconds),
    healthyThresholdCount: number(described.HealthyThresholdCount),
    unhealthyThresholdCount: number(described.UnhealthyThresholdCount),
  };
}

/** A TCP check has neither path nor codes. */
export function healthCheckToSdk(check: HealthCheck) {
  const codes =
    'httpCode' in check.matcher ? { HttpCode: check.matcher.httpCode } : { GrpcCode: check.matcher.grpcCode };
  return {
    HealthCheckEnabled: true,
    HealthCheckPort: check.port,
    HealthCheckProtocol: check.protocol,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThresholdCount,
    UnhealthyThresholdCount: check.unhealthyThresholdCount,
    ...(check.protocol !== 'TCP' && { HealthCheckPath: check.path, Matcher: codes }),
  };
}

/**
 * `AvailabilityZone` only where the target has one; AWS needs it (`all`) for addresses outside the VPC:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html
 */
export function targetsToSdk(targets: readonly Target[]): TargetDescription[] {
  return targets.map(({ id, port, availabilityZone }) => ({
    Id: id,
    Port: port,
    ...dropAbsent({ AvailabilityZone: availabilityZone }),
  }));
}
