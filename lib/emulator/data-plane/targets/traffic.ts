// What the load balancer remembers of the traffic to its targets: requests in flight, round-robin positions and since
// when a target is healthy.
import type { TargetGroupView } from '../load-balancer-source.ts';
import type { TrafficLedger } from '../routing/choose-target.ts';
import { targetKey } from '../routing/stick.ts';

export interface Traffic extends TrafficLedger {
  /** Counts a request in flight; returns the function that takes it out again. `cut` ends it early. */
  enter(group: TargetGroupView, target: { readonly id: string; readonly port: number }, cut: () => void): () => void;
  /** Notes that a target turned healthy at `now`; undefined forgets it. */
  noteHealthy(groupArn: string, target: { readonly id: string; readonly port: number }, now: number | undefined): void;
  /** Cuts the requests whose target is no longer registered: the deregistration delay is over. */
  cutUnregistered(groups: readonly TargetGroupView[]): void;
}

/** Everything is 0, or unknown, for groups and targets never seen. Turns are counted per group and never reset. */
export function createTraffic(): Traffic {
  const inFlight = new Map<string, Set<() => void>>();
  const turns = new Map<string, number>();
  const healthy = new Map<string, number>();
  const keyOf = (groupArn: string, target: { readonly id: string; readonly port: number }) =>
    `${groupArn}|${targetKey(target)}`;

  return {
    outstanding: (group, target) => inFlight.get(keyOf(group.arn, target))?.size ?? 0,
    nextTurn: (group) => {
      const turn = turns.get(group.arn) ?? 0;
      turns.set(group.arn, turn + 1);
      return turn;
    },
    healthySince: (group, target) => healthy.get(keyOf(group.arn, target)),
    noteHealthy: (groupArn, target, now) => {
      if (now === undefined) healthy.delete(keyOf(groupArn, target));
      else healthy.set(keyOf(groupArn, target), now);
    },
    enter: (group, target, cut) => {
      const key = keyOf(group.arn, target);
      const cuts = inFlight.get(key) ?? new Set();
      inFlight.set(key, cuts.add(cut));
      return () => {
        cuts.delete(cut);
        if (cuts.size === 0 && inFlight.get(key) === cuts) inFlight.delete(key);
      };
    },
    cutUnregistered: (groups) => {
      if (inFlight.size === 0) return;
      const registered = new Set(groups.flatMap((group) => group.targets.map((target) => keyOf(group.arn, target))));
      for (const [key, cuts] of inFlight) {
        if (!registered.has(key)) for (const cut of [...cuts]) cut();
      }
    },
  };
}
