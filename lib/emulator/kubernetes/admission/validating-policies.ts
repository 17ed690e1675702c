// ValidatingAdmissionPolicy: CEL rules of an administrator about writes, with the refusals of the real server
// (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).
import { ApiError, detailsOf, resourceText } from '../api-error.ts';
import { asList, asRecord, asText, type Fields } from '../json.ts';
import { records } from '../kinds/defaults.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { compileCel } from '../schema/cel-environment.ts';
import { celErrorText } from '../schema/cel-rules.ts';
import type { AdmissionRequest } from './admission-request.ts';
import { matchesRequest } from './match-resources.ts';
import { policyParams } from './policy-params.ts';
import { policyVariables } from './policy-variables.ts';

const policyKey = 'validatingadmissionpolicies.admissionregistration.k8s.io';
const bindingKey = 'validatingadmissionpolicybindings.admissionregistration.k8s.io';

/** Why a policy does not want a request. */
interface Denial {
  readonly reason: string;
  readonly message: string;
}

const codes: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

/** Evaluates; what CEL calls an error is told as one unless the policy is to be ignored when it fails. */
function evaluate(expression: string, variables: Fields, failurePolicy: unknown): unknown {
  try {
    return compileCel(expression)(variables);
  } catch (error) {
    if (failurePolicy === 'Ignore') return true;
    return new Error(`expression '${expression}' resulted in error: ${celErrorText(error)}`);
  }
}

function messageOf(validation: Fields, variables: Fields): string {
  const expression = asText(validation['messageExpression']);
  if (expression !== '') {
    try {
      const text = compileCel(expression)(variables);
      if (typeof text === 'string' && text.trim() !== '') return text.trim();
    } catch {
      // Falls back to the fixed message, as the API server does.
    }
  }
  return asText(validation['message']).trim() || `failed expression: ${asText(validation['expression']).trim()}`;
}

/** The first rule of a policy that a request breaks. */
function denialOf(policy: Fields, variables: Fields): Denial | undefined {
  for (const validation of records(policy['validations'])) {
    const outcome = evaluate(asText(validation['expression']), variables, policy['failurePolicy']);
    if (outcome instanceof Error) return { reason: 'Invalid', message: outcome.message };
    if (outcome !== true) {
      return { reason: asText(validation['reason']) || 'Invalid', message: messageOf(validation, variables) };
    }
  }
  return undefined;
}

/** Whether all match conditions hold; one that cannot be evaluated counts as the failure policy says. */
function meetsConditions(policy: Fields, variables: Fields): boolean {
  return records(policy['matchConditions']).every((condition) => {
    const outcome = evaluate(asText(condition['expression']), variables, policy['failurePolicy']);
    return outcome === true || outcome instanceof Error;
  });
}

function judge(machinery: Machinery, policy: Fields, binding: Fields, request: AdmissionRequest): Denial | undefined {
  const params = policyParams(machinery, policy, binding, request);
  if (params.length === 0 && asRecord(binding['paramRef'])['parameterNotFoundAction'] !== 'Allow') {
    const message =
      'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction';
    return { reason: 'Invalid', message };
  }
  for (const one of params) {
    const variables = policyVariables(machinery, policy, request, one);
    const denial = meetsConditions(policy, variables) ? denialOf(policy, variables) : undefined;
    if (denial) return denial;
  }
  return undefined;
}

function refuse({ write, name }: AdmissionRequest, { reason, message }: Denial): ApiError {
  const subject = `${resourceText(write.resource)} ${JSON.stringify(name)}`;
  const details = { ...detailsOf(write.resource, name), causes: [{ message }] };
  return new ApiError(codes[reason] ?? 422, reason, `${subject} is forbidden: ${message}`, details);
}

function enforce(request: AdmissionRequest, policyName: string, binding: KubernetesObject, denial: Denial): void {
  const actions = asList(asRecord(binding['spec'])['validationActions']);
  const named = `ValidatingAdmissionPolicy '${policyName}' with binding '${binding.metadata.name ?? ''}'`;
  if (actions.includes('Deny')) {
    throw refuse(request, { ...denial, message: `${named} denied request: ${denial.message}` });
  }
  if (actions.includes('Warn')) request.write.warn(`Validation failed for ${named}: ${denial.message}`);
}

/** Lets every bound policy judge a request; throws the refusal of the first that denies it. */
export function requireAdmitted(machinery: Machinery, request: AdmissionRequest): void {
  const { store } = machinery;
  // Policies are not about policies: nobody is to be locked out by his own.
  if (request.write.resource.group === 'admissionregistration.k8s.io') return;
  for (const binding of store.list(bindingKey)) {
    const spec = asRecord(binding['spec']);
    const policyName = asText(spec['policyName']);
    const policy = asRecord(store.get(policyKey, '', policyName)?.['spec']);
    const isAbout =
      Object.keys(policy).length > 0 &&
      matchesRequest(machinery, policy['matchConstraints'], request) &&
      matchesRequest(machinery, spec['matchResources'], request);
    const denial = isAbout ? judge(machinery, policy, spec, request) : undefined;
    if (denial) enforce(request, policyName, binding, denial);
  }
}
