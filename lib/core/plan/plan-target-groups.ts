// Target groups.
//
//   observed                      | desired | plan
//   ------------------------------+---------+------------------------------------------------------------
//   none of ours with its settings| yes     | create; non-default attributes; its first targets
//   ours                          | yes     | health check, attributes, tags; its targets are none of our business
//   ours, claimed by nothing      | no      | delete, once no rule that stays forwards to it
import type { Value } from '../base/ref.ts';
import { sameJson } from '../base/canonical.ts';
import type { Tags, TargetGroup } from '../stack/stack.ts';
import { bindingTags } from '../stack/target-binding.ts';
import { attributeChanges, attributeMemory } from './attributes.ts';
import type { ObservedTargetGroup } from './observed.ts';
import type { GroupUse } from './group-use.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import type { Planning } from './planning.ts';
import type { Step } from './step.ts';
import { tagSteps } from './tag-steps.ts';

/** Creates and changes. Leftovers are deleted by deleteTargetGroups, when the rules are planned. */
export function planTargetGroups(planning: Planning): readonly Step[] {
  const { stack, matches, profile } = planning;
  const buildable = stack.targetGroups.filter(({ id }) => matches.blocked[id] === undefined);
  const found = (group: TargetGroup): ObservedTargetGroup | undefined => matches.targetGroups[group.id];
  const absent = buildable.filter((group) => found(group) === undefined);
  const tagged = buildable.flatMap((group) => {
    const observed = found(group);
    return observed === undefined
      ? []
      : [
          {
            resource: group.id,
            arn: observed.arn,
            desired: desiredTags(group, planning, observed.tags),
            observed: observed.tags,
          },
        ];
  });
  return [
    ...tagSteps(tagged, profile),
    ...absent.map((group) => createStep(group, planning)),
    ...absent.flatMap((group) => attributeSteps(group, { ref: group.id, attribute: 'arn' }, { tags: {} }, planning)),
    ...absent.flatMap((group) => registerSteps(group, planning)),
    ...buildable.flatMap((group) => {
      const observed = found(group);
      return observed === undefined
        ? []
        : [...healthCheckSteps(group, observed), ...attributeSteps(group, observed.arn, observed, planning)];
    }),
  ];
}

/** Deletes groups of the stack that nothing desires and nothing that stays forwards to. */
export function deleteTargetGroups(planning: Planning, { staysBusy, freedBy }: GroupUse): readonly Step[] {
  const { stack, observed, profile, matches } = planning;
  const matched = new Set(Object.values(matches.targetGroups).map(({ arn }) => arn));
  return observed.targetGroups
    .filter(({ arn, tags }) => isOfStack(tags, profile, stack.gateway) && !matched.has(arn) && !staysBusy(arn))
    .map(({ arn, name }) => ({
      id: `delete ${arn}`,
      verb: 'delete',
      resource: arn,
      reason: `target group ${name} is no longer desired`,
      after: freedBy(arn),
      request: { call: 'DeleteTargetGroup', targetGroup: arn },
    }));
}

function desiredTags(group: TargetGroup, { profile, stack }: Planning, current: Tags = {}): Tags {
  return {
    ...group.tags,
    ...trackingTags(profile, stack.gateway, group.id),
    ...bindingTags(group, profile.tagKeys),
    ...attributeMemory('target-group', group.attributes, current, profile),
  };
}

function createStep(group: TargetGroup, planning: Planning): Step {
  return {
    id: `create ${group.id}`,
    verb: 'create',
    resource: group.id,
    reason: 'desired, absent',
    after: [],
    request: { call: 'CreateTargetGroup', targetGroup: group, tags: desiredTags(group, planning) },
  };
}

function registerSteps(group: TargetGroup, { options }: Planning): readonly Step[] {
  const targets = options.targets[group.id] ?? [];
  if (targets.length === 0) return [];
  return [
    {
      id: `create ${group.id} targets`,
      verb: 'modify',
      resource: group.id,
      reason: `first ${String(targets.length)} targets`,
      after: [],
      request: { call: 'RegisterTargets', targetGroup: { ref: group.id, attribute: 'arn' }, targets },
    },
  ];
}

function attributeSteps(
  group: TargetGroup,
  arn: Value,
  current: Pick<ObservedTargetGroup, 'attributes' | 'tags'>,
  { profile }: Planning,
): readonly Step[] {
  const attributes = attributeChanges('target-group', group.attributes, current, profile);
  const reason = Object.entries(attributes)
    .map(([key, value]) => `${key} → ${value}`)
    .join(', ');
  if (reason === '') return [];
  const request = { call: 'ModifyTargetGroupAttributes', targetGroup: arn, attributes } as const;
  return [{ id: `modify ${group.id} attributes`, verb: 'modify', resource: group.id, reason, after: [], request }];
}

function healthCheckSteps(group: TargetGroup, { arn, healthCheck }: ObservedTargetGroup): readonly Step[] {
  if (sameJson(group.healthCheck, healthCheck)) return [];
  const request = { call: 'ModifyTargetGroup', targetGroup: arn, healthCheck: group.healthCheck } as const;
  return [
    {
      id: `modify ${group.id} health check`,
      verb: 'modify',
      resource: group.id,
      reason: 'health check differs',
      after: [],
      request,
    },
  ];
}
