// What the runtime tells while it runs: the raw material of `local`'s story, of traces and of tests.
import type { FunctionLog } from './function/execution-environment.ts';
import type { InvocationRecord } from './function/function-pool.ts';
import type { DeliveredBatch } from './mapping/poller.ts';

export type RuntimeEvent =
  | ({ readonly kind: 'log'; readonly functionName: string } & FunctionLog)
  | ({ readonly kind: 'invocation'; readonly functionName: string } & InvocationRecord)
  | ({ readonly kind: 'batch' } & DeliveredBatch)
  /** An event of a schedule or rule that did not arrive. */
  | { readonly kind: 'undelivered'; readonly why: string };
