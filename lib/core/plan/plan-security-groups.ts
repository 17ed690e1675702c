// Security groups.
//
//   group          | ingress missing | ingress surplus | group absent | group no longer desired
//   ---------------+-----------------+-----------------+--------------+------------------------
//   managed        | authorize       | revoke          | create       | delete
//   shared         | –               | –               | create       | (the sweep deletes it)
//   cluster's own  | authorize       | (the sweep)     | –            | – (revoke what names a deleted group)
//
// Ingress is added before any is revoked. Shared things are only ever added to here: what one Gateway no longer needs
// another may be about to use.
import type { Value } from '../base/ref.ts';
import type { IngressRule, SecurityGroup } from '../stack/stack.ts';
import { describeIngress, withoutCovered, withoutExact } from './ingress-rules.ts';
import type { ObservedSecurityGroup } from './observed.ts';
import { isClusterOwned, isOfStack, sharedTags, trackingTags } from './ownership.ts';
import type { Wait } from './plan.ts';
import type { Planning } from './planning.ts';
import { refsIn, resolveRefs } from './resolve-refs.ts';
import type { Step } from './step.ts';
import { tagChanges } from './tag-steps.ts';

export interface SecurityGroupSteps {
  /** Before anything uses the groups. */
  readonly grow: readonly Step[];
  /** After the load balancer exists: its groups may reach the targets. */
  readonly openTargets: readonly Step[];
  /** After nothing uses them any more. */
  readonly shrink: readonly Step[];
  readonly waitsFor: readonly Wait[];
}

/**
 * A security group of the targets that lacks the mark of the cluster is waited for and never changed; one that was
 * not read is given ingress only from groups that this plan creates.
 */
export function planSecurityGroups(planning: Planning): SecurityGroupSteps {
  const { stack, matches } = planning;
  const buildable = stack.securityGroups.filter(({ id }) => matches.blocked[id] === undefined);
  const targets = planTargetIngress(planning);
  return {
    grow: buildable.flatMap((group) => {
      const found = matches.securityGroups[group.id];
      return found === undefined
        ? createSteps(group, planning)
        : [...tagStepsOf(group, found, planning), ...authorizeSteps(group, found, planning)];
    }),
    openTargets: targets.steps,
    shrink: [...revokeSteps(planning), ...deleteSteps(planning)],
    waitsFor: targets.waitsFor,
  };
}

function createSteps(group: SecurityGroup, planning: Planning): readonly Step[] {
  const create: Step = {
    id: `create ${group.id}`,
    verb: 'create',
    resource: group.id,
    reason: 'desired, absent',
    after: [],
    request: { call: 'CreateSecurityGroup', group, tags: desiredTags(group, planning) },
  };
  return group.ingress === undefined || group.ingress.length === 0
    ? [create]
    : [
        create,
        authorize(
          group.id,
          { ref: group.id, attribute: 'groupId' },
          resolveRefs(group.ingress, planning.matches.known),
        ),
      ];
}

function desiredTags(group: SecurityGroup, { profile, stack }: Planning): Readonly<Record<string, string>> {
  const ours = group.shared
    ? sharedTags(profile, stack.gateway.cluster)
    : trackingTags(profile, stack.gateway, group.id);
  return { ...group.tags, ...ours };
}

/** Tags of the shared group are only added: every Gateway of the cluster writes them. */
function tagStepsOf(group: SecurityGroup, found: ObservedSecurityGroup, planning: Planning): readonly Step[] {
  const { set, remove } = tagChanges(desiredTags(group, planning), found.tags, planning.profile);
  const steps: Step[] = [];
  const common = { resource: group.id, reason: 'tags differ', after: [] };
  if (Object.keys(set).length > 0) {
    steps.push({
      ...common,
      id: `modify ${group.id} tags`,
      verb: 'modify',
      request: { call: 'CreateTags', groupId: found.id, tags: set },
    });
  }
  if (remove.length > 0 && !group.shared) {
    steps.push({
      ...common,
      id: `delete ${group.id} tags`,
      verb: 'delete',
      request: { call: 'DeleteTags', groupId: found.id, keys: remove },
    });
  }
  return steps;
}

