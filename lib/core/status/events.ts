// Events on the Gateway: what AWS refused, with code and request id, and that a change went through. LBC's reasons.
import type { StatusPatch } from '../base/status-patch.ts';
import type { GatewayNode } from '../graph/graph.ts';
import type { Outcome } from '../plan/outcome.ts';
import { faultEventText } from './fault-words.ts';
import { failuresOf } from './programming.ts';

/** Most that one run tells; the rest repeats the same. */
const mostEvents = 5;

/**
 * Failures in the order of their steps, at most five; else success, if everything is done and something was changed.
 * None without an outcome.
 */
export function gatewayEvents(
  { key: object, apiVersion, uid }: GatewayNode,
  outcome: Outcome | undefined,
): readonly StatusPatch[] {
  const event = (type: 'Normal' | 'Warning', reason: string, message: string): StatusPatch => ({
    write: 'event',
    object,
    apiVersion,
    uid,
    type,
    reason,
    message,
  });
  const failures = failuresOf(outcome);
  if (failures.length > 0)
    return failures
      .slice(0, mostEvents)
      .map(({ fault }) => event('Warning', 'FailedDeployModel', faultEventText(fault)));
  const changed = outcome?.results.some(({ result }) => result === 'done') ?? false;
  return outcome?.verdict === 'done' && changed
    ? [event('Normal', 'SuccessfullyReconciled', 'Successfully reconciled')]
    : [];
}
