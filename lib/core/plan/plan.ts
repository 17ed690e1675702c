// The ordered difference between what should be and what is.
import type { Step } from './step.ts';

export interface Plan {
  /** In the order to apply; each step comes after all it depends on. */
  readonly steps: readonly Step[];
  /** The load balancer's state as observed; steps that need an active one wait for it. */
  readonly waitsFor: readonly Wait[];
}

/** Something only time can bring: an ALB that provisions, a network interface that AWS has not released. */
export interface Wait {
  readonly resource: string;
  readonly why: string;
  /** Something that is desired has to stay undone meanwhile. False while only the load balancer's own start is waited for. */
  readonly leavesUndone: boolean;
  /** Seconds until a further look makes sense. */
  readonly lookAgainInSeconds: number;
}
