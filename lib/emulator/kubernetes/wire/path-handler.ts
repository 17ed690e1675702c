// Requests for paths that are no resources: discovery, OpenAPI, version, health, the keys of service account tokens.
import type { WireResponse } from '../../wire.ts';
import { ApiError, methodNotAllowed, noSuchPath, noSuchResource } from '../api-error.ts';
import {
  aggregatedDocument,
  coreVersionsDocument,
  groupDocument,
  groupListDocument,
  groupsOf,
  resourceListDocument,
} from '../discovery/discovery.ts';
import { openApiDocument, openApiIndex } from '../discovery/openapi.ts';
import { encodedOpenApiV2, openApiV2, openApiV2Protobuf, prefersProtobuf } from '../discovery/openapi-v2.ts';
import type { Resource } from '../resources.ts';
import type { Server } from '../server.ts';
import { issuer } from '../service-accounts/service-account-tokens.ts';
import { aggregatedDiscovery } from './accept.ts';
import { metricsText } from './metrics.ts';
import type { ApiRequest } from './request.ts';
import { respondObject, respondText } from './respond.ts';

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};

const health = /^\/(?:healthz|livez|readyz)(?:\/ping)?$/;

/** The one check there is: the server answers. */
function healthReport({ path, query }: ApiRequest): string {
  return query.has('verbose') ? `[+]ping ok\n${path.split('/')[1] ?? ''} check passed\n` : 'ok';
}

function aggregated(
  request: ApiRequest,
  resources: readonly Resource[],
  groups: readonly string[],
): WireResponse | undefined {
  const version = aggregatedDiscovery(request.wire.headers['accept']);
  if (version === undefined) return undefined;
  const response = respondObject(request.wire, 200, aggregatedDocument(resources, groups, version));
  const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  return { ...response, headers: { ...response.headers, 'content-type': type, vary: 'Accept' } };
}

/** Throws the 404 of a version nobody serves. */
function discoveryDocument({ path, wire }: ApiRequest, resources: readonly Resource[]): object | undefined {
  const [root, group, groupVersion, ...rest] = path.split('/').filter((segment) => segment !== '');
  if (root === 'api' && group === undefined) return coreVersionsDocument(wire.headers['host'] ?? '127.0.0.1');
  if (root === 'api' && groupVersion === undefined) return served(resourceListDocument(resources, '', group ?? ''));
  if (root !== 'apis' || rest.length > 0) return undefined;
  if (group === undefined) return groupListDocument(resources);
  if (groupVersion === undefined) return groupDocument(resources, group);
  const document = resourceListDocument(resources, group, groupVersion);
  return groupsOf(resources).includes(group) ? served(document) : document;
}

function served(document: object | undefined): object {
  if (document) return document;
  throw noSuchResource();
}

const openIdConfiguration = (host: string, algorithm: string) => ({
  issuer,
  jwks_uri: `https://${host}/openid/v1/jwks`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [algorithm],
});

function indexOf(resources: readonly Resource[]): readonly string[] {
  const groups = groupsOf(resources).map((group) => `/apis/${group}`);
  const versions = resources.map(({ group, version }) =>
    group === '' ? `/api/${version}` : `/apis/${group}/${version}`,
  );
  const others = [
    '/.well-known/openid-configuration',
    '/api',
    '/apis',
    '/apis/',
    '/healthz',
    '/healthz/ping',
    '/livez',
  ];
  const more = [
    '/livez/ping',
    '/metrics',
    '/openapi/v2',
    '/openapi/v3',
    '/openid/v1/jwks',
    '/readyz',
    '/readyz/ping',
    '/version',
  ];
  return [...new Set([...groups, ...versions, ...others, ...more])].sort();
}

function documentAt(request: ApiRequest, { tokens }: Server, resources: readonly Resource[]): object | undefined {
  const { path, wire } = request;
  if (path.startsWith('/openapi/v3/')) return openApiDocument(resources, path.slice('/openapi/v3/'.length));
  switch (path) {
    case '/':
      return { paths: indexOf(resources) };
    case '/version':
      return version;
    case '/openapi/v2':
      return openApiV2(resources);
    case '/openapi/v3':
      return openApiIndex(resources);
    case '/openid/v1/jwks':
      return { keys: [tokens.key.jwk] };
    case '/.well-known/openid-configuration':
      return openIdConfiguration(wire.headers['host'] ?? '127.0.0.1', tokens.key.jwk.alg);
    default:
      return discoveryDocument(request, resources);
  }
}

/** Answers a request that names no resource. Throws the 404 of an unknown path. */
export function answerPath(request: ApiRequest, server: Server): WireResponse {
  const path = request.path.replace(/(?<=.)\/$/, '');
  const resources = server.machinery.resources.all();
  if (/%(?![0-9a-fA-F]{2})/.test(path)) throw new ApiError(400, 'BadRequest', '400 Bad Request');
  if (health.test(path)) return respondText(200, healthReport(request));
  if (path === '/metrics') return respondText(200, metricsText(server));
  if (path === '/api' || path === '/apis') {
    const response = aggregated(request, resources, path === '/api' ? [''] : groupsOf(resources));
    if (response) return response;
  }
  if (path === '/openapi/v2' && prefersProtobuf(request.wire.headers['accept'])) {
    return { status: 200, headers: { 'content-type': openApiV2Protobuf }, body: encodedOpenApiV2() };
  }
  const document = documentAt({ ...request, path }, server, resources);
  if (!document) throw noSuchPath();
  if (request.method !== 'GET') throw methodNotAllowed();
  return respondObject(request.wire, 200, document);
}

/** Paths anybody may read. */
export const isPublicPath = (path: string) => health.test(path) || path === '/version' || path === '/version/';
