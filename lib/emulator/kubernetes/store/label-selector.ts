// Label selectors in the query syntax: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
import { badRequest } from '../api-error.ts';
import type { KubernetesObject } from '../object.ts';
import { isLabelValue, isQualifiedName } from '../naming.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/** Whether an object is selected. */
export type ObjectMatcher = (object: KubernetesObject) => boolean;

const setRequirement = /^(?<key>[^\s=!,()]+)\s+(?<operator>in|notin)\s*\((?<values>[^)]*)\)$/;
const equalityRequirement = /^(?<key>[^\s=!<>,()]+)\s*(?<operator>==|=|!=|>|<)\s*(?<value>[^\s=!<>,()]*)$/;
const existenceRequirement = /^(?<absent>!?)\s*(?<key>[^\s=!<>,()]+)$/;

/** Splits at commas outside parentheses. */
function splitRequirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function checked(key: string, values: readonly string[]): void {
  const [wrongKey] = isQualifiedName(key);
  if (wrongKey) throw badRequest(`unable to parse requirement: <nil>: Invalid value: "${key}": ${wrongKey}`);
  for (const value of values) {
    const [wrongValue] = isLabelValue(value);
    if (wrongValue)
      throw badRequest(`unable to parse requirement: values[0][${key}]: Invalid value: "${value}": ${wrongValue}`);
  }
}

function ofSet(groups: Readonly<Record<string, string>>): Requirement {
  const { key = '', operator, values = '' } = groups;
  const allowed = values.split(',').map((value) => value.trim());
  checked(key, allowed);
  return (labels) => (labels[key] !== undefined && allowed.includes(labels[key])) === (operator === 'in');
}

function ofEquality(groups: Readonly<Record<string, string>>): Requirement {
  const { key = '', operator, value = '' } = groups;
  checked(key, [value]);
  if (operator === '>') return (labels) => Number(labels[key]) > Number(value);
  if (operator === '<') return (labels) => Number(labels[key]) < Number(value);
  return (labels) => (labels[key] === value) === (operator !== '!=');
}

function parseRequirement(text: string): Requirement {
  const set = setRequirement.exec(text)?.groups;
  if (set) return ofSet(set);
  const equality = equalityRequirement.exec(text)?.groups;
  if (equality) return ofEquality(equality);
  const existence = existenceRequirement.exec(text)?.groups;
  if (!existence)
    throw badRequest(`unable to parse requirement: found '${text}', expected: an operator or end of string`);
  const { key = '', absent } = existence;
  checked(key, []);
  return (labels) => (labels[key] === undefined) === (absent === '!');
}

/** Parses a label selector; throws the 400 of the API server when it is malformed. */
export function labelSelector(selector: string): ObjectMatcher {
  const requirements = splitRequirements(selector).map(parseRequirement);
  return (object) => requirements.every((requirement) => requirement(object.metadata.labels ?? {}));
}
