// RBAC: what the roles in the store grant, with the refusals of the real server.
import { forbidden, type ApiError } from './api-error.ts';
import type { User } from './authentication.ts';
import { asList, asRecord, asText, isRecord, type Fields } from './json.ts';
import type { KubernetesObject } from './object.ts';
import type { ObjectStore } from './store/object-store.ts';

const rbac = 'rbac.authorization.k8s.io';

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

const binds = (binding: KubernetesObject, user: User) =>
  asList(binding['subjects'])
    .filter(isRecord)
    .some((subject) => isSubject(subject, user, binding.metadata.namespace ?? ''));

/** The rules of the role a binding refers to; none when it does not exist. */
function rulesOfBinding(store: ObjectStore, binding: KubernetesObject): readonly Fields[] {
  const { kind, name } = asRecord(binding['roleRef']);
  const role =
    kind === 'ClusterRole'
      ? store.get(`clusterroles.${rbac}`, '', asText(name))
      : store.get(`roles.${rbac}`, binding.metadata.namespace ?? '', asText(name));
  return asList(role?.['rules']).filter(isRecord);
}

/** Every rule that applies to a user: cluster-wide ones, and those of a namespace if one is given. */
export function rulesFor(store: ObjectStore, user: User, namespace: string): readonly Fields[] {
  const bindings = [
    ...store.list(`clusterrolebindings.${rbac}`),
    ...(namespace === '' ? [] : store.list(`rolebindings.${rbac}`, namespace)),
  ];
  return bindings.filter((binding) => binds(binding, user)).flatMap((binding) => rulesOfBinding(store, binding));
}

/** Whether a user may do something. */
export function isAllowed(store: ObjectStore, user: User, asked: Attributes): boolean {
  if (user.groups.includes('system:masters')) return true;
  const namespace = 'path' in asked ? '' : asked.namespace;
  return rulesFor(store, user, namespace).some((rule) => ruleGrants(rule, asked));
}

/** The 403 of a refused request. */
export function refusal(user: User, asked: Attributes): ApiError {
  const who = `User "${user.name}" cannot ${asked.verb}`;
  if ('path' in asked) return forbidden({ group: '', plural: '' }, '', `${who} path "${asked.path}"`);
  const { group, plural, subresource, namespace, name } = asked;
  const resource = subresource === '' ? plural : `${plural}/${subresource}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return forbidden({ group, plural }, name, `${who} resource "${resource}" in API group "${group}" ${place}`);
}
