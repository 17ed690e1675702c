// Listener rules, per listener.
//
//   observed rule of ours           | a desired rule with…            | plan
//   --------------------------------+---------------------------------+-----------------------------------------------
//   any                             | equal conditions and effect     | keep; move if the order needs it
//   any                             | equal conditions                | ModifyRule, once its new groups are warm
//   …and it has to change places    | equal conditions                | create and delete: a changed rule never moves
//   any                             | none                            | delete
//   –                               | no observed one left            | create
//
// Conditions are never changed in place. See rule-slots for the order of steps and why traffic never falls into a gap.
import type { Value } from '../base/ref.ts';
import type { AlbListener, ListenerRule, Tags } from '../stack/stack.ts';
import { conditionsText, effectText } from './canonical-rule.ts';
import type { ObservedRule } from './observed.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import type { Wait } from './plan.ts';
import type { Planning } from './planning.ts';
import { resolveRefs } from './resolve-refs.ts';
import { assignSlots, crossing, type Slots } from './rule-slots.ts';
import type { Step } from './step.ts';
import { tagSteps } from './tag-steps.ts';
import { coldGroups, forwardsTo, isParked, parkStep, unparkSteps, warmthOf } from './warm-up.ts';

export interface RuleSteps {
  readonly steps: readonly Step[];
  readonly waitsFor: readonly Wait[];
}

/** A desired rule and the observed rule that is to become it, if there is one. */
interface Pair {
  readonly desired: ListenerRule;
  readonly found?: ObservedRule;
  readonly changes: boolean;
}

/** The rules of one listener, sorted out. */
interface ListenerPlan {
  readonly listener: AlbListener;
  readonly pairs: readonly Pair[];
  readonly doomed: readonly ObservedRule[];
  readonly slots: Slots;
}

const warmUpPoll = 5;

/**
 * `steps` are in the one order that leaves no gap in traffic, over all listeners: creates, changes, deletes, behind
 * what makes room on a full load balancer. Rules that lack our tags keep their priorities; from an incomplete
 * snapshot none is deleted.
 */
export function planRules(planning: Planning): RuleSteps {
  const { stack, matches } = planning;
  const plans = stack.listeners
    .filter(({ id }) => matches.blocked[id] === undefined)
    .map((listener) => sortOut(listener, planning));
  const early = earlyDeletes(plans, planning);
  const parts = plans.map((plan) => listenerSteps(plan, early, planning));
  return {
    steps: [
      ...parts.flatMap(({ early: steps }) => steps),
      ...parts.flatMap(({ creates }) => creates),
      ...parts.flatMap(({ changes }) => changes),
      ...parts.flatMap(({ deletes }) => deletes),
    ],
    waitsFor: parts.flatMap(({ waitsFor }) => waitsFor),
  };
}

/** Pairs desired with observed rules: first by equality, then by equal conditions; in order of rank and priority. */
function sortOut(listener: AlbListener, planning: Planning): ListenerPlan {
  const { stack, matches, options } = planning;
  const onListener = planning.observed.rules.filter(
    ({ listenerArn }) => listenerArn === matches.listeners[listener.id]?.arn,
  );
  const movable = onListener.filter((rule) => isOfStack(rule.tags, planning.profile, stack.gateway) && !isParked(rule));
  const desired = stack.rules.filter(({ port }) => port === listener.port).sort((a, b) => a.rank - b.rank);
  const pairs = splitCrossing(
    pairUp(
      desired.map((rule) => ({ ...rule, actions: resolveRefs(rule.actions, matches.known) })),
      movable,
    ),
  );
  const claimed = new Set(pairs.map(({ found }) => found?.arn));
  const unclaimed = movable.filter(({ arn }) => !claimed.has(arn));
  const doomed = options.complete ? unclaimed : [];
  const occupied = onListener.filter(
    (rule) => !movable.includes(rule) || (!options.complete && unclaimed.includes(rule)),
  );
  const order = pairs.map(({ desired: { id }, found }) =>
    found === undefined ? { id } : { id, current: found.priority },
  );
  const slots = assignSlots({
    order,
    doomed: doomed.map(({ priority }) => priority),
    occupied: occupied.map(({ priority }) => priority),
  });
  return { listener, pairs, doomed: doomed.sort((a, b) => b.priority - a.priority), slots };
}

