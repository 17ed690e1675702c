// Adding and removing rules of security groups, and what keeps a group from being deleted.
import { AwsError } from '../aws-error.ts';
import { newId, type Ec2 } from './ec2.ts';
import { isSamePermission, type RuleDraft } from './permissions.ts';
import { requirePrefixList } from './prefix-lists.ts';
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
  for (const draft of drafts) requirePeer(ec2, group, draft);
  refuseRepeated(drafts);
  for (const draft of drafts) refuseDuplicate(present, draft);
  refuseTooManyRules(ec2, [...present, ...drafts], drafts);
  const added = drafts.map((draft): SecurityGroupRule => ({ id: newId(ec2.world, 'sgr'), isEgress, ...draft, tags }));
  replaceRules(ec2, group, [...group.rules, ...added]);
  return added;
}

function refuseRepeated(drafts: readonly RuleDraft[]): void {
  const isRepeated = (draft: RuleDraft, index: number) =>
    drafts.findIndex((other) => isSamePermission(draft, other)) !== index;
  if (!drafts.some(isRepeated)) return;
  throw new AwsError('InvalidParameterValue', 'The same permission must not appear multiple times');
}

/** Refuses a rule that one of the others is already. */
export function refuseDuplicate(others: readonly RuleDraft[], draft: RuleDraft): void {
  if (!others.some((rule) => isSamePermission(rule, draft))) return;
  throw new AwsError('InvalidPermission.Duplicate', `the specified rule "${peerText(draft)}" already exists`);
}

/**
 * IPv4 and IPv6 rules are counted apart; group and prefix list peers count for both, a prefix list as many times as it
 * has room for entries (Amazon VPC quotas).
 */
export function refuseTooManyRules(ec2: Ec2, all: readonly RuleDraft[], added: readonly RuleDraft[]): void {
  const limit = ec2.world.limits.rulesPerSecurityGroup;
  const weightOf = ({ peer }: RuleDraft) =>
    peer.kind === 'prefix-list' ? requirePrefixList(ec2, peer.value).maxEntries : 1;
  for (const other of ['ipv6', 'ipv4'] as const) {
    const counts = ({ peer }: RuleDraft) => peer.kind !== other;
    if (added.some(counts) && all.filter(counts).reduce((sum, rule) => sum + weightOf(rule), 0) > limit) {
      throw new AwsError(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    }
  }
}

/** Refuses a peer that does not exist, or a group of another VPC. */
export function requirePeer(ec2: Ec2, group: SecurityGroup, { peer }: RuleDraft): void {
  if (peer.kind === 'prefix-list') requirePrefixList(ec2, peer.value);
  if (peer.kind !== 'group') return;
  const other = requireRow(ec2.tables.now, 'securityGroups', peer.value);
  if (other.vpcId !== group.vpcId) {
    throw new AwsError('InvalidParameter', 'You have specified two resources that belong to different networks.');
  }
}

/** The error of a permission that the group does not have. */
export const noSuchPermission = new AwsError(
  'InvalidPermission.NotFound',
  'The specified rule does not exist in this security group.',
);

/** The rule of a group that is this permission. */
export const ruleOf = (group: SecurityGroup, draft: RuleDraft, isEgress: boolean): SecurityGroupRule | undefined =>
  group.rules.find((candidate) => candidate.isEgress === isEgress && isSamePermission(candidate, draft));

/**
 * Removes exactly these permissions from one direction. In the default VPC those that are not there are returned as
 * `unknown`; elsewhere they fail the whole call (RevokeSecurityGroupIngress).
 */
export function revokePermissions(ec2: Ec2, group: SecurityGroup, drafts: readonly RuleDraft[], isEgress: boolean) {
  const isLenient = ec2.tables.now.vpcs.get(group.vpcId)?.isDefault ?? false;
  const unknown = drafts.filter((draft) => !ruleOf(group, draft, isEgress));
  if (unknown.length > 0 && !isLenient) throw noSuchPermission;
  const revoked = drafts.flatMap((draft) => ruleOf(group, draft, isEgress) ?? []);
  removeRules(ec2, group, revoked);
  return { revoked, unknown };
}

/** Removes rules by id, all or none; returns them. */
export function revokeRuleIds(ec2: Ec2, group: SecurityGroup, ids: readonly string[], isEgress: boolean) {
  const revoked = ids.map((id) => requireRule(group, id, isEgress));
  removeRules(ec2, group, revoked);
  return revoked;
}

/** The rule of a group by id, of one direction if that is given. */
export function requireRule(group: SecurityGroup, id: string, isEgress?: boolean): SecurityGroupRule {
  const rule = group.rules.find((candidate) => candidate.id === id);
  if (rule && (isEgress === undefined || rule.isEgress === isEgress)) return rule;
  throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
}

function removeRules(ec2: Ec2, group: SecurityGroup, doomed: readonly SecurityGroupRule[]): void {
  const rules = group.rules.filter((rule) => !doomed.includes(rule));
  replaceRules(ec2, group, rules);
}

/** Puts a group with other rules in its place. */
export function replaceRules({ tables, world }: Ec2, group: SecurityGroup, rules: readonly SecurityGroupRule[]): void {
  tables.now.securityGroups.set(group.id, { ...group, rules });
  world.changed();
}

/** Why a group cannot be deleted: an interface wears it, or another group's rule names it. */
export function hasDependents({ tables }: Ec2, { id }: SecurityGroup): boolean {
  const { networkInterfaces, securityGroups } = tables.now;
  return (
    networkInterfaces.countBy('group-id', id) > 0 || securityGroups.by('peer-id', id).some((other) => other.id !== id)
  );
}
