// LIST: which state of the world, which part of it, and the token for the next part
// (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions).
import { badRequest, expired, invalid as invalidObject } from '../api-error.ts';
import { forbidden, notSupported, type FieldError } from '../field-error.ts';
import { isRecord } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import type { ListMeta } from '../representation/represent.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { parseNumber, parseResourceVersion, requireNotInFuture, type ObjectSelection } from './selection.ts';

export interface Page {
  readonly objects: readonly KubernetesObject[];
  readonly metadata: ListMeta;
}

/** Where a continued list goes on. Revision -1: at the present state, whatever it has become. */
interface ContinueToken {
  readonly revision: number;
  readonly after: string;
}

const encodeToken = ({ revision, after }: ContinueToken) =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url');

function decodeToken(token: string): ContinueToken {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (isRecord(parsed) && typeof parsed['rv'] === 'number' && typeof parsed['start'] === 'string') {
      return { revision: parsed['rv'], after: parsed['start'] };
    }
  } catch {
    // Falls through to the refusal of every unreadable token.
  }
  throw badRequest('invalid continue token: continue key is not valid: it is none of this server');
}

/** Where a query asks to go on; the token says at which version, so the query must not. */
function continuation(query: URLSearchParams): ContinueToken | undefined {
  const token = query.get('continue') ?? '';
  if (token === '') return undefined;
  const version = query.get('resourceVersion') ?? '';
  if (version !== '' && version !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  return decodeToken(token);
}

const pathOf = (object: KubernetesObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;

function requireListOptions(query: URLSearchParams): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const errors: FieldError[] = [];
  if (match !== '') {
    const refuse = (why: string) =>
      errors.push(forbidden('resourceVersionMatch', `resourceVersionMatch is forbidden ${why}`));
    if (version === '') refuse('unless resourceVersion is provided');
    if (query.get('continue')) refuse('when continue is provided');
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
    }
    if (match === 'Exact' && version === '0') {
      errors.push(
        forbidden('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
      );
    }
  }
  if (query.has('sendInitialEvents'))
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

/** The revision a list is taken at; undefined is the present one. */
function askedRevision(query: URLSearchParams, limit: number): number | undefined {
  const version = parseResourceVersion(query.get('resourceVersion'), true);
  if (version === undefined || version === 0) return undefined;
  const match = query.get('resourceVersionMatch') ?? '';
  // A limited list at a version means exactly that version, unless it says otherwise.
  const isExact = match === 'Exact' || (match === '' && limit > 0);
  return isExact ? version : undefined;
}

const continueExpired = (after: string) => {
  const text =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
  const error = expired(text);
  Object.assign(error.status.metadata, { continue: encodeToken({ revision: -1, after }) });
  return error;
};

function objectsAt(
  store: ObjectStore,
  { resource, namespace }: ObjectSelection,
  revision: number | undefined,
  token?: ContinueToken,
) {
  if (revision === undefined || revision === store.revision()) return store.list(resource.key, namespace);
  const objects = store.listAt(resource.key, namespace, revision);
  if (objects) return objects;
  throw token ? continueExpired(token.after) : expired('The resourceVersion for the provided list is too old.');
}

/** `metadata` of a page: whether and where it goes on. */
function pageMeta(objects: readonly KubernetesObject[], left: number, revision: number, isNarrowed: boolean): ListMeta {
  const last = objects.at(-1);
  const resourceVersion = String(revision);
  if (left === 0 || last === undefined) return { resourceVersion };
  const token = encodeToken({ revision, after: pathOf(last) });
  return { resourceVersion, continue: token, ...(!isNarrowed && { remainingItemCount: left }) };
}

/** The size of a page; 0 is the whole list, and so is any page of whatever state is at hand, which comes from memory. */
function limitOf(query: URLSearchParams): number {
  const limit = parseNumber(query, 'limit') ?? 0;
  return query.get('resourceVersion') === '0' ? 0 : limit;
}

/** One page of a list. Without `limit` the page is the whole list. */
export function listObjects(store: ObjectStore, selection: ObjectSelection, query: URLSearchParams): Page {
  requireListOptions(query);
  const current = store.revision();
  const limit = limitOf(query);
  parseNumber(query, 'timeoutSeconds');
  requireNotInFuture(parseResourceVersion(query.get('resourceVersion'), true), current);
  const token = continuation(query);
  const continued = token?.revision === -1 ? undefined : token?.revision;
  const asked = token ? continued : askedRevision(query, limit);
  const all = objectsAt(store, selection, asked, token).filter(selection.matches);
  const rest = token ? all.filter((object) => pathOf(object) > token.after) : all;
  const objects = limit > 0 ? rest.slice(0, limit) : rest;
  const metadata = pageMeta(objects, rest.length - objects.length, asked ?? current, selection.isNarrowed);
  return { objects, metadata };
}
