// What this process wrote last, so that the next change need not read it back. It is believed only while the load balancer
// still carries the very tag that this process put there: whoever changes the stack next writes another one.
import type { Finding } from '../core/base/finding.ts';
import type { ObservedStack } from '../core/plan/observed.ts';

export interface RememberedStack {
  /** Value of the applied tag at the time. */
  readonly applied: string;
  readonly observed: ObservedStack;
  /** What translation and applying had to say, for a status that only the load balancer's state changes. */
  readonly findings: readonly Finding[];
}

export interface StackMemory {
  get(loadBalancerArn: string): RememberedStack | undefined;
  set(loadBalancerArn: string, stack: RememberedStack): void;
  forget(loadBalancerArn: string): void;
}

/** Remembers as many stacks, the least recently used ones forgotten first. */
export function createStackMemory(capacity = 64): StackMemory {
  const stacks = new Map<string, RememberedStack>();
  return {
    get(arn) {
      const found = stacks.get(arn);
      if (found !== undefined) {
        stacks.delete(arn);
        stacks.set(arn, found);
      }
      return found;
    },
    set(arn, stack) {
      stacks.delete(arn);
      stacks.set(arn, stack);
      const [oldest] = stacks.keys();
      if (stacks.size > capacity && oldest !== undefined) stacks.delete(oldest);
    },
    forget: (arn) => void stacks.delete(arn),
  };
}
