// Whether an admission policy is about a request: its resource rules and its selectors
// (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#match-constraints).
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import { records } from '../kinds/defaults.ts';
import { selects } from '../kinds/workload.ts';
import type { Machinery } from '../machinery.ts';
import type { AdmissionRequest } from './admission-request.ts';

const includes = (list: unknown, value: string) => {
  const items = asList(list).map(asText);
  return items.includes('*') || items.includes(value);
};

function matchesResource(patterns: unknown, { plural }: { readonly plural: string }, subresource: string): boolean {
  const name = subresource === '' ? plural : `${plural}/${subresource}`;
  return asList(patterns)
    .map(asText)
    .some((pattern) => {
      if (pattern === '*/*' || pattern === name) return true;
      if (pattern === '*') return subresource === '';
      return subresource !== '' && (pattern === `${plural}/*` || pattern === `*/${subresource}`);
    });
}

function matchesRule(rule: Fields, { operation, write, name }: AdmissionRequest): boolean {
  const { resource, subresource } = write;
  const names = asList(rule['resourceNames']).map(asText);
  const scope = rule['scope'] ?? '*';
  return (
    includes(rule['operations'], operation) &&
    includes(rule['apiGroups'], resource.group) &&
    includes(rule['apiVersions'], resource.version) &&
    matchesResource(rule['resources'], resource, subresource) &&
    (scope === '*' || scope === (resource.namespaced ? 'Namespaced' : 'Cluster')) &&
    (names.length === 0 || names.includes(name))
  );
}

const labelsOf = (object: unknown) => asRecord(asRecord(asRecord(object)['metadata'])['labels']);

/** The namespace of a request: of a Namespace itself, the object; of other cluster-scoped kinds, none. */
export function namespaceOf({ store }: Machinery, { write, object, oldObject }: AdmissionRequest): unknown {
  if (write.resource.key === 'namespaces') return object ?? oldObject;
  return write.resource.namespaced ? store.get('namespaces', '', write.namespace) : undefined;
}

function isSelected(machinery: Machinery, match: Fields, request: AdmissionRequest): boolean {
  const { namespaceSelector, objectSelector } = match;
  const namespace = namespaceOf(machinery, request);
  if (isRecord(namespaceSelector) && namespace !== undefined && !selects(namespaceSelector, labelsOf(namespace))) {
    return false;
  }
  if (!isRecord(objectSelector) || Object.keys(objectSelector).length === 0) return true;
  const objects = [request.object, request.oldObject].filter((object) => object !== undefined);
  return objects.some((object) => selects(objectSelector, labelsOf(object)));
}

/** Whether `matchConstraints` or `matchResources` picks a request; without resource rules, every resource is meant. */
export function matchesRequest(machinery: Machinery, match: unknown, request: AdmissionRequest): boolean {
  if (!isRecord(match)) return true;
  const rules = records(match['resourceRules']);
  if (rules.length > 0 && !rules.some((rule) => matchesRule(rule, request))) return false;
  if (records(match['excludeResourceRules']).some((rule) => matchesRule(rule, request))) return false;
  return isSelected(machinery, match, request);
}
