// CEL rules of a schema: those that do not compile, or say what they may not. A rule this server cannot evaluate is
// refused when the kind enters and not ignored later.
import { childPath, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import { compileCel } from './cel-environment.ts';

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** A rule as messages show it. */
const shown = (rule: Fields) => ({
  Rule: asText(rule['rule']),
  Message: asText(rule['message']),
  MessageExpression: asText(rule['messageExpression']),
  Reason: rule['reason'] ?? null,
  FieldPath: asText(rule['fieldPath']),
  OptionalOldSelf: rule['optionalOldSelf'] ?? null,
});

function compilationError(expression: string): string | undefined {
  try {
    compileCel(expression);
    return undefined;
  } catch (error) {
    return `compilation failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether a relative path (`.a.b`, `['c']`) names a declared field. */
function namesField(path: string, schema: Fields): boolean {
  const steps = [...path.matchAll(/\.(?<field>[^.[\]]+)|\['(?<quoted>[^']+)'\]/g)];
  if (steps.map(([text]) => text).join('') !== path || steps.length === 0) return false;
  let current: unknown = schema;
  for (const { groups } of steps) {
    const name = groups?.['field'] ?? groups?.['quoted'] ?? '';
    const { properties, additionalProperties } = asRecord(current);
    current = asRecord(properties)[name] ?? (isRecord(additionalProperties) ? additionalProperties : undefined);
  }
  return current !== undefined;
}

function expressionErrors(rule: Fields, path: string): FieldError[] {
  const [text, message] = [asText(rule['rule']), asText(rule['messageExpression'])];
  if (text.trim() === '') return [required(childPath(path, 'rule'), 'rule is not specified')];
  const errors: FieldError[] = [];
  const why = compilationError(text);
  if (why !== undefined) errors.push(invalid(childPath(path, 'rule'), shown(rule), why));
  const messageFault = message === '' ? undefined : compilationError(message);
  if (messageFault !== undefined) errors.push(invalid(childPath(path, 'messageExpression'), shown(rule), messageFault));
  return errors;
}

/** What a rule says besides its expressions; `island` is the part of the schema whose items have no past. */
function detailErrors(rule: Fields, path: string, schema: Fields, island: string | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const text = asText(rule['rule']);
  const isTransition = /\boldSelf\b/.test(text);
  const { message, reason, fieldPath } = rule;
  if (/[\r\n]/.test(asText(message)))
    errors.push(invalid(childPath(path, 'message'), message, 'must not contain line breaks'));
  if (reason !== undefined && !reasons.includes(asText(reason))) {
    errors.push(notSupported(childPath(path, 'reason'), reason, reasons));
  }
  if (typeof fieldPath === 'string' && !namesField(fieldPath, schema)) {
    errors.push(invalid(childPath(path, 'fieldPath'), fieldPath, 'must be a valid path'));
  }
  if (rule['optionalOldSelf'] !== undefined && !isTransition) {
    const why = 'may not be set if oldSelf is not used in rule';
    errors.push(invalid(childPath(path, 'optionalOldSelf'), rule['optionalOldSelf'], why));
  }
  if (isTransition && island !== undefined) {
    const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${island}`;
    errors.push(invalid(childPath(path, 'rule'), text, why));
  }
  return errors;
}

/** Errors of every rule in a schema; `island` names the list above whose items cannot be told apart, if there is one. */
export function ruleErrors(schema: Fields, path: string, island: string | undefined): FieldError[] {
  const own = asList(schema['x-kubernetes-validations']).flatMap((rule, index) => {
    const field = itemPath(childPath(path, 'x-kubernetes-validations'), index);
    const fields = asRecord(rule);
    return [...expressionErrors(fields, field), ...detailErrors(fields, field, schema, island)];
  });
  const { additionalProperties: values, items } = schema;
  const below = island ?? (schema['x-kubernetes-list-type'] === 'map' ? undefined : path);
  return [
    ...own,
    ...Object.entries(asRecord(schema['properties'])).flatMap(([name, child]) =>
      ruleErrors(asRecord(child), itemPath(childPath(path, 'properties'), name), island),
    ),
    ...(isRecord(values) ? ruleErrors(values, childPath(path, 'additionalProperties'), island) : []),
    ...(isRecord(items) ? ruleErrors(items, childPath(path, 'items'), below) : []),
  ];
}
