// Leases and disruption budgets: what everybody meets of pkg/apis/coordination and pkg/apis/policy validation.
import { invalid, type FieldError } from '../field-error.ts';
import { asRecord, type Fields } from '../json.ts';
import type { KindRules } from './kind-rules.ts';

function validateLease(draft: Fields): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec;
  return [
    ...(typeof duration === 'number' && duration <= 0
      ? [invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0')]
      : []),
    ...(typeof transitions === 'number' && transitions < 0
      ? [invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
      : []),
  ];
}

export const leaseRules: KindRules = { unconditionalUpdate: false, validate: validateLease };
