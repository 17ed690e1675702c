// What applying a plan did: values, because a failed step is a fact about the world and not an exception.
import type { Known } from '../base/ref.ts';

export type StepResult =
  | { readonly step: string; readonly result: 'done' }
  /** A step that this one needs did not succeed, or the run's time was up. */
  | { readonly step: string; readonly result: 'skipped'; readonly why: string }
  | { readonly step: string; readonly result: 'failed'; readonly fault: FaultFact };

/** A classified failure of the outside world; see lib/reconcile/faults.ts for the kinds. */
export interface FaultFact {
  readonly kind: string;
  /** AWS or Kubernetes operation, e.g. `CreateRule`. */
  readonly operation: string;
  readonly resource: string;
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

export interface Outcome {
  /** `done`: the world is as desired. `waiting`: only time is missing. `failed`: at least one step failed. `superseded`: this run stepped back. */
  readonly verdict: 'done' | 'waiting' | 'failed' | 'superseded';
  readonly results: readonly StepResult[];
  readonly known: Known;
  /** Present once the load balancer exists. */
  readonly loadBalancer?: { readonly arn: string; readonly dnsName: string; readonly state: string };
  /** Seconds until the next look, if one is owed. */
  readonly lookAgainInSeconds?: number;
  readonly why?: string;
}
