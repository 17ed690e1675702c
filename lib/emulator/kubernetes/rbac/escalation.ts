// Nobody grants what he does not have: roles and bindings are written only by those who hold their rights, or who may
// `escalate` or `bind` (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping).
import { forbidden, notFound } from '../api-error.ts';
import type { User } from '../user.ts';
import { isAllowed, rbacGroup, rulesFor } from '../authorization.ts';
import { asList, asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import type { Write } from '../writes/write.ts';
import { missingRights } from './covers.ts';

const roles = new Set([`roles.${rbacGroup}`, `clusterroles.${rbacGroup}`]);
const bindings = new Set([`rolebindings.${rbacGroup}`, `clusterrolebindings.${rbacGroup}`]);

const rulesOf = (role: Fields | KubernetesObject) => asList(role['rules']).filter(isRecord);

/** A role or binding that somebody writes. */
interface Grant {
  readonly machinery: Machinery;
  readonly object: Fields;
  readonly write: Write;
  readonly user: User;
}

const nameOf = (object: Fields) => asText(asRecord(object['metadata'])['name']);

function requireHeld({ machinery, object, write, user }: Grant, wanted: readonly Fields[]): void {
  const missing = missingRights(rulesFor(machinery.store, user, write.namespace), wanted);
  if (missing.length === 0) return;
  const groups = `[${user.groups.map((group) => JSON.stringify(group)).join(' ')}]`;
  const why = `user ${JSON.stringify(user.name)} (groups=${groups}) is attempting to grant RBAC permissions not currently held:\n${missing.join('\n')}`;
  throw forbidden(write.resource, nameOf(object), why);
}

const everything: readonly Fields[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

function requireRole(grant: Grant, old: KubernetesObject | undefined): void {
  const { machinery, object, write, user } = grant;
  const isSame =
    equalJson(rulesOf(old ?? {}), rulesOf(object)) && equalJson(old?.['aggregationRule'], object['aggregationRule']);
  const asked = { verb: 'escalate', group: rbacGroup, plural: write.resource.plural, subresource: '' };
  const { namespace } = write;
  if ((old && isSame) || isAllowed(machinery.store, user, { ...asked, namespace, name: nameOf(object) })) return;
  // Its rules are whatever matching roles will say: only who has everything may ask for that.
  if (
    isRecord(object['aggregationRule']) &&
    missingRights(rulesFor(machinery.store, user, ''), everything).length > 0
  ) {
    const why = 'must have cluster-admin privileges to use the aggregationRule';
    throw forbidden(write.resource, nameOf(object), why);
  }
  requireHeld(grant, rulesOf(object));
}

function requireBinding(grant: Grant, old: KubernetesObject | undefined): void {
  const { machinery, object, write, user } = grant;
  const isSame = old && equalJson(old['roleRef'], object['roleRef']) && equalJson(old['subjects'], object['subjects']);
  const { kind, name } = asRecord(object['roleRef']);
  const plural = kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const { namespace } = write;
  const asked = { verb: 'bind', group: rbacGroup, plural, subresource: '', namespace, name: asText(name) };
  if (isSame || isAllowed(machinery.store, user, asked)) return;
  const role = machinery.store.get(`${plural}.${rbacGroup}`, plural === 'roles' ? namespace : '', asText(name));
  // The real server names the resource that was written to.
  if (!role) throw notFound(write.resource, asText(name));
  requireHeld(grant, rulesOf(role));
}

/** Throws the 403 of a role or binding that would grant more than its writer has; other kinds pass. */
export function requireNoEscalation(
  machinery: Machinery,
  object: Fields,
  write: Write,
  old: KubernetesObject | undefined,
): void {
  const { user, resource } = write;
  if (!user || user.groups.includes('system:masters')) return;
  const grant: Grant = { machinery, object, write, user };
  if (roles.has(resource.key)) requireRole(grant, old);
  if (bindings.has(resource.key)) requireBinding(grant, old);
}
