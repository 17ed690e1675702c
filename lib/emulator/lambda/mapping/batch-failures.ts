// Which messages of a batch failed, by what the function answered (Lambda developer guide, "Implementing partial batch
// responses"): anything that is not a proper answer fails the whole batch.
import type { InvocationOutcome } from '../function/invocation.ts';

/** Failed messages by id; `all` when the batch as a whole failed. */
export type BatchFailures = 'all' | ReadonlySet<string>;

const none: ReadonlySet<string> = new Set();

function failuresIn(payload: string, known: ReadonlySet<string>): BatchFailures {
  const answer: unknown = JSON.parse(payload);
  if (answer === null) return none;
  if (typeof answer !== 'object') return 'all';
  const { batchItemFailures: items = null } = answer as { batchItemFailures?: unknown };
  if (items === null) return none;
  if (!Array.isArray(items)) return 'all';
  const ids = items.map((item: unknown) => (item as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const valid = ids.filter((id): id is string => typeof id === 'string' && known.has(id));
  return valid.length === ids.length ? new Set(valid) : 'all';
}

/** The failures of one invocation. Without `reportsFailures` an answer of any form is success. */
export function batchFailures(
  outcome: InvocationOutcome,
  messageIds: readonly string[],
  reportsFailures: boolean,
): BatchFailures {
  if (outcome.kind !== 'ok') return 'all';
  return reportsFailures ? failuresIn(outcome.payload, new Set(messageIds)) : none;
}
