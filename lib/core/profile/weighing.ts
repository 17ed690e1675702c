// How the weights of a rule's backends become the weights of a forward action.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html
import { targetGroupsPerAction, targetGroupWeight } from '../stack/limits.ts';
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** `group` is a target group's id; absent: an invalid backend, or, in the answer, the group that never has targets. */
export interface Share {
  readonly group?: string;
  readonly weight: number;
}

export type Weighed =
  | { readonly say: 'forward'; readonly shares: readonly Share[]; readonly note?: string }
  /** Nothing carries weight: the rule answers 500. */
  | { readonly say: 'nothing' }
  | Refusal;

/** LIM-32, LIM-22, LIM-18: any weight is scaled, equal groups are one, and the share of invalid backends fails. */
export function weighProportionally(shares: readonly Share[], isSticky: boolean): Weighed {
  const merged = new Map<string | undefined, number>();
  for (const { group, weight } of shares) merged.set(group, (merged.get(group) ?? 0) + weight);
  const lost = merged.get(undefined) ?? 0;
  merged.delete(undefined);
  if (!shares.some(({ group, weight }) => group !== undefined && weight > 0)) return { say: 'nothing' };
  const keepsLost = lost > 0 && !isSticky;
  const weights: [string | undefined, number][] = keepsLost ? [...merged, [undefined, lost]] : [...merged];
  if (weights.length > targetGroupsPerAction) return refuse(tooMany(weights.length), 'too-many-target-groups');
  const largest = Math.max(...weights.map(([, weight]) => weight));
  const scale = largest > targetGroupWeight ? targetGroupWeight / largest : 1;
  return {
    say: 'forward',
    shares: weights.map(([group, weight]) => ({
      ...(group === undefined ? {} : { group }),
      weight: weight === 0 ? 0 : Math.max(1, Math.round(weight * scale)),
    })),
    ...(lost > 0 ? { note: lostShare(isSticky) } : {}),
  };
}

function tooMany(count: number): string {
  return `a rule forwards to at most ${targetGroupsPerAction} target groups, not ${count}. Split it into several rules or routes`;
}

function lostShare(isSticky: boolean): string {
  return isSticky
    ? 'the share of its invalid backends goes to the valid ones, because a sticky client would stay without an answer'
    : 'the share of its invalid backends answers 503';
}

/** LIM-18, LIM-22, LIM-32: invalid backends are left out, groups may repeat, and a weight over 999 stops the Gateway. */
export function weighAsWritten(shares: readonly Share[]): Weighed {
  const over = shares.find(({ weight }) => weight > targetGroupWeight);
  if (over !== undefined)
    return refuse(`weight ${over.weight} must be at most ${targetGroupWeight}`, 'weight-over-limit');
  const valid = shares.filter(({ group }) => group !== undefined);
  return valid.some(({ weight }) => weight > 0) ? { say: 'forward', shares: valid } : { say: 'nothing' };
}
