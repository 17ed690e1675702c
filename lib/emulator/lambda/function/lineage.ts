// Recursive loop detection (Lambda developer guide, "Use Lambda recursive loop detection"): the trace header counts, in
// its `Lineage` field, how often each function was invoked by a chain of events.
import { createHash } from 'node:crypto';

/** Lambda stops a function that one chain of events has invoked 16 times. */
export const maxInvocationsPerChain = 16;

const idOf = (functionArn: string) => createHash('sha256').update(functionArn).digest('hex').slice(0, 8);

function fieldsOf(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map((field) => field.split('=', 2));
  return new Map(pairs.flatMap(([name, value]) => (name && value !== undefined ? [[name, value] as const] : [])));
}

/** Invocations by function id. */
function lineageOf(header: string | undefined): Map<string, number> {
  const counts = (fieldsOf(header).get('Lineage') ?? '').split('|').map((entry) => entry.split(':', 2));
  return new Map(counts.flatMap(([id, count]) => (id && count !== undefined ? [[id, Number(count)] as const] : [])));
}

/** How often the chain behind this header has invoked the function. */
export const invocationsInChain = (header: string | undefined, functionArn: string): number =>
  lineageOf(header).get(idOf(functionArn)) ?? 0;

/**
 * The trace header of an invocation that these headers led to. Of several chains, each function's longest count is kept;
 * root and parent are the first chain's, or `newRoot`.
 */
export function continueTrace(headers: readonly (string | undefined)[], functionArn: string, newRoot: string): string {
  const counts = new Map<string, number>();
  for (const header of headers) {
    for (const [id, count] of lineageOf(header)) counts.set(id, Math.max(count, counts.get(id) ?? 0));
  }
  const id = idOf(functionArn);
  counts.set(id, (counts.get(id) ?? 0) + 1);
  const fields = fieldsOf(headers.find((header) => header !== undefined));
  const lineage = [...counts].map(([name, count]) => `${name}:${count}`).join('|');
  const root = fields.get('Root') ?? newRoot;
  const parent = fields.get('Parent') ?? root.replaceAll('-', '').slice(-16);
  return `Root=${root};Parent=${parent};Sampled=${fields.get('Sampled') ?? '0'};Lineage=${lineage}`;
}
