// Adding and removing rules of security groups, and what keeps a group from being deleted.
import { AwsError } from '../aws-error.ts';
import { newId, type Ec2 } from './ec2.ts';
import { isSamePermission, type RuleDraft } from './permissions.ts';
import { prefixListsOf } from './prefix-lists.ts';
import { requireRow } from './resource-ids.ts';
import type { SecurityGroup, SecurityGroupRule } from './tables.ts';

const peerText = ({ peer, protocol, fromPort, toPort }: RuleDraft) => {
  const ports =
    fromPort === undefined ? 'ALL' : `${protocol.toUpperCase()}, from port: ${fromPort}, to port: ${toPort}`;
  return `peer: ${peer.value}, ${ports}, ALLOW`;
};

/** What is the same for all rules of one call. */
export type Kind = Pick<SecurityGroupRule, 'isEgress' | 'tags'>;

/** Adds rules to one direction of a group, all or none; returns them with their ids. */
export function authorizeRules(ec2: Ec2, group: SecurityGroup, drafts: readonly RuleDraft[], { isEgress, tags }: Kind) {
  const present = group.rules.filter((rule) => rule.isEgress === isEgress);
  for (const [index, draft] of drafts.entries()) {
    requirePeer(ec2, group, draft);
    if (drafts.findIndex((other) => isSamePermission(draft, other)) !== index) {
      throw new AwsError('InvalidParameterValue', 'The same permission must not appear multiple times');
    }
    if (present.some((rule) => isSamePermission(rule, draft))) {
      throw new AwsError('InvalidPermission.Duplicate', `the specified rule "${peerText(draft)}" already exists`);
    }
  }
  refuseTooManyRules(ec2, present, drafts);
  const added = drafts.map((draft): SecurityGroupRule => ({ id: newId(ec2.world, 'sgr'), isEgress, ...draft, tags }));
  replaceRules(ec2, group, [...group.rules, ...added]);
  return added;
}

/** IPv4 and IPv6 rules are counted apart; group and prefix list peers count for both (Amazon VPC quotas). */
function refuseTooManyRules({ world }: Ec2, present: readonly RuleDraft[], drafts: readonly RuleDraft[]): void {
  const limit = world.limits.rulesPerSecurityGroup;
  for (const other of ['ipv6', 'ipv4'] as const) {
    const counts = ({ peer }: RuleDraft) => peer.kind !== other;
    if (drafts.some(counts) && [...present, ...drafts].filter(counts).length > limit) {
      throw new AwsError(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    }
  }
}

function requirePeer({ tables, world }: Ec2, group: SecurityGroup, { peer }: RuleDraft): void {
  const isKnownList = prefixListsOf(world.region).some(({ id }) => id === peer.value);
  if (peer.kind === 'prefix-list' && !isKnownList) {
    throw new AwsError('InvalidPrefixListId.NotFound', `The prefix list ID '${peer.value}' does not exist`);
  }
  if (peer.kind !== 'group') return;
  const other = requireRow(tables.now, 'securityGroups', peer.value);
  if (other.vpcId !== group.vpcId) {
    throw new AwsError('InvalidParameter', 'You have specified two resources that belong to different networks.');
  }
}

const notThere = new AwsError(
  'InvalidPermission.NotFound',
  'The specified rule does not exist in this security group.',
);

/** Removes exactly these permissions from one direction, all or none; returns the removed rules. */
export function revokePermissions(ec2: Ec2, group: SecurityGroup, drafts: readonly RuleDraft[], isEgress: boolean) {
  const revoked = drafts.map((draft) => {
    const rule = group.rules.find((candidate) => candidate.isEgress === isEgress && isSamePermission(candidate, draft));
    if (!rule) throw notThere;
    return rule;
  });
  replaceRules(
    ec2,
    group,
    group.rules.filter((rule) => !revoked.includes(rule)),
  );
  return revoked;
}

/** Removes rules by id, all or none; returns them. */
export function revokeRuleIds(ec2: Ec2, group: SecurityGroup, ids: readonly string[], isEgress: boolean) {
  const revoked = ids.map((id) => {
    const rule = group.rules.find((candidate) => candidate.id === id && candidate.isEgress === isEgress);
    if (!rule) {
      throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
    }
    return rule;
  });
  replaceRules(
    ec2,
    group,
    group.rules.filter((rule) => !revoked.includes(rule)),
  );
  return revoked;
}

/** Puts a group with other rules in its place. */
export function replaceRules({ tables, world }: Ec2, group: SecurityGroup, rules: readonly SecurityGroupRule[]): void {
  tables.now.securityGroups.set(group.id, { ...group, rules });
  world.changed();
}

/** Why a group cannot be deleted: an interface wears it, or another group's rule names it. */
export function hasDependents({ tables }: Ec2, group: SecurityGroup): boolean {
  const { networkInterfaces, securityGroups } = tables.now;
  return (
    [...networkInterfaces.values()].some(({ groupIds }) => groupIds.includes(group.id)) ||
    [...securityGroups.values()].some(
      ({ id, rules }) => id !== group.id && rules.some(({ peer }) => peer.kind === 'group' && peer.value === group.id),
    )
  );
}
