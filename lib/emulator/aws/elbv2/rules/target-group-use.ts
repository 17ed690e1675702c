// Whether the target groups of an action list may be used by a load balancer.
import { AwsError } from '../../aws-error.ts';
import { refuseMalformedArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { ActionShape } from '../shapes.ts';
import type { LoadBalancer, TargetGroup } from '../tables.ts';
import { groupsOfLoadBalancer, loadBalancersOfGroup, targetGroupArnsOf } from './rule-index.ts';

export interface GroupUse {
  readonly loadBalancer: LoadBalancer;
  readonly listenerProtocol: 'HTTP' | 'HTTPS';
  readonly actions: readonly ActionShape[];
  /** The rule that is about to be replaced; its groups do not count. */
  readonly replacing?: string;
}

/** Refuses malformed ARNs before anything is looked up. */
export function refuseMalformedGroups(elbv2: Elbv2, actions: readonly ActionShape[]): void {
  for (const arn of targetGroupArnsOf(actions)) refuseMalformedArn(elbv2, 'targetGroup', arn);
}

/** Refuses groups that do not exist, do not fit the listener, or belong to another load balancer. */
export function refuseUnusableGroups(elbv2: Elbv2, use: GroupUse): void {
  const groups = targetGroupArnsOf(use.actions).map((arn) => {
    const group = elbv2.tables.now.targetGroups.get(arn);
    if (!group) throw new AwsError('TargetGroupNotFound', `Target group '${arn}' not found`);
    return group;
  });
  for (const group of groups) refuseMisfit(group, use);
  refuseMixed(elbv2, use.actions);
  refuseForeign(elbv2, groups, use.loadBalancer);
  refuseTooMany(elbv2, use);
  refuseTooManyTargets(elbv2, use);
}

function refuseMisfit(group: TargetGroup, { loadBalancer, listenerProtocol }: GroupUse): void {
  if (group.vpcId !== undefined && group.vpcId !== loadBalancer.vpcId) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The following target groups are in a different VPC than load balancer '${loadBalancer.arn}': ${group.arn}`,
    );
  }
  const isHttp = group.targetType === 'lambda' || group.protocol === 'HTTP' || group.protocol === 'HTTPS';
  const needsHttps = group.protocolVersion === 'GRPC' || group.protocolVersion === 'HTTP2';
  if (!isHttp || (needsHttps && listenerProtocol === 'HTTP')) {
    throw new AwsError(
      'IncompatibleProtocols',
      `The listener and the following target groups have incompatible protocols: ${group.arn}`,
    );
  }
  if (group.ipAddressType === 'ipv6' && loadBalancer.ipAddressType === 'ipv4') {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type`,
    );
  }
}

/** The groups of one forward must agree in protocol, protocol version and address type. */
function refuseMixed({ tables }: Elbv2, actions: readonly ActionShape[]): void {
  for (const action of actions) {
    const groups = targetGroupArnsOf([action]).flatMap((arn) => tables.now.targetGroups.get(arn) ?? []);
    const differ = (read: (group: TargetGroup) => unknown) => new Set(groups.map(read)).size > 1;
    if (differ(({ protocolVersion }) => protocolVersion) || differ(({ ipAddressType }) => ipAddressType)) {
      throw new AwsError(
        'InvalidConfigurationRequest',
        'All target groups of an action must have the same protocol version and IP address type',
      );
    }
  }
}

function refuseForeign(elbv2: Elbv2, groups: readonly TargetGroup[], loadBalancer: LoadBalancer): void {
  const foreign = groups.filter(({ arn }) =>
    loadBalancersOfGroup(elbv2, arn).some((user) => user !== loadBalancer.arn),
  );
  if (foreign.length === 0) return;
  throw new AwsError(
    'TargetGroupAssociationLimit',
    `The following target groups cannot be associated with more than one load balancer: ${foreign.map(({ arn }) => arn).join(', ')}`,
  );
}

/** Groups the load balancer would use once the actions are in place. */
function groupsAfter(elbv2: Elbv2, { loadBalancer, actions, replacing }: GroupUse): readonly string[] {
  const replaced = targetGroupArnsOf(
    replacing === undefined ? [] : (elbv2.tables.now.rules.get(replacing)?.actions ?? []),
  );
  const used = groupsOfLoadBalancer(elbv2, loadBalancer.arn);
  const staying = [...used].filter(([arn, count]) => count > (replaced.includes(arn) ? 1 : 0)).map(([arn]) => arn);
  return [...new Set([...staying, ...targetGroupArnsOf(actions)])];
}

function refuseTooMany(elbv2: Elbv2, use: GroupUse): void {
  const limit = elbv2.world.limits.targetGroupsPerLoadBalancer;
  if (groupsAfter(elbv2, use).length > limit) {
    throw new AwsError(
      'TooManyUniqueTargetGroupsPerLoadBalancer',
      `The maximum number of unique target groups per load balancer is '${limit}'`,
    );
  }
}

function refuseTooManyTargets(elbv2: Elbv2, use: GroupUse): void {
  const limit = elbv2.world.limits.targetsPerLoadBalancer;
  const count = groupsAfter(elbv2, use).reduce(
    (sum, arn) => sum + (elbv2.tables.now.targetGroups.get(arn)?.targets.length ?? 0),
    0,
  );
  if (count > limit)
    throw new AwsError('TooManyTargets', `The maximum number of targets per load balancer is '${limit}'`);
}
