// What AWS refused, told on the routes whose rules it was about.
import type { Finding } from '../base/finding.ts';
import type { Outcome } from '../plan/outcome.ts';
import { faultText, isRetryable } from './fault-words.ts';
import { failuresOf } from './programming.ts';

/** The part of a listener rule that says whom it serves. */
export interface ServingRule {
  /** Resource id, as in the ids of steps. */
  readonly id: string;
  readonly serves: readonly {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly rule: number;
  }[];
}

/** One finding for each route rule behind a refused step; failures that pass by themselves are told nobody. */
export function faultFindings(outcome: Outcome, rules: readonly ServingRule[]): readonly Finding[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return failuresOf(outcome)
    .filter(({ fault }) => !isRetryable(fault.kind))
    .flatMap(({ step, fault }) => (byId.get(resourceOf(step))?.serves ?? []).map((origin) => ({ origin, fault })))
    .map(({ origin: { kind, namespace, name, rule }, fault }) => ({
      subject: { kind, namespace, name },
      path: `spec.rules[${rule}]`,
      severity: 'error',
      condition: 'Accepted',
      reason: 'UnsupportedValue',
      message: `spec.rules[${rule}]: ${faultText(fault)}`,
    }));
}

/** `<verb> <resource>[ detail]` */
function resourceOf(step: string): string {
  return step.split(' ')[1] ?? '';
}
