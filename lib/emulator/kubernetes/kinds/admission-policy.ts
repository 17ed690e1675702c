// ValidatingAdmissionPolicies: defaults, and expressions that do not compile
// (pkg/apis/admissionregistration/validation). What they mean is in `admission/`.
import { childPath, invalid, itemPath, notSupported, required, type FieldError } from '../field-error.ts';
import { asRecord, asText, isRecord, type Fields } from '../json.ts';
import { compileCel } from '../schema/cel-environment.ts';
import { fillMatchResources } from './admission-registration.ts';
import { ensureRecord, records, setDefaults } from './defaults.ts';
import type { KindRules } from './kind-rules.ts';

function fill(draft: Fields): void {
  const spec = ensureRecord(draft, 'spec');
  setDefaults(spec, { failurePolicy: 'Fail' });
  fillMatchResources(spec['matchConstraints']);
}

function expressionErrors(expression: unknown, field: string): FieldError[] {
  const text = asText(expression);
  if (text.trim() === '') return [required(field, 'expression is not specified')];
  try {
    compileCel(text);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [invalid(field, text, `compilation failed: ${why}`)];
  }
}

/** The lists of expressions in a policy, and the field of an item that holds one. */
const expressionLists = [
  ['variables', 'expression'],
  ['matchConditions', 'expression'],
  ['validations', 'expression'],
  ['auditAnnotations', 'valueExpression'],
] as const;

function validate(draft: Fields): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const errors = expressionLists.flatMap(([list, field]) =>
    records(spec[list]).flatMap((item, index) =>
      expressionErrors(item[field], childPath(itemPath(`spec.${list}`, index), field)),
    ),
  );
  if (!['Fail', 'Ignore'].includes(asText(spec['failurePolicy']))) {
    errors.push(notSupported('spec.failurePolicy', spec['failurePolicy'], ['Fail', 'Ignore']));
  }
  if (!isRecord(spec['matchConstraints'])) errors.push(required('spec.matchConstraints'));
  else if (records(spec['matchConstraints']['resourceRules']).length === 0) {
    errors.push(required('spec.matchConstraints.resourceRules'));
  }
  if (records(spec['validations']).length === 0 && records(spec['auditAnnotations']).length === 0) {
    const why = 'validations or auditAnnotations must contain at least one item';
    errors.push(required('spec.validations', why), required('spec.auditAnnotations', why));
  }
  return errors;
}

export const admissionPolicyRules: KindRules = { generation: 'counted', fill, validate };
