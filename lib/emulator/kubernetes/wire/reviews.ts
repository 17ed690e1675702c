// Review kinds: questions about identity and permission that are answered at creation and never stored.
import type { User } from '../authentication.ts';
import { rulesFor, type Attributes } from '../authorization.ts';
import { badRequest } from '../api-error.ts';
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import type { Resource } from '../resources.ts';
import type { Server } from '../server.ts';

function attributesOf(spec: Fields): Attributes {
  const path = spec['nonResourceAttributes'];
  if (isRecord(path)) return { verb: asText(path['verb']), path: asText(path['path']) };
  const asked = asRecord(spec['resourceAttributes']);
  const text = (name: string) => asText(asked[name]);
  const [verb, group, plural, subresource] = [text('verb'), text('group'), text('resource'), text('subresource')];
  return { verb, group, plural, subresource, namespace: text('namespace'), name: text('name') };
}

const userInfo = (user: User) => ({ username: user.name, groups: user.groups });

function accessStatus(server: Server, user: User, spec: Fields) {
  return { allowed: server.isAllowed(user, attributesOf(spec)) };
}

function rulesStatus(server: Server, user: User, spec: Fields) {
  const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
  const everyPath = { verbs: ['*'], nonResourceURLs: ['*'] };
  const isMaster = user.groups.includes('system:masters');
  const rules = isMaster ? [everything, everyPath] : rulesFor(server.machinery.store, user, asText(spec['namespace']));
  return {
    resourceRules: rules.filter((rule) => !('nonResourceURLs' in rule)),
    nonResourceRules: rules.filter((rule) => 'nonResourceURLs' in rule),
    incomplete: false,
  };
}

async function tokenStatus(server: Server, spec: Fields) {
  const user = await server.authentication.userOf(asText(spec['token']));
  if (!user) return { authenticated: false, user: {}, error: 'invalid bearer token' };
  return { authenticated: true, user: userInfo(user) };
}

/** Whether a kind is a review. */
export const isReview = (resource: Resource) =>
  !resource.custom && ['authentication.k8s.io', 'authorization.k8s.io'].includes(resource.group);

/** The review of a request body with its status. */
export async function review(server: Server, resource: Resource, body: unknown, user: User): Promise<Fields> {
  if (!isRecord(body)) throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind})`);
  const spec = asRecord(body['spec']);
  const about: User = { name: asText(spec['user']), groups: asList(spec['groups']).map(asText) };
  const statuses: Readonly<Record<string, () => unknown>> = {
    SelfSubjectReview: () => ({ userInfo: userInfo(user) }),
    SelfSubjectAccessReview: () => accessStatus(server, user, spec),
    SubjectAccessReview: () => accessStatus(server, about, spec),
    SelfSubjectRulesReview: () => rulesStatus(server, user, spec),
    TokenReview: () => tokenStatus(server, spec),
  };
  const metadata = { creationTimestamp: null };
  return {
    kind: resource.kind,
    apiVersion: resource.apiVersion,
    metadata,
    spec,
    status: await statuses[resource.kind]?.(),
  };
}
