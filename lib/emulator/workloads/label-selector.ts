// Label selectors (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels).
import type { LabelSelector } from '../../generated/kubernetes/types.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy every requirement of a selector. */
export function selects(selector: LabelSelector, labels: Labels = {}): boolean {
  return (
    containsAll(labels, selector.matchLabels ?? {}) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return operator === 'NotIn' ? !listed : listed;
    })
  );
}

/** Whether labels contain all of `wanted`, as the selector of a Service asks. */
export const containsAll = (labels: Labels = {}, wanted: Labels) =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);
