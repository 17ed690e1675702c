// Absence is not deletion: if the desired or the observed side was not read whole, nothing is taken away (law 11).
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';

/** The plan without its deletes unless everything it rests on is complete. */
export function guardDeletions(plan: Plan, complete: boolean): Plan {
  if (complete) return plan;
  const removed = new Set(plan.steps.filter(takesAway).map(({ id }) => id));
  return {
    steps: plan.steps
      .filter(({ id }) => !removed.has(id))
      .map((step) => ({ ...step, after: step.after.filter((id) => !removed.has(id)) })),
    waitsFor:
      removed.size === 0
        ? plan.waitsFor
        : [
            ...plan.waitsFor,
            {
              resource: 'cluster',
              why: 'not everything could be read: nothing is deleted',
              leavesUndone: true,
              lookAgainInSeconds: 60,
            },
          ],
  };
}

/** Whether a step takes something away from somebody. */
export function takesAway({ verb }: Step): boolean {
  return verb === 'delete';
}
