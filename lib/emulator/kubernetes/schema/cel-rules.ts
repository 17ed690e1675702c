// Evaluating the CEL rules of a schema (`x-kubernetes-validations`), with the messages of apiextensions-apiserver.
import { Optional } from '@marcbachmann/cel-js';
import type { ValidationRule } from '../../../generated/kubernetes/resource-definition.ts';
import {
  childPath,
  duplicate,
  forbidden,
  itemPath,
  required,
  type FieldError,
  type FieldErrorType,
} from '../field-error.ts';
import { equalJson, isRecord, ownField } from '../json.ts';
import type { Schema } from '../resources.ts';
import { compileCel } from './cel-environment.ts';
import { celValue } from './cel-value.ts';
import { childSchema, correlateItems } from './correlate.ts';

/** A rule that looks at the state before: it judges updates only. */
export const isTransitionRule = (rule: ValidationRule) => /\boldSelf\b/.test(rule.rule);

const ruleText = (rule: ValidationRule) => (rule.message ?? rule.rule).trim();

/** The value in the message: scalars are shown, objects and lists are not. */
function errorBody(value: unknown, schema: Schema, detail: string): string {
  if (schema.type === 'object' || schema.type === 'array') return `Invalid value: ${detail}`;
  return `Invalid value: ${JSON.stringify(value)}: ${detail}`;
}

function ruleError(
  rule: ValidationRule,
  field: string,
  body: { value: unknown; schema: Schema; detail: string },
): FieldError {
  const { value, schema, detail } = body;
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbidden(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return duplicate(field, value);
    default:
      return { type: 'FieldValueInvalid' satisfies FieldErrorType, field, body: errorBody(value, schema, detail) };
  }
}

function message(rule: ValidationRule, variables: Readonly<Record<string, unknown>>): string {
  if (rule.messageExpression !== undefined) {
    try {
      const text = compileCel(rule.messageExpression)(variables);
      if (typeof text === 'string' && text.trim() !== '') return text.trim();
    } catch {
      // A message that cannot be computed falls back to the fixed one, as the API server does.
    }
  }
  return rule.message !== undefined ? rule.message.trim() : `failed rule: ${rule.rule.trim()}`;
}

/** `.spec.foo` and `['x']` steps of a rule's fieldPath, appended to the path of the rule. */
function reportedField(rule: ValidationRule, path: string): string {
  if (rule.fieldPath === undefined) return path;
  const relative = rule.fieldPath.replaceAll(/\['(?<name>[^']+)'\]/g, '.$<name>').replace(/^\./, '');
  return childPath(path, relative);
}

/** The first line of a CEL error, worded as cel-go begins it: `no such key: x`. */
export function celErrorText(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.charAt(0).toLowerCase() + line.slice(1);
}

/** A value under rules: where it is, its schema, and what it was before an update. */
interface Judged {
  readonly value: unknown;
  readonly schema: Schema;
  readonly path: string;
  readonly old: unknown;
}

/** With `optionalOldSelf` a rule judges creations too, and asks whether there is a past. */
const optional = (value: unknown) => (value === undefined ? Optional.none() : Optional.of(value));

function evaluateRule(rule: ValidationRule, { value, schema, path, old }: Judged): FieldError[] {
  const transition = isTransitionRule(rule);
  if (transition && old === undefined && !rule.optionalOldSelf) return [];
  const before = old === undefined ? undefined : celValue(old, schema);
  const variables = { self: celValue(value, schema), oldSelf: rule.optionalOldSelf ? optional(before) : before };
  try {
    if (compileCel(rule.rule)(variables) === true) return [];
  } catch (error) {
    const why = celErrorText(error);
    const body = `Invalid value: ${JSON.stringify(schema.type ?? '')}: ${why} evaluating rule: ${ruleText(rule)}`;
    return [{ type: 'FieldValueInvalid', field: path, body }];
  }
  return [ruleError(rule, reportedField(rule, path), { value, schema, detail: message(rule, variables) })];
}

const carriesRules = new WeakMap<Schema, boolean>();

/** Whether a schema or anything below it has rules; most parts of most objects have none. */
export function hasRules(schema: Schema): boolean {
  const known = carriesRules.get(schema);
  if (known !== undefined) return known;
  const { additionalProperties: values, items } = schema;
  const found =
    (schema['x-kubernetes-validations']?.length ?? 0) > 0 ||
    Object.values(schema.properties ?? {}).some(hasRules) ||
    (items !== undefined && hasRules(items)) ||
    (typeof values === 'object' && hasRules(values));
  carriesRules.set(schema, found);
  return found;
}

function childErrors(value: unknown, schema: Schema, path: string, old: unknown): FieldError[] {
  const { items } = schema;
  if (Array.isArray(value) && items) {
    const oldItem = correlateItems(schema, old);
    return value.flatMap((item, index) => celErrors(item, items, itemPath(path, index), oldItem(item)));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const inner = childSchema(schema, name);
    return inner ? celErrors(child, inner, childPath(path, name), isRecord(old) ? ownField(old, name) : undefined) : [];
  });
}

/** The rules of `schema` and of everything below it that `value` breaks. `old` is the same part before an update. */
export function celErrors(value: unknown, schema: Schema, path: string, old?: unknown): FieldError[] {
  if (value === undefined || value === null || !hasRules(schema)) return [];
  const unchanged = old !== undefined && equalJson(value, old);
  const rules = schema['x-kubernetes-validations'] ?? [];
  const judged = unchanged ? rules.filter(isTransitionRule) : rules;
  return [
    ...judged.flatMap((rule) => evaluateRule(rule, { value, schema, path, old })),
    ...childErrors(value, schema, path, old),
  ];
}
