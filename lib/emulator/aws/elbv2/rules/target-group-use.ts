// Whether the target groups of an action list may be used by a load balancer.
import { AwsError } from '../../aws-error.ts';
import { refuseMalformedArn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { ActionShape } from '../shapes.ts';
import type { TargetGroup } from '../tables.ts';
import { refuseTooManyTargets } from '../targets/target-quotas.ts';
import { refuseMisfit, refuseUnreachable, type GroupPlace } from './group-compatibility.ts';
import { groupsOfLoadBalancer, loadBalancersOfGroup, targetGroupArnsOf } from './rule-index.ts';

export interface GroupUse extends GroupPlace {
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
  for (const group of groups) refuseUnreachable(group, use);
  refuseForeign(elbv2, groups, use.loadBalancer.arn);
  const after = groupsAfter(elbv2, use);
  refuseTooMany(elbv2, use, after.length);
  refuseTooManyTargets(
    elbv2,
    use.loadBalancer,
    after.flatMap((arn) => elbv2.tables.now.targetGroups.get(arn) ?? []),
  );
}

/** The groups of one forward must agree in protocol version and address type. */
function refuseMixed({ tables }: Elbv2, actions: readonly ActionShape[]): void {
  for (const action of actions) {
    const groups = targetGroupArnsOf([action]).flatMap((arn) => tables.now.targetGroups.get(arn) ?? []);
    const differ = (read: (group: TargetGroup) => unknown) => new Set(groups.map(read)).size > 1;
    const refuse = (what: string) =>
      new AwsError(
        'InvalidConfigurationRequest',
        `The ${what} of the target groups for a single action must be the same`,
      );
    if (differ(({ ipAddressType }) => ipAddressType)) throw refuse('IP address types');
    if (differ(({ protocolVersion }) => protocolVersion)) throw refuse('protocol versions');
  }
}

function refuseForeign(elbv2: Elbv2, groups: readonly TargetGroup[], loadBalancerArn: string): void {
  const foreign = groups.filter(({ arn }) => loadBalancersOfGroup(elbv2, arn).some((user) => user !== loadBalancerArn));
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

function refuseTooMany(elbv2: Elbv2, { loadBalancer }: GroupUse, count: number): void {
  const limit = elbv2.world.limits.targetGroupsPerLoadBalancer;
  if (count <= limit) return;
  throw new AwsError(
    'TooManyUniqueTargetGroupsPerLoadBalancer',
    `You have reached the maximum number of unique target groups that you can associate with a load balancer of type '${loadBalancer.type}': [${limit}]`,
  );
}
