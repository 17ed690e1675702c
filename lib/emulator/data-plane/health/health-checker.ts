// Decides which targets are checked: those of groups that an active load balancer uses. Elastic Load Balancing user
// guide, "Target health status".
//
//  group                          target           what happens
//  used by no load balancer       any              unused, Target.NotInUse
//  load balancer not active yet   unused           initial, Elb.RegistrationInProgress
//  checks disabled                any              unavailable, Target.HealthCheckDisabled
//  used by an active one          draining         left alone
//  used by an active one          anything else    checked
import type { Clock } from '../../clock.ts';
import type { LoadBalancerSource, TargetGroupView, TargetHealth, TargetView } from '../load-balancer-source.ts';
import type { FunctionPort } from '../targets/function-port.ts';
import type { Traffic } from '../targets/traffic.ts';
import { targetKey } from '../routing/stick.ts';
import { startCheckLoop, type CheckLoop } from './check-loop.ts';
import { probe } from './probe.ts';
import { probeFunction } from './probe-function.ts';
import { initialState } from './target-state.ts';

export interface HealthChecker {
  /** Starts and stops checks so that they fit the present target groups. */
  reconcile(groups: readonly TargetGroupView[], activeLoadBalancers: ReadonlySet<string>): void;
  close(): void;
}

export interface HealthCheckerOptions {
  readonly source: LoadBalancerSource;
  readonly clock: Clock;
  /** Where a VPC address lives on this machine. */
  locate(address: string): string;
  readonly timeScale: number;
  readonly traffic: Traffic;
  /** Runs functions that are targets. */
  readonly functions?: FunctionPort | undefined;
}

const notInUse: TargetHealth = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
};
const registering: TargetHealth = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
};
const unchecked: TargetHealth = {
  state: 'unavailable',
  reason: 'Target.HealthCheckDisabled',
  description: 'Health checks are disabled',
};

type Verdict = TargetHealth | 'check' | 'leave';

/** What the table above says about one target. */
function verdictOn(group: TargetGroupView, target: TargetView, active: ReadonlySet<string>): Verdict {
  if (target.state === 'draining') return 'leave';
  if (group.loadBalancerArns.length === 0) return notInUse;
  if (!group.healthCheck.enabled) return unchecked;
  if (group.loadBalancerArns.some((arn) => active.has(arn))) return 'check';
  return target.state === 'unused' ? registering : 'leave';
}

interface Checked {
  group: TargetGroupView;
  readonly loop: CheckLoop;
}

/**
 * Checks nothing until the first `reconcile`. A target that comes under check is reported as initial at once, and
 * afterwards whenever its health changes.
 */
export function createHealthChecker(options: HealthCheckerOptions): HealthChecker {
  const checked = new Map<string, Checked>();

  const stop = (key: string) => {
    checked.get(key)?.loop.stop();
    checked.delete(key);
  };

  const check = (key: string, group: TargetGroupView, target: TargetView) => {
    const held = checked.get(key);
    if (held) held.group = group;
    // The control plane says "initial" again: the target was registered anew between two looks.
    if (held && target.state === 'initial' && held.loop.health().state !== 'initial') stop(key);
    if (checked.has(key)) return;
    const groupNow = () => checked.get(key)?.group ?? group;
    checked.set(key, { group, loop: startLoop(options, target, groupNow) });
  };

  return {
    reconcile: (groups, active) => {
      const wanted = new Set<string>();
      const pairs = groups.flatMap((group) => group.targets.map((target) => ({ group, target })));
      for (const { group, target } of pairs) {
        const verdict = verdictOn(group, target, active);
        const key = `${group.arn}|${targetKey(target)}`;
        if (verdict === 'check') {
          wanted.add(key);
          check(key, group, target);
        } else if (verdict !== 'leave' && target.state !== verdict.state) {
          options.source.reportHealth(group.arn, target, verdict);
        }
      }
      for (const key of [...checked.keys()]) if (!wanted.has(key)) stop(key);
    },
    close: () => {
      for (const key of [...checked.keys()]) stop(key);
    },
  };
}

function startLoop(options: HealthCheckerOptions, target: TargetView, group: () => TargetGroupView): CheckLoop {
  const report = (health: TargetHealth) => {
    const { arn } = group();
    options.traffic.noteHealthy(arn, target, health.state === 'healthy' ? options.clock.now() : undefined);
    options.source.reportHealth(arn, target, health);
  };
  report(initialState.health);
  return startCheckLoop({
    clock: options.clock,
    timeScale: options.timeScale,
    check: () => group().healthCheck,
    probe: () =>
      group().targetType === 'lambda'
        ? probeFunction(group(), target.id, options.functions)
        : probe(group(), probeTarget(group(), target, options.locate)),
    changed: report,
  });
}

function probeTarget(group: TargetGroupView, target: TargetView, locate: (address: string) => string) {
  const port = group.healthCheck.port === 'traffic-port' ? target.port : Number(group.healthCheck.port);
  return { address: locate(target.address), port, shownAddress: target.address };
}
