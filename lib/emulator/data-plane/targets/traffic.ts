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
  /** Notes how a request went at its target. */
  noteOutcome(group: TargetGroupView, target: { readonly id: string; readonly port: number }, outcome: Outcome): void;
  /** Cuts the requests whose target is no longer registered: the deregistration delay is over. */
  cutUnregistered(groups: readonly TargetGroupView[]): void;
}

/** Whether a target failed a request (a status of 5xx, or none at all), and when in milliseconds since the epoch. */
export interface Outcome {
  readonly failed: boolean;
  readonly at: number;
}

/** What is counted of a target's recent requests; older ones count for less and less. */
interface Recent {
  requests: number;
  failed: number;
  at: number;
}

const halfLifeMs = 30_000;

/** Lets what was counted fade up to `now`. */
function fade(recent: Recent, now: number): Recent {
  const factor = 0.5 ** (Math.max(now - recent.at, 0) / halfLifeMs);
  return { requests: recent.requests * factor, failed: recent.failed * factor, at: now };
}

/** Everything is 0, or unknown, for groups and targets never seen. Turns are counted per group and never reset. */
export function createTraffic(): Traffic {
  const inFlight = new Map<string, Set<() => void>>();
  const turns = new Map<string, number>();
  const healthy = new Map<string, number>();
  const outcomes = new Map<string, Recent>();
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
    failures: (group, target, now) => {
      const recent = outcomes.get(keyOf(group.arn, target));
      if (!recent) return { share: 0, count: 0 };
      const { requests, failed } = fade(recent, now);
      return { share: failed / requests, count: requests };
    },
    noteOutcome: (group, target, { failed, at }) => {
      const key = keyOf(group.arn, target);
      const recent = fade(outcomes.get(key) ?? { requests: 0, failed: 0, at }, at);
      outcomes.set(key, { requests: recent.requests + 1, failed: recent.failed + (failed ? 1 : 0), at });
    },
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
      if (inFlight.size === 0 && outcomes.size === 0) return;
      const registered = new Set(groups.flatMap((group) => group.targets.map((target) => keyOf(group.arn, target))));
      for (const key of outcomes.keys()) if (!registered.has(key)) outcomes.delete(key);
      for (const [key, cuts] of inFlight) {
        if (!registered.has(key)) for (const cut of [...cuts]) cut();
      }
    },
  };
}