function authorizeSteps(group: SecurityGroup, found: ObservedSecurityGroup, { matches }: Planning): readonly Step[] {
  const missing = withoutExact(resolveRefs(group.ingress ?? [], matches.known), found.ingress);
  return missing.length === 0 ? [] : [authorize(group.id, found.id, missing)];
}

function authorize(resource: string, groupId: Value, rules: readonly IngressRule[]): Step {
  return {
    id: `modify ${resource} authorize`,
    verb: 'modify',
    resource,
    reason: `allow ${rules.map(describeIngress).join(', ')}`,
    after: [],
    request: { call: 'AuthorizeSecurityGroupIngress', groupId, rules },
  };
}

/** Lets the load balancer reach its targets, on groups that carry the cluster's mark and on no other. */
function planTargetIngress({
  stack,
  observed,
  profile,
  matches,
}: Planning): Pick<SecurityGroupSteps, 'waitsFor'> & { readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  const waitsFor: Wait[] = [];
  for (const { groupId, rules } of stack.targetIngress) {
    const found = observed.securityGroups.find(({ id }) => id === groupId);
    if (found !== undefined && !isClusterOwned(found.tags, profile, stack.gateway.cluster)) {
      waitsFor.push({
        resource: groupId,
        why: `security group ${groupId} does not carry the tag ${profile.tagKeys.clusterOwned(stack.gateway.cluster)}`,
        leavesUndone: true,
        lookAgainInSeconds: 600,
      });
      continue;
    }
    const wanted = resolveRefs(rules, matches.known);
    const missing = withoutCovered(wanted, found?.ingress ?? []);
    const unread = found === undefined && refsIn(wanted).length === 0;
    if (missing.length > 0 && !unread) steps.push(authorize(groupId, groupId, missing));
  }
  return { steps, waitsFor };
}

function revokeSteps({ stack, matches }: Planning): readonly Step[] {
  return stack.securityGroups.flatMap((group): readonly Step[] => {
    const found = matches.securityGroups[group.id];
    if (found === undefined || group.ingress === undefined || group.shared) return [];
    const surplus = withoutExact(found.ingress, resolveRefs(group.ingress, matches.known));
    if (surplus.length === 0) return [];
    return [
      {
        id: `delete ${group.id} ingress`,
        verb: 'delete',
        resource: group.id,
        reason: `no longer allow ${surplus.map(describeIngress).join(', ')}`,
        after: [`modify ${group.id} authorize`],
        request: { call: 'RevokeSecurityGroupIngress', groupId: found.id, rules: surplus },
      },
    ];
  });
}

function deleteSteps(planning: Planning): readonly Step[] {
  const { stack, observed, profile, matches } = planning;
  const matched = new Set(Object.values(matches.securityGroups).map(({ id }) => id));
  return observed.securityGroups
    .filter(({ id, tags }) => isOfStack(tags, profile, stack.gateway) && !matched.has(id))
    .flatMap((group) => {
      const forgotten = forgetSteps(group, planning);
      return [
        ...forgotten,
        {
          id: `delete ${group.id}`,
          verb: 'delete',
          resource: group.id,
          reason: `security group ${group.name} is no longer desired`,
          after: forgotten.map(({ id }) => id),
          request: { call: 'DeleteSecurityGroup', groupId: group.id },
        },
      ];
    });
}

/** EC2 keeps a group that another's permission names: ours on the cluster's groups go first. */
function forgetSteps({ id, name }: ObservedSecurityGroup, { stack, observed, profile }: Planning): readonly Step[] {
  return observed.securityGroups
    .filter(({ tags }) => isClusterOwned(tags, profile, stack.gateway.cluster))
    .flatMap((group): readonly Step[] => {
      const rules = group.ingress.filter(
        ({ source, description }) =>
          'securityGroup' in source &&
          source.securityGroup === id &&
          description === profile.descriptions.targetIngress,
      );
      if (rules.length === 0) return [];
      return [
        {
          id: `delete ${group.id} ingress of ${id}`,
          verb: 'delete',
          resource: group.id,
          reason: `no longer allow security group ${name}`,
          after: [],
          request: { call: 'RevokeSecurityGroupIngress', groupId: group.id, rules },
        },
      ];
    });
}
