// What the outcome of a run says about how far the load balancer and its listeners are.
import type { Outcome, StepResult } from '../plan/outcome.ts';
import { faultText, isRetryable } from './fault-words.ts';

/** Of the whole load balancer. `unknown`: this run could not find out, and what is shown stays. */
export type Programming =
  | { readonly state: 'ready'; readonly arn: string }
  | { readonly state: 'pending'; readonly why: string }
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'unknown' };

/** Of its listeners. */
export interface ListenerProgramming {
  /** Whether listeners about which nothing else is said carry traffic. `unknown`: as far as is shown. */
  readonly ready: boolean | 'unknown';
  /** If not ready. */
  readonly why: string;
  /** By port: what AWS said against the listener itself. */
  readonly faults: ReadonlyMap<number, string>;
  /** Ports of listeners whose turn has not come. */
  readonly unfinished: ReadonlySet<number>;
}

type Failure = Extract<StepResult, { readonly result: 'failed' }>;

/** In the order of the steps, skipped ones not included; none without an outcome. */
export function failuresOf(outcome: Outcome | undefined): readonly Failure[] {
  return (outcome?.results ?? []).filter((result): result is Failure => result.result === 'failed');
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html */
const servingStates = ['active', 'active_impaired'];

function serves(outcome: Outcome | undefined): boolean {
  return servingStates.includes(outcome?.loadBalancer?.state ?? '');
}

/**
 * `refused` only for what does not end unasked; it outranks a load balancer that serves. Without an outcome:
 * `unknown`.
 */
export function programmingOf(outcome: Outcome | undefined): Programming {
  if (outcome === undefined || outcome.verdict === 'superseded') return { state: 'unknown' };
  const { loadBalancer, verdict } = outcome;
  const permanent = failuresOf(outcome).filter(({ fault }) => !isRetryable(fault.kind));
  if (permanent.length > 0) return { state: 'refused', why: permanent.map(({ fault }) => faultText(fault)).join(' ') };
  if (loadBalancer?.state === 'failed')
    return { state: 'refused', why: 'AWS could not provision the load balancer (state failed).' };
  if (verdict === 'failed') return loadBalancer ? { state: 'unknown' } : { state: 'pending', why: retryText(outcome) };
  if (loadBalancer && serves(outcome)) return { state: 'ready', arn: loadBalancer.arn };
  return { state: 'pending', why: 'Waiting for the load balancer to be active.' };
}

function retryText(outcome: Outcome): string {
  const [first] = failuresOf(outcome);
  return first ? `Waiting for AWS: ${faultText(first.fault)}` : 'Waiting for AWS.';
}

/** Skipped steps and those that will be tried again leave a port unfinished; only permanent faults are told. */
export function listenerProgramming(outcome: Outcome | undefined): ListenerProgramming {
  const programming = programmingOf(outcome);
  const faults = new Map<number, string>();
  const unfinished = new Set<number>();
  for (const result of outcome?.results ?? []) {
    const port = listenerPort(result.step);
    if (port === undefined || result.result === 'done') continue;
    if (result.result === 'failed' && !isRetryable(result.fault.kind)) faults.set(port, faultText(result.fault));
    else unfinished.add(port);
  }
  const ready = serves(outcome) || (programming.state === 'unknown' ? 'unknown' : false);
  return { ready, why: 'why' in programming ? programming.why : 'Waiting for the load balancer.', faults, unfinished };
}

/** Of one object: what the run found out, or else what its status says now. */
export function isReady(
  { ready }: ListenerProgramming,
  shown: readonly { readonly type: string; readonly status: string }[],
): boolean {
  return ready === 'unknown' ? shown.some(({ type, status }) => type === 'Programmed' && status === 'True') : ready;
}

/** Steps about a listener name it by its port: `create 443`. Those about its rules say `443:…`, and do not concern it. */
function listenerPort(step: string): number | undefined {
  const port = /^(?:create|modify) (\d+)(?:\s|$)/.exec(step)?.[1];
  return port === undefined ? undefined : Number(port);
}
