// Review kinds: questions about identity and permission that are answered at creation and never stored.
import type { User } from '../user.ts';
import { rulesFor, type Attributes } from '../authorization.ts';
import { badRequest, invalid as invalidObject } from '../api-error.ts';
import { invalid, type FieldError } from '../field-error.ts';
import { asList, asRecord, asText, canonicalJson, isRecord, type Fields } from '../json.ts';
import { messageOfKind } from '../protobuf/messages.ts';
import { typedForm } from '../protobuf/typed-form.ts';
import { issuer } from '../service-accounts/service-account-tokens.ts';
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

const userInfo = ({ name, uid, groups, extra }: User) => ({
  username: name,
  ...(uid !== undefined && { uid }),
  groups,
  ...(extra && { extra }),
});

function attributeErrors({ resourceAttributes, nonResourceAttributes }: Fields): FieldError[] {
  if (isRecord(resourceAttributes) && isRecord(nonResourceAttributes)) {
    const shown = { Path: nonResourceAttributes['path'], Verb: nonResourceAttributes['verb'] };
    const text = 'cannot be specified in combination with resourceAttributes';
    return [invalid('spec.nonResourceAttributes', shown, text)];
  }
  if (isRecord(resourceAttributes) || isRecord(nonResourceAttributes)) return [];
  const text = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [invalid('spec.resourceAttributes', null, text)];
}

function accessStatus(server: Server, user: User, spec: Fields) {
  const errors = attributeErrors(spec);
  // The registry names a kind without a name.
  if (errors.length > 0) throw invalidObject({ group: 'authorization.k8s.io', kind: '' }, '', errors);
  return server.decide(user, attributesOf(spec));
}

/** The access of somebody else; of a local review, in its namespace. */
function othersStatus(server: Server, spec: Fields, namespace: string | undefined) {
  const about: User = { name: asText(spec['user']), groups: asList(spec['groups']).map(asText) };
  const asked = asText(asRecord(spec['resourceAttributes'])['namespace']);
  const errors: FieldError[] = [];
  if (about.name === '' && about.groups.length === 0) {
    errors.push(invalid('spec.user', '', 'at least one of user or group must be specified'));
  }
  if (namespace !== undefined && asked !== namespace) {
    errors.push(invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace'));
  }
  if (errors.length > 0) throw invalidObject({ group: 'authorization.k8s.io', kind: '' }, '', errors);
  return accessStatus(server, about, spec);
}

function rulesStatus(server: Server, user: User, spec: Fields) {
  const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
  const everyPath = { verbs: ['*'], nonResourceURLs: ['*'] };
  const isMaster = user.groups.includes('system:masters');
  const found = isMaster ? [everything, everyPath] : rulesFor(server.machinery.store, user, asText(spec['namespace']));
  const rules = [...new Map(found.map((rule) => [canonicalJson(rule), rule])).values()];
  return {
    resourceRules: rules.filter((rule) => !('nonResourceURLs' in rule)),
    nonResourceRules: rules.filter((rule) => 'nonResourceURLs' in rule),
    incomplete: false,
  };
}

async function tokenStatus(server: Server, spec: Fields) {
  const holder = await server.authentication.holderOf(asText(spec['token']));
  const asked = asList(spec['audiences']).map(asText);
  const wanted = asked.length > 0 ? asked : [issuer];
  // A token for nobody in particular is for everybody who asks.
  const audiences = wanted.filter((audience) => !holder?.audiences.length || holder.audiences.includes(audience));
  if (!holder) return { user: {}, error: 'invalid bearer token' };
  if (audiences.length === 0) return { user: {}, error: 'token audiences are not those asked for' };
  return { authenticated: true, user: userInfo(holder.user), audiences };
}

/** Whether a kind is a review. */
export const isReview = (resource: Resource) =>
  !resource.custom && ['authentication.k8s.io', 'authorization.k8s.io'].includes(resource.group);

/** One question: which kind, in which namespace, asked by whom. */
export interface Question {
  readonly resource: Resource;
  readonly namespace: string;
  readonly user: User;
}

/** The review of a request body with its status. Throws the 400 or 422 of a question that makes no sense. */
export async function review(server: Server, body: unknown, { resource, namespace, user }: Question): Promise<Fields> {
  const { kind, apiVersion } = resource;
  if (!isRecord(body)) throw badRequest(`the object provided is unrecognized (must be of type ${kind})`);
  const spec = asRecord(body['spec']);
  const statuses: Readonly<Record<string, () => unknown>> = {
    SelfSubjectReview: () => ({ userInfo: userInfo(user) }),
    SelfSubjectAccessReview: () => accessStatus(server, user, spec),
    SubjectAccessReview: () => othersStatus(server, spec, undefined),
    LocalSubjectAccessReview: () => othersStatus(server, spec, namespace),
    SelfSubjectRulesReview: () => rulesStatus(server, user, spec),
    TokenReview: () => tokenStatus(server, spec),
  };
  // The answer of a rules review does not repeat its question.
  const shown = kind === 'SelfSubjectRulesReview' ? {} : spec;
  const answer = {
    ...{ kind, apiVersion },
    metadata: namespace === '' ? {} : { namespace },
    ...(kind !== 'SelfSubjectReview' && { spec: shown }),
    status: await statuses[kind]?.(),
  };
  return asRecord(typedForm(messageOfKind(apiVersion, kind) ?? '', answer));
}
