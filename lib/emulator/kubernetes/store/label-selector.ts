// Label selectors in the query syntax: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
import { ownField } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import { parseLabelSelector, type LabelRequirement } from './label-selector-parser.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether an object is selected. */
export type ObjectMatcher = (object: KubernetesObject) => boolean;

function satisfies({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = ownField(labels, key);
  const isListed = value !== undefined && values.includes(value);
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'notin':
    case '!=':
      return !isListed;
    case '>':
      return Number(value ?? Number.NaN) > Number(values[0]);
    case '<':
      return Number(value ?? Number.NaN) < Number(values[0]);
    default:
      return isListed;
  }
}

/** Parses a label selector; throws the 400 of the API server when it is malformed. */
export function labelSelector(selector: string): ObjectMatcher {
  const requirements = parseLabelSelector(selector);
  return ({ metadata: { labels = {} } }) => requirements.every((requirement) => satisfies(requirement, labels));
}
