// What becomes of a run: acknowledged, rung again after a while, or left to the sweep. Failures return as new delayed
// doorbells and not as redelivered messages, so that a user's fix never waits behind his mistake.
import { maximumRings } from '../core/base/doorbell.ts';
import type { Outcome } from '../core/plan/outcome.ts';

export type Next =
  | { readonly next: 'ack' }
  | { readonly next: 'ring'; readonly afterSeconds: number }
  | { readonly next: 'leave to the sweep' };

const backOff = [2, 5, 10, 20, 60] as const;

/** 2, 5, 10, 20, then 60 seconds, plus up to half of it. `jitter` in [0, 1). */
export function backOffSeconds(ring: number, jitter: number): number {
  const base = backOff[Math.min(ring, backOff.length - 1)] ?? 60;
  return Math.ceil(base + (base / 2) * jitter);
}

/** What to do after an outcome. `ring`: how often the subject has rung itself already. */
export function nextOf({ lookAgainInSeconds }: Pick<Outcome, 'lookAgainInSeconds'>, ring: number): Next {
  if (lookAgainInSeconds === undefined) return { next: 'ack' };
  return ring >= maximumRings ? { next: 'leave to the sweep' } : { next: 'ring', afterSeconds: lookAgainInSeconds };
}

/** Spreads retries by the milliseconds of the clock: [0, 1). */
export function jitterAt(now: number): number {
  return (now % 1000) / 1000;
}
