// Acting as somebody else (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation).
import type { WireRequest } from '../../wire.ts';
import { badRequest } from '../api-error.ts';
import type { User } from '../user.ts';
import { refusal, type Attributes } from '../authorization.ts';
import type { Server } from '../server.ts';

const extraPrefix = 'impersonate-extra-';

const listed = (value: string | undefined) =>
  (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function extraOf(headers: WireRequest['headers']): Readonly<Record<string, readonly string[]>> {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(extraPrefix));
  return Object.fromEntries(
    entries.map(([name, value]) => [decodeURIComponent(name.slice(extraPrefix.length)), listed(value)]),
  );
}

const goList = (items: readonly string[]) => `[]string{${items.map((item) => JSON.stringify(item)).join(', ')}}`;

interface Impersonation {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Whoever a request wants to act as; undefined when it wants nothing of the kind. */
function wanted({ headers }: WireRequest): Impersonation | undefined {
  const name = headers['impersonate-user'] ?? '';
  const [uid, groups, extra] = [
    headers['impersonate-uid'] ?? '',
    listed(headers['impersonate-group']),
    extraOf(headers),
  ];
  if (name !== '') return { name, uid, groups, extra };
  if (uid === '' && groups.length === 0 && Object.keys(extra).length === 0) return undefined;
  const user = `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${goList(groups)}, Extra:map[string][]string(nil)}`;
  throw badRequest(`requested ${user} without impersonating a user name`);
}

/** The rights it takes: one for the name, one for each group, one for each thing more. */
function rightsFor({ name, uid, groups, extra }: Impersonation): readonly Attributes[] {
  const [, , namespace = '', account = ''] = name.split(':');
  const isAccount = name.startsWith('system:serviceaccount:');
  const right = { verb: 'impersonate', group: '', subresource: '', namespace: '' };
  const authentication = { ...right, group: 'authentication.k8s.io' };
  return [
    isAccount ? { ...right, plural: 'serviceaccounts', namespace, name: account } : { ...right, plural: 'users', name },
    ...groups.map((group) => ({ ...right, plural: 'groups', name: group })),
    ...(uid === '' ? [] : [{ ...authentication, plural: 'uids', name: uid }]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => ({ ...authentication, plural: 'userextras', subresource: key, name: value })),
    ),
  ];
}

function groupsOf({ name, groups }: Impersonation): readonly string[] {
  if (name === 'system:anonymous') return groups.length > 0 ? groups : ['system:unauthenticated'];
  const [, , namespace = ''] = name.split(':');
  const isAccount = name.startsWith('system:serviceaccount:') && groups.length === 0;
  const own = isAccount ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : groups;
  return [...new Set([...own, 'system:authenticated'])];
}

/** The user a request acts as: with Impersonate headers somebody else, if that is granted. */
export function actingUser(server: Server, request: WireRequest, user: User): User {
  const impersonation = wanted(request);
  if (!impersonation) return user;
  for (const right of rightsFor(impersonation)) {
    if (!server.decide(user, right).allowed) throw refusal(user, right);
  }
  const { name, uid, extra } = impersonation;
  return {
    name,
    groups: groupsOf(impersonation),
    ...(uid !== '' && { uid }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}
