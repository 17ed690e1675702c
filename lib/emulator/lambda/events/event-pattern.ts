// Event patterns of EventBridge rules and of event source mapping filters (EventBridge user guide, "Comparison
// operators"; Lambda developer guide, "Filter rule syntax").
import { isJsonObject, TemplateError, type Json, type JsonObject } from '../template/template.ts';

type Operator = (operand: Json, actual: Json) => boolean;

const onText =
  (test: (actual: string, operand: string) => boolean): Operator =>
  (operand, actual) =>
    typeof actual === 'string' && [operand].flat().some((one: Json) => test(actual, String(one)));

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function numeric(operand: Json, actual: Json): boolean {
  if (typeof actual !== 'number' || !Array.isArray(operand)) return false;
  for (let index = 0; index < operand.length; index += 2) {
    const compare = comparisons[String(operand[index])];
    if (!compare?.(actual, Number(operand[index + 1]))) return false;
  }
  return true;
}

const operators: Readonly<Record<string, Operator>> = {
  prefix: onText((actual, operand) => actual.startsWith(operand)),
  suffix: onText((actual, operand) => actual.endsWith(operand)),
  'equals-ignore-case': onText((actual, operand) => actual.toLowerCase() === operand.toLowerCase()),
  wildcard: onText((actual, operand) =>
    new RegExp(
      `^${operand
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      's',
    ).test(actual),
  ),
  'anything-but': (operand, actual) =>
    isJsonObject(operand) ? !matchesOne(operand, actual) : ![operand].flat().some((value) => value === actual),
  numeric,
};

function matchesOne(candidate: Json, actual: Json): boolean {
  if (!isJsonObject(candidate)) return candidate === actual;
  return Object.entries(candidate).every(([name, operand]) => {
    const operator = operators[name];
    if (!operator) throw new TemplateError(`the event pattern operator ${name} is not emulated`);
    return operator(operand, actual);
  });
}

const existence = (candidate: Json) =>
  isJsonObject(candidate) && typeof candidate.exists === 'boolean' ? candidate.exists : undefined;

/** A leaf of a pattern lists what is acceptable; an event's list matches when one of its elements does. */
function matchesLeaf(candidates: readonly Json[], actual: Json | undefined): boolean {
  return candidates.some((candidate) => {
    const exists = existence(candidate);
    if (exists !== undefined) return exists === (actual !== undefined);
    if (actual === undefined) return false;
    return [actual].flat().some((item: Json) => matchesOne(candidate, item));
  });
}

/** Whether the event has everything the pattern asks for. Throws `TemplateError` for an operator that is not emulated. */
export function matchesPattern(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') throw new TemplateError('the event pattern operator $or is not emulated');
    const actual = event[name];
    if (Array.isArray(wanted)) return matchesLeaf(wanted as readonly Json[], actual);
    if (!isJsonObject(wanted)) throw new TemplateError(`the event pattern for ${name} must be an object or a list`);
    return matchesPattern(wanted, isJsonObject(actual) ? actual : {});
  });
}
