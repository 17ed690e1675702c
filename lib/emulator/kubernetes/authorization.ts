// RBAC: what the roles in the store grant, with the refusals of the real server.
import { forbidden, type ApiError } from './api-error.ts';
import type { User } from './user.ts';
import { asList, asRecord, asText, isRecord, type Fields } from './json.ts';
import type { KubernetesObject } from './object.ts';
import type { ObjectStore } from './store/object-store.ts';

export const rbacGroup = 'rbac.authorization.k8s.io';

/** What a request wants to do: to a resource, or to a path that is none. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      readonly plural: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly verb: string; readonly path: string };

const includes = (list: unknown, value: string) => {
  const entries = asList(list);
  return entries.includes('*') || entries.includes(value);
};

function grantsPath(rule: Fields, path: string): boolean {
  return asList(rule['nonResourceURLs'])
    .map(asText)
    .some((url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))));
}

/** Whether a PolicyRule grants what is asked. */
export function ruleGrants(rule: Fields, asked: Attributes): boolean {
  if (!includes(rule['verbs'], asked.verb)) return false;
  if ('path' in asked) return grantsPath(rule, asked.path);
  const resource = asked.subresource === '' ? asked.plural : `${asked.plural}/${asked.subresource}`;
  const resources = asList(rule['resources']);
  const named =
    resources.includes('*') ||
    resources.includes(resource) ||
    (asked.subresource !== '' && resources.includes(`*/${asked.subresource}`));
  const names = asList(rule['resourceNames']);
  return named && includes(rule['apiGroups'], asked.group) && (names.length === 0 || names.includes(asked.name));
}

function isSubject(subject: Fields, user: User, namespace: string): boolean {
  const name = asText(subject['name']);
  if (subject['kind'] === 'Group') return user.groups.includes(name);
  if (subject['kind'] === 'User') return user.name === name;
  const account = `system:serviceaccount:${asText(subject['namespace']) || namespace}:${name}`;
  return subject['kind'] === 'ServiceAccount' && user.name === account;
}

/** The subject of a binding that is the user, or one of his groups. */
const subjectOf = (binding: KubernetesObject, user: User) =>
  asList(binding['subjects'])
    .filter(isRecord)
    .find((subject) => isSubject(subject, user, binding.metadata.namespace ?? ''));

/** The rules of the role a binding refers to; none when it does not exist. */
function rulesOfBinding(store: ObjectStore, binding: KubernetesObject): readonly Fields[] {
  const { kind, name } = asRecord(binding['roleRef']);
  const role =
    kind === 'ClusterRole'
      ? store.get(`clusterroles.${rbacGroup}`, '', asText(name))
      : store.get(`roles.${rbacGroup}`, binding.metadata.namespace ?? '', asText(name));
  return asList(role?.['rules']).filter(isRecord);
}

/** The bindings of a user: cluster-wide ones, and those of a namespace if one is given. */
function bindingsFor(store: ObjectStore, user: User, namespace: string): readonly KubernetesObject[] {
  const bindings = [
    ...store.list(`clusterrolebindings.${rbacGroup}`),
    ...(namespace === '' ? [] : store.list(`rolebindings.${rbacGroup}`, namespace)),
  ];
  return bindings.filter((binding) => subjectOf(binding, user) !== undefined);
}

/** Every rule that applies to a user: cluster-wide ones, and those of a namespace if one is given. */
export const rulesFor = (store: ObjectStore, user: User, namespace: string): readonly Fields[] =>
  bindingsFor(store, user, namespace).flatMap((binding) => rulesOfBinding(store, binding));

/** Whether a user may do something, and by which binding. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason?: string;
}

function reasonOf(binding: KubernetesObject, user: User): string {
  const { name, namespace } = binding.metadata;
  const subject = asRecord(subjectOf(binding, user));
  const role = asRecord(binding['roleRef']);
  const place = namespace === undefined ? '' : `/${namespace}`;
  const subjectPlace =
    subject['kind'] === 'ServiceAccount' ? `/${asText(subject['namespace']) || (namespace ?? '')}` : '';
  const rolePlace = role['kind'] === 'Role' ? place : '';
  return `RBAC: allowed by ${binding.kind} "${name ?? ''}${place}" of ${asText(role['kind'])} "${asText(role['name'])}${rolePlace}" to ${asText(subject['kind'])} "${asText(subject['name'])}${subjectPlace}"`;
}

/** Decides by the roles and bindings in the store; nothing is forbidden to `system:masters`. */
export function decide(store: ObjectStore, user: User, asked: Attributes): Decision {
  if (user.groups.includes('system:masters')) return { allowed: true };
  const namespace = 'path' in asked ? '' : asked.namespace;
  const binding = bindingsFor(store, user, namespace).find((candidate) =>
    rulesOfBinding(store, candidate).some((rule) => ruleGrants(rule, asked)),
  );
  return binding ? { allowed: true, reason: reasonOf(binding, user) } : { allowed: false };
}

/** Whether a user may do something. */
export const isAllowed = (store: ObjectStore, user: User, asked: Attributes) => decide(store, user, asked).allowed;

/** The 403 of a refused request. */
export function refusal(user: User, asked: Attributes): ApiError {
  const who = `User "${user.name}" cannot ${asked.verb}`;
  if ('path' in asked) return forbidden({ group: '', plural: '' }, '', `${who} path "${asked.path}"`);
  const { group, plural, subresource, namespace, name } = asked;
  const resource = subresource === '' ? plural : `${plural}/${subresource}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return forbidden({ group, plural }, name, `${who} resource "${resource}" in API group "${group}" ${place}`);
}
