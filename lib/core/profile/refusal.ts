// What a dialect answers when ALB cannot do what is asked: never silence.
import type { ProblemCode } from './problem.ts';

export interface Refusal {
  readonly say: 'refused';
  readonly code: ProblemCode;
  /** Sentence that names the value and the remedy. */
  readonly why: string;
}

export function refuse(why: string, code: ProblemCode = 'condition-refused'): Refusal {
  return { say: 'refused', code, why };
}

export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'say' in answer && answer.say === 'refused';
}
