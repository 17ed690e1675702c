// This process's share of the account's request budgets. There is no shared limiter: an instance owns the refill divided by
// the number of instances, believes AWS when it says "too many", and would rather ring again than hold a queue message for
// long. The burst is not divided: rarely do all instances have much to write at once, and then AWS slows them down.
import type { AccountBudgets, Budget } from '../../config.ts';
import { Fault } from '../../reconcile/faults.ts';

/** Milliseconds a call may wait for its turn; beyond that the run rings again. */
const maximumWaitMs = 2_000;

export type BudgetClass = 'describe' | 'modify' | 'targets' | 'other';

/** Which bucket AWS itself counts an ELBv2 action in. */
export function budgetClass(operation: string): BudgetClass {
  if (/^(Describe|Get|List)/.test(operation)) return 'describe';
  if (/^(Register|Deregister)Targets$/.test(operation)) return 'targets';
  if (/^Modify/.test(operation)) return 'modify';
  return 'other';
}

export interface RateLimit {
  /** Resolves when the call may go out; rejects with a `throttled` Fault if that is more than two seconds away. */
  turn(operation: string): Promise<void>;
  /** AWS said "too many": the bucket is empty, whatever we thought. */
  throttled(operation: string): void;
}

export interface LimitClock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Buckets start full, each with the whole burst and with the refill (calls per second) divided by `budgets.instances`.
 */
export function createRateLimit(budgets: AccountBudgets, clock: LimitClock): RateLimit {
  const buckets = {
    describe: bucket(budgets.describe, budgets.instances, clock.now),
    modify: bucket(budgets.modify, budgets.instances, clock.now),
    targets: bucket(budgets.targets, budgets.instances, clock.now),
    other: bucket(budgets.other, budgets.instances, clock.now),
  };
  return {
    async turn(operation) {
      const waitMs = buckets[budgetClass(operation)].take();
      if (waitMs > maximumWaitMs) {
        buckets[budgetClass(operation)].giveBack();
        throw new Fault({
          kind: 'throttled',
          operation,
          resource: budgetClass(operation),
          code: 'LocalBudget',
          message: `the share of the account's ${budgetClass(operation)} budget is used up for ${Math.ceil(waitMs / 1000)} s`,
        });
      }
      if (waitMs > 0) await clock.sleep(waitMs);
    },
    throttled: (operation) => buckets[budgetClass(operation)].drain(),
  };
}

function bucket(budget: Budget, instances: number, now: () => number) {
  const perMs = budget.perSecond / instances / 1000;
  const { burst } = budget;
  let tokens = burst;
  let at = now();
  const refill = () => {
    tokens = Math.min(burst, tokens + (now() - at) * perMs);
    at = now();
  };
  return {
    /** Takes a token, which may be one of the future; answers how many ms away it is. */
    take: () => {
      refill();
      tokens -= 1;
      return tokens >= 0 ? 0 : -tokens / perMs;
    },
    giveBack: () => {
      tokens += 1;
    },
    drain: () => {
      refill();
      tokens = Math.min(tokens, 0);
    },
  };
}
