// Checks one target again and again on the emulated clock, and tells when its health changes.
import type { Clock } from '../../clock.ts';
import type { HealthCheckView, TargetHealth } from '../load-balancer-source.ts';
import type { Probe } from './probe.ts';
import { initialState, nextState, type CheckResult, type CheckedState } from './target-state.ts';

export interface CheckLoop {
  health(): TargetHealth;
  stop(): void;
}

export interface CheckLoopOptions {
  readonly clock: Clock;
  /** 1 checks at the configured interval; smaller is faster; 0 repeats at once until the state has settled. */
  readonly timeScale: number;
  /** The check configuration and a new probe, read anew for every check. */
  check(): HealthCheckView;
  probe(): Probe;
  changed(health: TargetHealth): void;
}

/** Bounds on scaled time, so that a time scale of 0 neither spins nor fails a busy target. */
const shortestIntervalMs = 1000;
const shortestTimeoutMs = 1000;

/** Starts with a check at once. The interval does not depend on how long replies take. */
export function startCheckLoop(options: CheckLoopOptions): CheckLoop {
  let state: CheckedState = initialState;
  let stopped = false;
  let cancelTimer = () => {};
  let cancelProbe = () => {};

  const run = () => {
    const check = options.check();
    const interval = Math.max(check.intervalSeconds * 1000 * options.timeScale, shortestIntervalMs);
    cancelTimer = options.clock.schedule(interval, run);
    cancelProbe();
    const attempt = checkOnce(options, check);
    cancelProbe = attempt.cancel;
    void attempt.result.then((result) => {
      if (!stopped && result) settle(result, check);
    });
  };

  const settle = (result: CheckResult, check: HealthCheckView) => {
    const before = state.health;
    state = nextState(state, result, check);
    if (state.health.state !== before.state || state.health.reason !== before.reason) options.changed(state.health);
    if (options.timeScale === 0 && state.against > 0 && !stopped) {
      cancelTimer();
      run();
    }
  };

  run();
  return {
    health: () => state.health,
    stop: () => {
      stopped = true;
      cancelTimer();
      cancelProbe();
    },
  };
}

/** One check under the configured timeout; no result when it is cancelled. */
function checkOnce(options: CheckLoopOptions, check: HealthCheckView) {
  const attempt = options.probe();
  const timeout = Math.max(check.timeoutSeconds * 1000 * Math.min(options.timeScale, 1), shortestTimeoutMs);
  let cancelTimer = () => {};
  let abandon = () => {};
  const result = new Promise<CheckResult | undefined>((resolve) => {
    abandon = () => resolve(undefined);
    cancelTimer = options.clock.schedule(timeout, () => {
      resolve({ kind: 'timeout' });
      attempt.cancel();
    });
    void attempt.result.then((outcome) => {
      cancelTimer();
      resolve(outcome);
    });
  });
  return {
    result,
    cancel: () => {
      abandon();
      cancelTimer();
      attempt.cancel();
    },
  };
}
