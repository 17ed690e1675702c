// Which target of a group serves a request. Elastic Load Balancing user guide, "Routing algorithms", "Slow start mode"
// and "Target group health" (fail open).
//
//  registered targets           candidates
//  none, or all unused/draining none: 503
//  enough healthy               the healthy ones
//  fewer than the threshold     all of them (fail open), whatever their health
import type { TargetGroupView, TargetView } from '../load-balancer-source.ts';
import type { Random } from '../../random.ts';

/** What the load balancer remembers about the traffic of its targets. */
export interface TrafficLedger {
  /** Requests in flight to a target. */
  outstanding(group: TargetGroupView, target: TargetView): number;
  /** Advances and returns the round-robin position of a group. */
  nextTurn(group: TargetGroupView): number;
  /** When the target last became healthy; undefined when it always was, as far as is known. */
  healthySince(group: TargetGroupView, target: TargetView): number | undefined;
  /** Share of a target's recent requests that failed at the target, and how many there were. */
  failures(group: TargetGroupView, target: TargetView, now: number): { readonly share: number; readonly count: number };
}

/**
 * The group as a node sees it: with cross-zone load balancing off, only the targets of the node's own zone. Elastic Load
 * Balancing user guide, "Cross-zone load balancing".
 */
export function seenFrom(group: TargetGroupView, zone: string | undefined): TargetGroupView {
  if (zone === undefined || group.attributes['load_balancing.cross_zone.enabled'] !== 'false') return group;
  const own = group.targets.filter((target) => (target.zone ?? 'all') === 'all' || target.zone === zone);
  return { ...group, targets: own };
}

/** The targets that may receive new requests, as the table above says. */
export function candidates(group: TargetGroupView): readonly TargetView[] {
  const registered = group.targets.filter((target) => target.state !== 'draining' && target.state !== 'unused');
  const healthy = registered.filter((target) => target.state === 'healthy' || target.state === 'unavailable');
  return healthy.length >= minimumHealthy(group, registered.length) ? healthy : registered;
}

function minimumHealthy(group: TargetGroupView, registered: number): number {
  const threshold = (unit: string) => {
    const value = Number(
      group.attributes[`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${unit}`],
    );
    return Number.isNaN(value) ? undefined : value;
  };
  return Math.max(threshold('count') ?? 1, Math.ceil(((threshold('percentage') ?? 0) / 100) * registered));
}

/** Chooses among the candidates by the group's algorithm; undefined when there are none. */
export function chooseTarget(
  group: TargetGroupView,
  ledger: TrafficLedger,
  chance: { readonly random: Random; readonly now: number },
): TargetView | undefined {
  const all = candidates(group);
  if (all.length <= 1) return all[0];
  const algorithm = group.attributes['load_balancing.algorithm.type'] ?? 'round_robin';
  if (algorithm === 'least_outstanding_requests') {
    const turn = ledger.nextTurn(group);
    const rotated = all.map((_, index) => all[(index + turn) % all.length] ?? all[0]);
    return rotated.reduce((best, target) =>
      best && target && ledger.outstanding(group, target) < ledger.outstanding(group, best) ? target : best,
    );
  }
  const warm = warmedUp(group, all, ledger, chance);
  if (algorithm === 'weighted_random')
    return byWeight(warm, anomalyWeights(group, warm, ledger, chance.now), chance.random);
  return warm[ledger.nextTurn(group) % warm.length];
}

function byWeight(targets: readonly TargetView[], weights: readonly number[], random: Random): TargetView | undefined {
  let ticket = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return targets.find((_, index) => (ticket -= weights[index] ?? 0) < 0) ?? targets.at(-1);
}

/** How much an anomalous target still gets of an equal share. */
const mitigatedWeight = 0.1;
/** Requests that must have been seen before a target is judged. */
const judgedFrom = 10;

/**
 * Weights under anomaly mitigation: a target that fails far more often than the others of its group gets little. "At least
 * three healthy targets" are needed; AWS does not publish the measure, so this one is a reading: twice the median share of
 * failures, and ten percentage points above it.
 */
function anomalyWeights(
  group: TargetGroupView,
  targets: readonly TargetView[],
  ledger: TrafficLedger,
  now: number,
): readonly number[] {
  const mitigates = group.attributes['load_balancing.algorithm.anomaly_mitigation'] === 'on' && targets.length >= 3;
  if (!mitigates) return targets.map(() => 1);
  const failures = targets.map((target) => ledger.failures(group, target, now));
  const median = failures.map(({ share }) => share).sort((a, b) => a - b)[Math.floor((failures.length - 1) / 2)] ?? 0;
  const isAnomalous = (share: number, count: number) =>
    count >= judgedFrom && share > Math.max(2 * median, median + 0.1);
  return failures.map(({ share, count }) => (isAnomalous(share, count) ? mitigatedWeight : 1));
}

/** Leaves out targets in slow start with a probability that shrinks linearly over the ramp. */
function warmedUp(
  group: TargetGroupView,
  all: readonly TargetView[],
  ledger: TrafficLedger,
  chance: { readonly random: Random; readonly now: number },
): readonly TargetView[] {
  const duration = Number(group.attributes['slow_start.duration_seconds'] ?? '0') * 1000;
  if (duration === 0) return all;
  const share = (target: TargetView) => {
    const since = ledger.healthySince(group, target);
    return since === undefined ? 1 : Math.min((chance.now - since) / duration, 1);
  };
  if (!all.some((target) => share(target) === 1)) return all;
  const warm = all.filter((target) => share(target) === 1 || chance.random.next() < share(target));
  return warm.length > 0 ? warm : all;
}
