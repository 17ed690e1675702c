// What a dialect answers when ALB cannot do what is asked: never silence.
import type { ProblemCode } from './problem.ts';

export interface Refusal {
  readonly say: 'refused';
  readonly code: ProblemCode;
  /** Sentence that names the value and the remedy. */
  readonly why: string;
}

/**
 * `why` names value and remedy, without a full stop. `code` decides how far the problem reaches, which dialects
 * differ in.
 */
export function refuse(why: string, code: ProblemCode = 'condition-refused'): Refusal {
  return { say: 'refused', code, why };
}

/** By its `say` alone, whatever else `answer` may be, undefined included. */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'say' in answer && answer.say === 'refused';
}
