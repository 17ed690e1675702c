// Requests for paths that are no resources: discovery, OpenAPI, version, health.
import type { WireResponse } from '../../wire.ts';
import { noSuchPath } from '../api-error.ts';
import {
  aggregatedDocument,
  coreVersionsDocument,
  groupDocument,
  groupListDocument,
  groupsOf,
  resourceListDocument,
} from '../discovery/discovery.ts';
import { openApiDocument, openApiIndex } from '../discovery/openapi.ts';
import type { Resource } from '../resources.ts';
import { negotiate } from './accept.ts';
import type { ApiRequest } from './request.ts';
import { respondJson, respondText } from './respond.ts';

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  gitVersion: 'v1.36.3',
  gitTreeState: 'clean',
  platform: 'linux/amd64',
};

const health = new Set(['/healthz', '/livez', '/readyz']);

function aggregated(
  request: ApiRequest,
  resources: readonly Resource[],
  groups: readonly string[],
): WireResponse | undefined {
  const wanted = negotiate(request.wire.headers['accept']);
  if (wanted.as !== 'aggregated-discovery') return undefined;
  const response = respondJson(request.wire, 200, aggregatedDocument(resources, groups, wanted.version));
  const type = `application/json;g=apidiscovery.k8s.io;v=${wanted.version};as=APIGroupDiscoveryList`;
  return { ...response, headers: { ...response.headers, 'content-type': type, vary: 'Accept' } };
}

function discoveryDocument({ path, wire }: ApiRequest, resources: readonly Resource[]): object | undefined {
  const [root, group, groupVersion, ...rest] = path.split('/').filter((segment) => segment !== '');
  if (root === 'api' && group === undefined) return coreVersionsDocument(wire.headers['host'] ?? '127.0.0.1');
  if (root === 'api' && groupVersion === undefined) return resourceListDocument(resources, '', group ?? '');
  if (root !== 'apis' || rest.length > 0) return undefined;
  if (group === undefined) return groupListDocument(resources);
  return groupVersion === undefined
    ? groupDocument(resources, group)
    : resourceListDocument(resources, group, groupVersion);
}

function documentAt(request: ApiRequest, resources: readonly Resource[]): object | undefined {
  const { path } = request;
  if (path === '/version') return version;
  if (path === '/openapi/v3') return openApiIndex(resources);
  if (path.startsWith('/openapi/v3/')) return openApiDocument(resources, path.slice('/openapi/v3/'.length));
  if (path === '/') return { paths: ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] };
  return discoveryDocument(request, resources);
}

/** Answers a request that names no resource. Throws the 404 of an unknown path. */
export function answerPath(request: ApiRequest, resources: readonly Resource[]): WireResponse {
  const path = request.path.replace(/(?<=.)\/$/, '');
  if (health.has(path)) return respondText(200, 'ok');
  if (path === '/api' || path === '/apis') {
    const response = aggregated(request, resources, path === '/api' ? [''] : groupsOf(resources));
    if (response) return response;
  }
  const document = documentAt({ ...request, path }, resources);
  if (!document) throw noSuchPath();
  return respondJson(request.wire, 200, document);
}

/** Paths anybody may read. */
export const isPublicPath = (path: string) => health.has(path) || path === '/version' || path === '/version/';
