// How check results turn into target health. Elastic Load Balancing user guide, "Health checks for target groups".
//
//  state      a pass                               a failure
//  initial    healthy at once                      unhealthy after UnhealthyThresholdCount in a row
//  healthy    stays                                unhealthy after UnhealthyThresholdCount in a row
//  unhealthy  healthy after HealthyThresholdCount  stays
import type { HealthCheckView, TargetHealth } from '../load-balancer-source.ts';

/** The outcome of one check. */
export type CheckResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'mismatch'; readonly code: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed' };

export interface CheckedState {
  readonly health: TargetHealth;
  /** Results in a row that contradict the present state. */
  readonly against: number;
}

/** The state of a target whose first check is still to come. */
export const initialState: CheckedState = {
  health: { state: 'initial', reason: 'Elb.InitialHealthChecking', description: 'Initial health checks in progress' },
  against: 0,
};

/** The state after one more check. */
export function nextState(current: CheckedState, result: CheckResult, check: HealthCheckView): CheckedState {
  const { state } = current.health;
  const passed = result.kind === 'passed';
  const reached: TargetHealth = passed ? { state: 'healthy' } : failure(result);
  if (reached.state === state || (passed && state === 'initial')) return { health: reached, against: 0 };
  const against = current.against + 1;
  const needed = passed ? check.healthyThreshold : check.unhealthyThreshold;
  return against < needed ? { health: current.health, against } : { health: reached, against: 0 };
}

function failure(result: Exclude<CheckResult, { kind: 'passed' }>): TargetHealth {
  if (result.kind === 'mismatch') {
    const description = `Health checks failed with these codes: [${result.code}]`;
    return { state: 'unhealthy', reason: 'Target.ResponseCodeMismatch', description };
  }
  if (result.kind === 'timeout')
    return { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' };
  return { state: 'unhealthy', reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
}
