// What every planner is given.
import type { Profile } from '../profile/profile.ts';
import type { Stack } from '../stack/stack.ts';
import type { Target } from '../stack/target.ts';
import type { Matches } from './match-resources.ts';
import type { ObservedStack } from './observed.ts';

export interface PlanOptions {
  /** False if the desired stack comes from an incomplete snapshot: then nothing is deleted (law 11). */
  readonly complete: boolean;
  /** Epoch milliseconds; bounds how long a new target group may warm up. */
  readonly now: number;
  /** Targets of groups that this plan may create, by target group id. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
}

export interface Planning {
  readonly stack: Stack;
  readonly observed: ObservedStack;
  readonly profile: Profile;
  readonly options: PlanOptions;
  readonly matches: Matches;
}
