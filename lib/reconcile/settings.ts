// What the shell is told beside its ports.
import type { StackMemory } from './remembered-stacks.ts';

export interface ReconcileSettings {
  /** Digest of the program: a new build looks at everything once. */
  readonly build: string;
  /** Survives from run to run in one process; absent: every change observes AWS afresh. */
  readonly memory?: StackMemory;
}
