// Failures of AWS in the words that status and Events use.
import type { FaultFact } from '../plan/outcome.ts';

/** Kinds of failure that end only when somebody changes something; the others are tried again unasked. */
const permanent = ['denied', 'quota', 'rejected'];

/** A kind that is not known is tried again. */
export function isRetryable(kind: string): boolean {
  return !permanent.includes(kind);
}

/** Stable text for conditions: no request id. */
export function faultText({ operation, resource, code, message }: FaultFact): string {
  return `${operation} of ${resource} failed: ${code}: ${message}`;
}

/** For Events, which may differ each time. */
export function faultEventText(fault: FaultFact): string {
  return fault.requestId === undefined ? faultText(fault) : `${faultText(fault)} (request id ${fault.requestId})`;
}
