// ALB checks the health only of groups that some rule forwards to. A group that is to replace a serving one is therefore
// first attached to a parked rule that no request can meet; the serving rule is changed when a target is healthy, when the
// group has no targets to wait for, or when the patience is over.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
import type { Action } from '../stack/listener-rule.ts';
import type { ObservedRule, ObservedStack, ObservedTargetGroup } from './observed.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import { fitTagValue } from '../profile/names.ts';
import type { Planning } from './planning.ts';
import { parkingSlot } from './rule-slots.ts';
import type { Step } from './step.ts';

export const parkedHost = 'warm-up.invalid';
/** Seconds that a group may take to get its first healthy target. */
export const warmUpSeconds = 120;

export type Warmth = 'warm' | 'cold' | 'warming';

/** Whether a rule exists only to let a group warm up. */
export function isParked({ conditions }: Pick<ObservedRule, 'conditions'>): boolean {
  return conditions.some((condition) => condition.field === 'host-header' && condition.values?.[0] === parkedHost);
}

/** ARNs that an action list forwards to; Refs of groups that do not exist yet as `ref:<id>`. */
export function forwardsTo(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((action) =>
    action.type === 'forward'
      ? action.targetGroups.map(({ arn }) => (typeof arn === 'string' ? arn : `ref:${arn.ref}`))
      : [],
  );
}

/** How far the groups of an action list are: `cold` ones are attached to no rule yet. */
export function warmthOf(actions: readonly Action[], planning: Planning): Warmth {
  const states = forwardsTo(actions).map((arn) => warmthOfGroup(arn, planning));
  return states.includes('cold') ? 'cold' : states.includes('warming') ? 'warming' : 'warm';
}

/** The groups of an action list that still have to be parked. */
export function coldGroups(actions: readonly Action[], planning: Planning): readonly string[] {
  return forwardsTo(actions).filter((arn) => warmthOfGroup(arn, planning) === 'cold');
}

function warmthOfGroup(arn: string, planning: Planning): Warmth {
  if (arn.startsWith('ref:')) return willHaveTargets(arn.slice('ref:'.length), planning) ? 'cold' : 'warm';
  const { observed } = planning;
  const group = observed.targetGroups.find((candidate) => candidate.arn === arn);
  if (group === undefined) return 'warm';
  const users = servedBy(arn, observed);
  const parked = users.filter(isParked);
  if (parked.length === 0) return users.length > 0 || !hasTargets(group) ? 'warm' : 'cold';
  return isReady(group) || parked.some((rule) => patienceIsOver(rule, planning)) ? 'warm' : 'warming';
}

function willHaveTargets(id: string, { stack, options }: Planning): boolean {
  return (
    stack.targetGroups.some((group) => group.id === id && group.binding !== undefined) &&
    (options.targets[id] ?? []).length > 0
  );
}

function isReady(group: ObservedTargetGroup): boolean {
  return !hasTargets(group) || (group.health?.healthy ?? 0) > 0;
}

/** Unread health is taken for targets that are there and not healthy. */
function hasTargets({ health }: ObservedTargetGroup): boolean {
  return health === undefined || health.registered > 0;
}

function servedBy(arn: string, { rules, listeners }: ObservedStack): readonly ObservedRule[] {
  const byDefault = listeners.filter(({ defaultActions }) => forwardsTo(defaultActions).includes(arn));
  if (byDefault.length > 0)
    return byDefault.map(({ defaultActions: actions }) => ({
      arn,
      listenerArn: '',
      priority: 0,
      conditions: [],
      actions,
      transforms: [],
      tags: {},
    }));
  return rules.filter(({ actions }) => forwardsTo(actions).includes(arn));
}

function patienceIsOver({ tags }: ObservedRule, { options, profile }: Planning): boolean {
  return options.now >= Number(tags[profile.tagKeys.retireAfter] ?? 0) * 1000;
}

/** Parks one group on a listener, from the highest priority downwards. */
export function parkStep(
  group: string,
  listenerArn: string,
  taken: Set<number>,
  { stack, profile, options, observed }: Planning,
): Step {
  let priority = parkingSlot;
  while (taken.has(priority)) priority -= 1;
  taken.add(priority);
  const ref = group.startsWith('ref:') ? group.slice('ref:'.length) : undefined;
  const name = ref ?? observed.targetGroups.find(({ arn }) => arn === group)?.name ?? group;
  const resource = fitTagValue(`warm-up:${name}`);
  return {
    id: `create ${resource}`,
    verb: 'create',
    resource,
    reason: 'lets a new target group become healthy before it serves',
    after: [],
    request: {
      call: 'CreateRule',
      listener: listenerArn,
      priority,
      conditions: [{ field: 'host-header', values: [parkedHost] }],
      actions: [
        { type: 'forward', targetGroups: [{ arn: ref === undefined ? group : { ref, attribute: 'arn' }, weight: 1 }] },
      ],
      transforms: [],
      tags: {
        ...trackingTags(profile, stack.gateway, resource),
        [profile.tagKeys.retireAfter]: String(Math.ceil(options.now / 1000) + warmUpSeconds),
      },
    },
  };
}

/** Parked rules of ours on a listener whose group needs them no longer. */
export function unparkSteps(
  listenerArn: string,
  stillWarming: ReadonlySet<string>,
  { observed, stack, profile }: Planning,
): readonly Step[] {
  return observed.rules
    .filter(
      (rule) =>
        rule.listenerArn === listenerArn &&
        isParked(rule) &&
        isOfStack(rule.tags, profile, stack.gateway) &&
        !forwardsTo(rule.actions).some((arn) => stillWarming.has(arn)),
    )
    .map(({ arn }) => ({
      id: `delete ${arn}`,
      verb: 'delete',
      resource: arn,
      reason: 'its target group serves, or is no longer wanted',
      after: [],
      request: { call: 'DeleteRule', rule: arn },
    }));
}
