// What a run came to, from the results of its steps and what the plan still waits for.
import type { ObservedLoadBalancer } from '../core/plan/observed.ts';
import type { Outcome, StepResult } from '../core/plan/outcome.ts';
import type { Wait } from '../core/plan/plan.ts';
import { type Fault, type FaultKind, isRetryable } from './faults.ts';
import { backOffSeconds } from './retry.ts';

export interface RunResult {
  readonly results: readonly StepResult[];
  readonly known: Outcome['known'];
  readonly waitsFor: readonly Wait[];
  readonly loadBalancer?: Pick<ObservedLoadBalancer, 'arn' | 'dnsName' | 'state'>;
}

/** Seconds until a look after steps that had to be skipped. */
const skippedPoll = 5;

/** `ring`: how often this Gateway has rung itself already; `jitter` in [0, 1). */
export function outcomeOf(
  { results, known, waitsFor, loadBalancer }: RunResult,
  ring: number,
  jitter: number,
): Outcome {
  const failed = results.filter((result) => result.result === 'failed');
  const skipped = results.filter((result) => result.result === 'skipped');
  const looks = [
    ...waitsFor.map(({ lookAgainInSeconds }) => lookAgainInSeconds),
    ...(failed.some(({ fault }) => isRetryable(fault.kind as FaultKind)) ? [backOffSeconds(ring, jitter)] : []),
    ...(skipped.length > 0 && failed.length === 0 ? [skippedPoll] : []),
  ];
  const why = [
    ...failed.map(({ fault }) => `${fault.operation} ${fault.code}`),
    ...waitsFor.map((wait) => wait.why),
    ...skipped.map((result) => result.why),
  ];
  return {
    verdict: failed.length > 0 ? 'failed' : skipped.length > 0 || waitsFor.length > 0 ? 'waiting' : 'done',
    results,
    known,
    ...(loadBalancer === undefined
      ? {}
      : { loadBalancer: { arn: loadBalancer.arn, dnsName: loadBalancer.dnsName, state: loadBalancer.state } }),
    ...(looks.length === 0 ? {} : { lookAgainInSeconds: Math.min(...looks) }),
    ...(why.length === 0 ? {} : { why: [...new Set(why)].join('; ') }),
  };
}

/** The outcome of a run that a Fault ended before it could plan. */
export function outcomeOfFault(fault: Fault, ring: number, jitter: number): Outcome {
  const { operation, kind, code } = fault;
  return {
    verdict: isRetryable(kind) ? 'waiting' : 'failed',
    results: isRetryable(kind) ? [] : [{ step: `observe ${operation}`, result: 'failed', fault: fault.toFact() }],
    known: {},
    why: `${operation} ${code}`,
    ...(isRetryable(kind) ? { lookAgainInSeconds: backOffSeconds(ring, jitter) } : {}),
  };
}
