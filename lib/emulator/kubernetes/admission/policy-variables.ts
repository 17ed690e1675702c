// What the expressions of an admission policy see
// (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression).
import { records } from '../kinds/defaults.ts';
import { asText, type Fields } from '../json.ts';
import type { Machinery } from '../machinery.ts';
import type { Resource } from '../resources.ts';
import { compileCel } from '../schema/cel-environment.ts';
import { celValue } from '../schema/cel-value.ts';
import type { AdmissionRequest } from './admission-request.ts';
import { namespaceOf } from './match-resources.ts';

const typed = (object: unknown, { schema }: Resource) => (object === undefined ? null : celValue(object, schema));

function requestValue({ operation, write, name }: AdmissionRequest): Fields {
  const { resource, subresource, namespace, user, dryRun } = write;
  const { group, version, kind, plural } = resource;
  return {
    ...{ kind: { group, version, kind }, resource: { group, version, resource: plural } },
    ...{ subResource: subresource, name, namespace, operation, dryRun, options: {} },
    userInfo: {
      username: user?.name ?? '',
      groups: user?.groups ?? [],
      uid: user?.uid ?? '',
      extra: user?.extra ?? {},
    },
  };
}

/** The variables of a policy, each computed when an expression first asks for it; what it throws, that expression throws. */
function lazyVariables(policy: Fields, base: Fields): Fields {
  const variables: Fields = {};
  for (const { name, expression } of records(policy['variables'])) {
    let value: { readonly is: unknown } | undefined;
    const get = () => (value ??= { is: compileCel(asText(expression))({ ...base, variables }) }).is;
    Object.defineProperty(variables, asText(name), { get, enumerable: true });
  }
  return variables;
}

/** The variables of a request under a policy's spec; `params` is null where the policy has none. */
export function policyVariables(
  machinery: Machinery,
  policy: Fields,
  request: AdmissionRequest,
  params: unknown,
): Fields {
  const { resource } = request.write;
  const namespaces = machinery.resources.stored('namespaces');
  const namespace = namespaceOf(machinery, request);
  const base: Fields = {
    object: typed(request.object, resource),
    oldObject: typed(request.oldObject, resource),
    request: requestValue(request),
    namespaceObject: namespace === undefined || !namespaces ? null : typed(namespace, namespaces),
    params,
  };
  return { ...base, variables: lazyVariables(policy, base) };
}
