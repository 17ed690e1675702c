// `token` of a service account: TokenRequest.
import { conflict, invalid as invalidObject, notFound } from '../../api-error.ts';
import { invalid, type FieldError } from '../../field-error.ts';
import { asList, asRecord, asText, isRecord, type Fields } from '../../json.ts';
import type { Machinery } from '../../machinery.ts';
import type { KubernetesObject } from '../../object.ts';
import { issuer } from '../../service-accounts/service-account-tokens.ts';
import { storedObject } from '../../writes/update.ts';
import { parseBody } from '../body.ts';
import { respondObject } from '../respond.ts';
import type { SubresourceHandler } from './subresource-call.ts';

const requestKind = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' };
const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' };

const limits = { least: 600, most: 2 ** 32 } as const;
const oneHour = 3600;

function expirationErrors(seconds: number): FieldError[] {
  const field = 'spec.expirationSeconds';
  if (seconds < limits.least) return [invalid(field, seconds, 'may not specify a duration less than 10 minutes')];
  return seconds > limits.most ? [invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
}

/** Kinds a token can be bound to. */
const bindable: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** The object a token is to live as long as. Throws when it is not there, or another by the same name. */
function boundObject({ store }: Machinery, reference: Fields, namespace: string): KubernetesObject {
  const key = bindable[asText(reference['kind'])];
  const name = asText(reference['name']);
  if (key === undefined) {
    const text = `cannot bind token to object of type ${asText(reference['apiVersion'])}, Kind=${asText(reference['kind'])}`;
    throw invalidObject(kind, '', [invalid('spec.boundObjectRef', reference, text)]);
  }
  const found = store.get(key, key === 'nodes' ? '' : namespace, name);
  if (!found) throw notFound({ group: '', plural: key }, name);
  const uid = asText(reference['uid']);
  if (uid === '' || uid === found.metadata.uid) return found;
  const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  throw conflict({ group: '', plural: key }, name, why);
}

export const answerToken: SubresourceHandler = ({ server, request, write }) => {
  const { machinery, tokens } = server;
  const account = storedObject(machinery, write);
  const spec = asRecord(asRecord(parseBody(request.wire, requestKind))['spec']);
  const expirationSeconds = Number(spec['expirationSeconds'] ?? oneHour);
  const errors = expirationErrors(expirationSeconds);
  if (errors.length > 0) throw invalidObject(kind, '', errors);
  const reference = spec['boundObjectRef'];
  const boundTo = isRecord(reference) ? boundObject(machinery, reference, write.namespace) : undefined;
  const asked = asList(spec['audiences']).map(asText);
  const audiences = asked.length > 0 ? asked : [issuer];
  const status = tokens.issue({ account, audiences, expirationSeconds, ...(boundTo && { boundTo }) });
  const { name, namespace, uid, creationTimestamp } = account.metadata;
  return respondObject(request.wire, 201, {
    ...requestKind,
    metadata: { name, namespace, uid, creationTimestamp },
    spec: { audiences, expirationSeconds, boundObjectRef: reference ?? null },
    status,
  });
};