function pairUp(desired: readonly ListenerRule[], observed: readonly ObservedRule[]): readonly Pair[] {
  const free = [...observed]
    .sort((a, b) => a.priority - b.priority)
    .map((rule) => ({ rule, conditions: conditionsText(rule.conditions), effect: effectText(rule) }));
  const take = (fits: (candidate: (typeof free)[number]) => boolean): ObservedRule | undefined => {
    const index = free.findIndex(fits);
    return index === -1 ? undefined : free.splice(index, 1)[0]?.rule;
  };
  const wanted = desired.map((rule) => ({
    rule,
    conditions: conditionsText(rule.conditions),
    effect: effectText(rule),
  }));
  const equals = wanted.map(({ conditions, effect }) =>
    take((candidate) => candidate.conditions === conditions && candidate.effect === effect),
  );
  return wanted.map(({ rule, conditions }, index) => {
    const equal = equals[index];
    const found = equal ?? take((candidate) => candidate.conditions === conditions);
    return found === undefined
      ? { desired: rule, changes: false }
      : { desired: rule, found, changes: equal === undefined };
  });
}

/** A rule that changes its effect and its place would serve neither the old nor the new world in between: it is made anew. */
function splitCrossing(pairs: readonly Pair[]): readonly Pair[] {
  const crossed = crossing(
    pairs.map(({ desired: { id }, found }) => (found === undefined ? { id } : { id, current: found.priority })),
  );
  return pairs.map(({ desired, found, changes }) =>
    found === undefined || (changes && crossed.has(desired.id))
      ? { desired, changes: false }
      : { desired, found, changes },
  );
}

/** Rules that must go before others can come, because the load balancer is full; those that matter least, from the bottom. */
function earlyDeletes(plans: readonly ListenerPlan[], { observed, profile }: Planning): ReadonlySet<string> {
  const creates = plans.reduce(
    (count, { pairs }) => count + pairs.filter(({ found }) => found === undefined).length,
    0,
  );
  const excess = observed.rules.length + creates - profile.quotas.rulesPerLoadBalancer;
  const doomed = plans.flatMap((plan) => plan.doomed).sort((a, b) => b.priority - a.priority);
  return new Set(creates === 0 ? [] : doomed.slice(0, Math.max(0, excess)).map(({ arn }) => arn));
}

interface ListenerSteps {
  readonly early: readonly Step[];
  readonly creates: readonly Step[];
  readonly changes: readonly Step[];
  readonly deletes: readonly Step[];
  readonly waitsFor: readonly Wait[];
}

function listenerSteps(plan: ListenerPlan, early: ReadonlySet<string>, planning: Planning): ListenerSteps {
  const creates = createSteps(plan, planning);
  const modifies = modifySteps(plan, planning);
  const reorder = reorderSteps(plan);
  const growing = [...creates, ...modifies.steps, ...reorder].map(({ id }) => id);
  const arn = planning.matches.listeners[plan.listener.id]?.arn;
  const unpark = arn === undefined || !planning.options.complete ? [] : unparkSteps(arn, modifies.warming, planning);
  return {
    early: [
      ...spreadSteps(plan),
      ...plan.doomed.filter((rule) => early.has(rule.arn)).map((rule) => deleteStep(rule, [])),
    ],
    creates,
    changes: [...modifies.steps, ...ruleTagSteps(plan, planning), ...reorder],
    deletes: [
      ...plan.doomed.filter((rule) => !early.has(rule.arn)).map((rule) => deleteStep(rule, growing)),
      ...unpark.map((step) => ({ ...step, after: growing })),
    ],
    waitsFor:
      modifies.warming.size === 0
        ? []
        : [
            {
              resource: plan.listener.id,
              why: 'new targets are becoming healthy',
              leavesUndone: true,
              lookAgainInSeconds: warmUpPoll,
            },
          ],
  };
}

function desiredTags(rule: ListenerRule, { profile, stack }: Planning): Tags {
  return { ...rule.tags, ...trackingTags(profile, stack.gateway, rule.id) };
}

