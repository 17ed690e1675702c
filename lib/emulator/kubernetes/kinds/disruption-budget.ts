// PodDisruptionBudgets (pkg/apis/policy/validation).
import { invalid, type FieldError } from '../field-error.ts';
import { asRecord, type Fields } from '../json.ts';
import type { KindRules } from './kind-rules.ts';

function validate(draft: Fields): readonly FieldError[] {
  const { minAvailable, maxUnavailable, selector = null, unhealthyPodEvictionPolicy = null } = asRecord(draft['spec']);
  if (minAvailable === undefined || maxUnavailable === undefined) return [];
  const shown = {
    MinAvailable: minAvailable,
    Selector: selector,
    MaxUnavailable: maxUnavailable,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy,
  };
  return [invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set')];
}

export const disruptionBudgetRules: KindRules = { unconditionalUpdate: false, generation: 'counted', validate };
