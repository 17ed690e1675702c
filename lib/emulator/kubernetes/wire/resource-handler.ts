// Requests for resources: finds the kind, checks the verb, and answers.
import type { WireResponse } from '../../wire.ts';
import { ApiError, methodNotAllowed, noSuchPath, success } from '../api-error.ts';
import type { KubernetesObject } from '../object.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import { listObjects } from '../reads/list.ts';
import { selectionOf } from '../reads/selection.ts';
import { watchLines } from '../reads/watch-lines.ts';
import { openWatch } from '../reads/watch.ts';
import { representList, representObject, type Presentation } from '../representation/represent.ts';
import type { Resource } from '../resources.ts';
import type { Exchange, Server } from '../server.ts';
import { createObject } from '../writes/create.ts';
import { deleteObject, parseDeletion } from '../writes/delete.ts';
import { patchObject } from '../writes/patch.ts';
import { storedObject, updateObject } from '../writes/update.ts';
import type { Write } from '../writes/write.ts';
import { negotiate } from './accept.ts';
import { bodyText, mediaType, parseBody } from './body.ts';
import type { ApiRequest, ResourceRequest } from './request.ts';
import { respondJson, standardHeaders } from './respond.ts';
import { isReview, review } from './reviews.ts';
import { answerSubresource } from './subresources.ts';
import { writeOf } from './write-options.ts';

/** A request for a resource with everything the verbs need. */
interface Call {
  readonly server: Server;
  readonly request: ApiRequest;
  readonly target: ResourceRequest;
  readonly resource: Resource;
  readonly exchange: Exchange;
  readonly presentation: Presentation;
  readonly write: Write;
}

type Verb = (call: Call) => WireResponse | Promise<WireResponse>;

const answerObject = ({ request, exchange, presentation }: Call, status: number, object: KubernetesObject) =>
  respondJson(request.wire, status, representObject(object, presentation), exchange.warnings);

const selection = ({ resource, write, request, target }: Call) =>
  selectionOf(resource, write.namespace, target.name, request.query);

const list: Verb = (call) => {
  const { objects, metadata } = listObjects(call.server.machinery.store, selection(call), call.request.query);
  return respondJson(
    call.request.wire,
    200,
    representList(objects, metadata, call.presentation),
    call.exchange.warnings,
  );
};

const watch: Verb = (call) => {
  const { server, request, presentation, exchange } = call;
  const stream = openWatch(server.machinery, selection(call), request.query, server.openWatches);
  const body = watchLines(stream, () => ({ ...presentation, now: server.machinery.clock.now() }));
  return { status: 200, headers: { ...standardHeaders(exchange.warnings), 'content-type': 'application/json' }, body };
};

const create: Verb = async (call) => {
  const { server, request, resource, write, exchange } = call;
  const body = parseBody(request.wire);
  if (isReview(resource)) return respondJson(request.wire, 201, await review(server, resource, body, exchange.user));
  return answerObject(call, 201, createObject(server.machinery, body, write));
};

const update: Verb = (call) =>
  answerObject(call, 200, updateObject(call.server.machinery, parseBody(call.request.wire), call.write));

const patch: Verb = (call) => {
  const { request, server, write } = call;
  const { query, wire } = request;
  const force = query.get('force');
  const { object, created } = patchObject(
    server.machinery,
    {
      contentType: mediaType(wire),
      body: bodyText(wire),
      fieldManager: query.get('fieldManager') ?? '',
      force: force === null ? undefined : force === 'true' || force === '1',
    },
    write,
  );
  return answerObject(call, created ? 201 : 200, object);
};

const remove: Verb = (call) => {
  const { request, server, write, resource, target } = call;
  const deletion = parseDeletion(parseBody(request.wire), request.query);
  const { object, gone } = deleteObject(server.machinery, deletion, write);
  const status = !gone && deletion.propagationPolicy === 'Foreground' ? 202 : 200;
  if (!gone || rulesOf(resource).returnsDeletedObject) return answerObject(call, status, object);
  return respondJson(
    request.wire,
    status,
    success(resource, target.name, object.metadata.uid ?? ''),
    call.exchange.warnings,
  );
};

const removeCollection: Verb = (call) => {
  const { request, server, write } = call;
  const deletion = parseDeletion(parseBody(request.wire), request.query);
  const { objects, metadata } = listObjects(server.machinery.store, selection(call), request.query);
  for (const object of objects) {
    const { name = '', namespace = '' } = object.metadata;
    try {
      deleteObject(server.machinery, deletion, { ...write, name, namespace });
    } catch (error) {
      // Another deletion was faster.
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
  return respondJson(request.wire, 200, representList(objects, metadata, call.presentation), call.exchange.warnings);
};

const verbs: Readonly<Record<string, Verb>> = {
  list,
  watch,
  create,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
  get: (call) =>
    call.request.query.get('watch') === 'true' || call.request.query.get('watch') === '1'
      ? watch(call)
      : answerObject(call, 200, storedObject(call.server.machinery, call.write)),
};

/** Verbs of a whole collection; `watch` is possible on one object as well. */
const onCollection = new Set(['list', 'watch', 'create', 'deletecollection']);
const onStatus = new Set(['get', 'update', 'patch']);

function requirePlace({ resource, target }: Call): void {
  const needsNamespace = resource.namespaced && (target.name !== '' || target.verb === 'create');
  const isMisplaced = needsNamespace ? target.namespace === '' : !resource.namespaced && target.namespace !== '';
  if (isMisplaced || (target.subresource === 'status' && !resource.hasStatus)) throw noSuchPath();
}

function requireVerb({ resource, target }: Call): void {
  const { verb, name, subresource } = target;
  const fits = name === '' ? onCollection.has(verb) : !onCollection.has(verb) || verb === 'watch';
  const isOffered = subresource === 'status' ? onStatus.has(verb) : fits && resource.verbs.includes(verb);
  if (!isOffered) throw methodNotAllowed();
}

/** Answers a request for a resource. Throws an `ApiError` for what it refuses. */
export async function answerResource(
  server: Server,
  request: ApiRequest,
  target: ResourceRequest,
  exchange: Exchange,
): Promise<WireResponse> {
  const resource = server.machinery.resources.at(target.group, target.version, target.plural);
  if (!resource) throw noSuchPath();
  if (resource.deprecationWarning !== undefined) exchange.warnings.push(resource.deprecationWarning);
  const presentation: Presentation = {
    resource,
    representation: negotiate(request.wire.headers['accept']),
    includeObject: request.query.get('includeObject') ?? 'Metadata',
    now: server.machinery.clock.now(),
  };
  const write = writeOf(request, target, resource, exchange);
  if (target.subresource !== '' && target.subresource !== 'status') return answerSubresource(server, request, write);
  const call: Call = { server, request, target, resource, exchange, presentation, write };
  requirePlace(call);
  requireVerb(call);
  const verb = verbs[target.verb];
  if (!verb) throw methodNotAllowed();
  return verb(call);
}
