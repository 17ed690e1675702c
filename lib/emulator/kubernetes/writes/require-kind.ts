// Whether an object is of the kind its URL says. Built-in kinds go through a typed decoder that knows a scheme of kinds;
// custom kinds are compared by name. Bodies, patched objects and apply configurations are each refused in their own
// words (k8s.io/apiserver `endpoints/handlers`; measured against kube-apiserver v1.36.3).
import { badRequest, invalid as invalidObject, type ApiError } from '../api-error.ts';
import { messageOfKind } from '../protobuf/messages.ts';
import { invalid } from '../field-error.ts';
import { asText, type Fields } from '../json.ts';
import { splitApiVersion, type Resource, type ResourceRegistry } from '../resources.ts';
import { metadataOf } from './write.ts';

/** How an object came to be: sent whole, made by a patch, or sent as an apply configuration. */
export type Origin = 'body' | 'patch' | 'configuration';

/** What an object says it is. */
interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
}

const summaryLength = 30;

/** A body nobody can make out, with its beginning for recognition. */
function unrecognized(body: Fields, resource: Resource, why: string): ApiError {
  const text = JSON.stringify(body);
  const summary = text.length > summaryLength ? `${text.slice(0, summaryLength)} ...` : text;
  return badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): ${why} (${summary})`);
}

/** Built-in kinds may leave out what the URL says; custom ones may not. */
function identityOf(body: Fields, resource: Resource): Identity {
  const known = resource.custom ? { apiVersion: '', kind: '' } : resource;
  const kind = asText(body['kind'] ?? known.kind);
  const apiVersion = asText(body['apiVersion'] ?? known.apiVersion);
  if (kind === '') throw unrecognized(body, resource, `Object 'Kind' is missing in '${JSON.stringify(body)}'`);
  if (apiVersion === '')
    throw unrecognized(body, resource, `Object 'apiVersion' is missing in '${JSON.stringify(body)}'`);
  if (apiVersion.split('/').length > 2)
    throw unrecognized(body, resource, `unexpected GroupVersion string: ${apiVersion}`);
  return { apiVersion, kind };
}

const otherVersion = ({ apiVersion }: Identity, resource: Resource) =>
  badRequest(
    `the API version in the data (${apiVersion}) does not match the expected API version (${resource.apiVersion})`,
  );

/** Where the real server's scheme was made, which is how it names it. */
const scheme = 'in scheme "pkg/runtime/scheme.go:111"';

/** Why the typed decoder cannot read the object as the built-in kind; undefined for another version of that kind. */
function obstacle({ apiVersion, kind }: Identity, resource: Resource, resources: ResourceRegistry): string | undefined {
  const found = resources.ofKind(apiVersion, kind);
  // Kinds of the machinery (Status, DeleteOptions …) are known, too, but are no resources.
  const isKnown = found ? !found.custom : messageOfKind(apiVersion, kind) !== undefined;
  if (!isKnown) return `no kind "${kind}" is registered for version "${apiVersion}" ${scheme}`;
  if (found?.key === resource.key) return undefined;
  const goPackage = resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '');
  return `converting (${splitApiVersion(apiVersion).version}.${kind}) to (${goPackage}.${resource.kind}): unknown conversion`;
}

const unreadablePatch = (body: Fields, why: string) =>
  invalidObject({ group: '', kind: '' }, '', [invalid('patch', JSON.stringify(body), why)]);

function unreadableBody(identity: Identity, resource: Resource, why: string): ApiError {
  const { version } = splitApiVersion(identity.apiVersion);
  return badRequest(`${identity.kind} in version "${version}" cannot be handled as a ${resource.kind}: ${why}`);
}

function customRefusal(body: Fields, identity: Identity, origin: Origin, resource: Resource): ApiError {
  const { apiVersion, kind } = identity;
  const isOther = apiVersion !== resource.apiVersion;
  if (isOther && origin === 'body') return otherVersion(identity, resource);
  const error = isOther
    ? invalid('apiVersion', apiVersion, `must be ${resource.apiVersion}`)
    : invalid('kind', kind, `must be ${resource.kind}`);
  const { group } = splitApiVersion(apiVersion);
  return invalidObject({ group, kind }, asText(metadataOf(body)['name']), [error]);
}

/** An apply configuration has to say what it is, even where the URL says it. */
function requireSameKind(configuration: Fields, resource: Resource): void {
  const [apiVersion, kind] = [asText(configuration['apiVersion']), asText(configuration['kind'])];
  if (apiVersion === resource.apiVersion && kind === resource.kind) return;
  const { group, version } = splitApiVersion(apiVersion);
  throw badRequest(`invalid object type: ${group}/${version}, Kind=${kind}`);
}

/** Throws the 400 or 422 for an object of another kind or version than the resource of its URL. */
export function requireKind(body: Fields, resource: Resource, origin: Origin, resources: ResourceRegistry): void {
  if (origin === 'configuration') return requireSameKind(body, resource);
  const identity = identityOf(body, resource);
  const { apiVersion, kind } = identity;
  if (apiVersion === resource.apiVersion && kind === resource.kind) return;
  if (resource.custom) throw customRefusal(body, identity, origin, resource);
  const why = obstacle(identity, resource, resources);
  if (why === undefined) throw otherVersion(identity, resource);
  throw origin === 'patch' ? unreadablePatch(body, why) : unreadableBody(identity, resource, why);
}
