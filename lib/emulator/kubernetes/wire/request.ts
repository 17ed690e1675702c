// A request as the API server understands it (k8s.io/apiserver `endpoints/request/requestinfo.go`).
import type { WireRequest } from '../../wire.ts';

/** A request for a resource: `verb` is the one RBAC knows. */
export interface ResourceRequest {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/** A request with its URL taken apart; `resource` is absent for paths that name none (discovery, health). */
export interface ApiRequest {
  readonly wire: WireRequest;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly resource?: ResourceRequest;
}

const mutating: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/** Methods that read; those of no meaning at all (OPTIONS, HEAD …) have no verb and are refused. */
const readable = new Set(['GET']);

const isTrue = (value: string | null) => value !== null && value !== '0' && value.toLowerCase() !== 'false';

function verbOf(method: string, name: string, query: URLSearchParams): string {
  const verb = mutating[method];
  if (verb !== undefined) return verb;
  if (method === 'DELETE') return name === '' ? 'deletecollection' : 'delete';
  if (!readable.has(method)) return '';
  if (name !== '') return 'get';
  return isTrue(query.get('watch')) ? 'watch' : 'list';
}

/** The rest of the path below a group version. */
function locate(segments: readonly string[]): Omit<ResourceRequest, 'verb' | 'group' | 'version'> | undefined {
  const [first, namespace, ...rest] = segments;
  // /namespaces/x and its own subresources name the Namespace; deeper paths name something inside it.
  const isInNamespace = first === 'namespaces' && namespace !== undefined && rest.length > 0;
  const isOfNamespace = isInNamespace && ['status', 'finalize'].includes(rest[0] ?? '');
  const [plural, name = '', ...subresource] = isInNamespace && !isOfNamespace ? rest : segments;
  if (plural === undefined || plural === '') return undefined;
  return {
    plural,
    name,
    subresource: subresource.join('/'),
    namespace: isInNamespace && !isOfNamespace ? namespace : '',
  };
}

function resourceOf(method: string, path: string, query: URLSearchParams): ResourceRequest | undefined {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const isCore = segments[0] === 'api';
  if (!isCore && segments[0] !== 'apis') return undefined;
  const [group = '', version, ...rest] = isCore ? ['', ...segments.slice(1)] : segments.slice(1);
  const [first, ...others] = rest;
  // /watch/… is the old way to say ?watch=true.
  const isLegacyWatch = first === 'watch' && others.length > 0;
  const location = version === undefined ? undefined : locate(isLegacyWatch ? others : rest);
  if (!location || version === undefined) return undefined;
  return { verb: isLegacyWatch ? 'watch' : verbOf(method, location.name, query), group, version, ...location };
}

/** Parses a request. A malformed escape in the path gives a request without resource: a 404. */
export function parseRequest(wire: WireRequest): ApiRequest {
  const [path = '/', ...rest] = wire.path.split('?');
  const query = new URLSearchParams(rest.join('?'));
  const request = { wire, method: wire.method.toUpperCase(), path, query };
  try {
    const resource = resourceOf(request.method, path, query);
    return resource ? { ...request, resource } : request;
  } catch {
    return request;
  }
}