function createSteps({ listener, pairs, slots }: ListenerPlan, planning: Planning): readonly Step[] {
  return pairs
    .filter(({ found }) => found === undefined)
    .map(({ desired }) => ({
      id: `create ${desired.id}`,
      verb: 'create',
      resource: desired.id,
      reason: 'desired, absent',
      after: [],
      request: {
        call: 'CreateRule',
        listener: resolveRefs<Value>({ ref: listener.id, attribute: 'arn' }, planning.matches.known),
        priority: slots.created[desired.id] ?? 0,
        conditions: desired.conditions,
        actions: desired.actions,
        transforms: desired.transforms,
        tags: desiredTags(desired, planning),
      },
    }));
}

function modifySteps(
  { listener, pairs }: ListenerPlan,
  planning: Planning,
): { readonly steps: readonly Step[]; readonly warming: ReadonlySet<string> } {
  const listenerArn = planning.matches.listeners[listener.id]?.arn ?? '';
  const taken = new Set(
    planning.observed.rules.filter((rule) => rule.listenerArn === listenerArn).map(({ priority }) => priority),
  );
  const warming = new Set<string>();
  const parked = new Set<string>();
  const steps: Step[] = [];
  for (const { desired, found, changes } of pairs) {
    if (found === undefined || !changes) continue;
    if (warmthOf(desired.actions, planning) === 'warm') {
      steps.push(modifyStep(desired, found));
      continue;
    }
    forwardsTo(desired.actions).forEach((arn) => warming.add(arn));
    for (const group of coldGroups(desired.actions, planning).filter((arn) => !parked.has(arn))) {
      parked.add(group);
      steps.push(parkStep(group, listenerArn, taken, planning));
    }
  }
  return { steps, warming };
}

function modifyStep(desired: ListenerRule, found: ObservedRule): Step {
  return {
    id: `modify ${desired.id}`,
    verb: 'modify',
    resource: desired.id,
    reason: 'what it does with requests differs',
    after: [],
    request: { call: 'ModifyRule', rule: found.arn, actions: desired.actions, transforms: desired.transforms },
  };
}

function ruleTagSteps({ pairs }: ListenerPlan, planning: Planning): readonly Step[] {
  const tagged = pairs.flatMap(({ desired, found }) =>
    found === undefined
      ? []
      : [{ resource: desired.id, arn: found.arn, desired: desiredTags(desired, planning), observed: found.tags }],
  );
  return tagSteps(tagged, planning.profile);
}

/** One atomic call: rules whose place changes, and the doomed ones behind them all. */
function reorderSteps({ listener, pairs, doomed, slots }: ListenerPlan): readonly Step[] {
  const moves = pairs.flatMap(({ desired: { id }, found }) => {
    const priority = slots.moved[id];
    const rule: Value = found?.arn ?? { ref: id, attribute: 'arn' };
    return priority === undefined ? [] : [{ rule, priority }];
  });
  if (moves.length === 0) return [];
  const retired = doomed.flatMap(({ arn, priority }) => {
    const last = slots.retired[slots.spread[priority] ?? priority];
    return last === undefined ? [] : [{ rule: arn, priority: last }];
  });
  return [reorderStep(listener, 'order', 'the order of rules differs', [...moves, ...retired])];
}

function spreadSteps({ listener, pairs, doomed, slots }: ListenerPlan): readonly Step[] {
  const ours = [...pairs.flatMap(({ found }) => found ?? []), ...doomed];
  const moves = ours.flatMap(({ arn, priority }) => {
    const to = slots.spread[priority];
    return to === undefined || to === priority ? [] : [{ rule: arn, priority: to }];
  });
  return moves.length === 0 ? [] : [reorderStep(listener, 'spread', 'room for new rules', moves)];
}

function reorderStep(
  listener: AlbListener,
  detail: string,
  reason: string,
  priorities: readonly { readonly rule: Value; readonly priority: number }[],
): Step {
  return {
    id: `reorder ${listener.id} ${detail}`,
    verb: 'reorder',
    resource: listener.id,
    reason,
    after: [],
    request: { call: 'SetRulePriorities', priorities },
  };
}

function deleteStep({ arn, priority }: ObservedRule, after: readonly string[]): Step {
  return {
    id: `delete ${arn}`,
    verb: 'delete',
    resource: arn,
    reason: `rule ${String(priority)} is no longer desired`,
    after,
    request: { call: 'DeleteRule', rule: arn },
  };
}
