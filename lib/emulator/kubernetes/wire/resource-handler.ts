// Requests for resources: finds the kind, checks the verb, and answers.
import type { WireResponse } from '../../wire.ts';
import { ApiError, methodNotAllowed, noSuchPath, noSuchResource, success } from '../api-error.ts';
import type { KubernetesObject } from '../object.ts';
import { rulesOf } from '../kinds/rules-of.ts';
import { listObjects } from '../reads/list.ts';
import { parseResourceVersion, requireNotInFuture, selectionOf } from '../reads/selection.ts';
import { watchBody } from './watch-body.ts';
import { openWatch } from '../reads/watch.ts';
import { representList, representObject, type Presentation } from '../representation/represent.ts';
import type { Resource } from '../resources.ts';
import type { Exchange, Server } from '../server.ts';
import { createObject } from '../writes/create.ts';
import { deleteObject } from '../writes/delete.ts';
import { parseDeletion } from '../writes/delete-options.ts';
import { patchObject } from '../writes/patch.ts';
import { storedObject, updateObject } from '../writes/update.ts';
import type { Write } from '../writes/write.ts';
import { negotiate } from './accept.ts';
import { bodyText, deleteOptions, mediaType, parseBody } from './body.ts';
import type { ApiRequest, ResourceRequest } from './request.ts';
import { respondObject, standardHeaders } from './respond.ts';
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
  respondObject(request.wire, status, representObject(object, presentation), exchange.warnings);

const selection = ({ resource, write, request, target }: Call) =>
  selectionOf(resource, write.namespace, target.name, request.query);

const list: Verb = (call) => {
  const { objects, metadata } = listObjects(call.server.machinery.store, selection(call), call.request.query);
  return respondObject(
    call.request.wire,
    200,
    representList(objects, metadata, call.presentation),
    call.exchange.warnings,
  );
};

const watch: Verb = (call) => {
  const { server, request, presentation, exchange } = call;
  const stream = openWatch(server.machinery, selection(call), request.query, server.openWatches);
  const present = () => ({ ...presentation, now: server.machinery.clock.now() });
  const { type, body } = watchBody(stream, present, request.wire.headers['accept']);
  return { status: 200, headers: { ...standardHeaders(exchange.warnings), 'content-type': type }, body };
};

const create: Verb = async (call) => {
  const { server, request, resource, write, exchange } = call;
  const body = parseBody(request.wire, resource);
  if (isReview(resource)) {
    const question = { resource, namespace: write.namespace, user: exchange.user };
    return respondObject(request.wire, 201, await review(server, body, question));
  }
  return answerObject(call, 201, createObject(server.machinery, body, write));
};

const update: Verb = (call) =>
  answerObject(call, 200, updateObject(call.server.machinery, parseBody(call.request.wire, call.resource), call.write));

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
  const deletion = parseDeletion(parseBody(request.wire, deleteOptions), request.query);
  const { object, gone } = deleteObject(server.machinery, deletion, write);
  const status = !gone && deletion.orphanDependents === false ? 202 : 200;
  if (!gone || rulesOf(resource).returnsDeletedObject) return answerObject(call, status, object);
  return respondObject(
    request.wire,
    status,
    success(resource, target.name, object.metadata.uid ?? ''),
    call.exchange.warnings,
  );
};

const removeCollection: Verb = (call) => {
  const { request, server, write } = call;
  const deletion = parseDeletion(parseBody(request.wire, deleteOptions), request.query);
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
  return respondObject(request.wire, 200, representList(objects, metadata, call.presentation), call.exchange.warnings);
};

const verbs: Readonly<Record<string, Verb>> = {
  list,
  watch,
  create,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
  get: (call) => {
    const { machinery } = call.server;
    requireNotInFuture(parseResourceVersion(call.request.query.get('resourceVersion')), machinery.store.revision());
    return answerObject(call, 200, storedObject(machinery, call.write));
  },
};

const isWatch = ({ resource }: ApiRequest) => resource?.verb === 'watch';

/** Verbs of a whole collection; `watch` is possible on one object as well. */
const onCollection = new Set(['list', 'watch', 'create', 'deletecollection']);
const onStatus = new Set(['get', 'update', 'patch']);

function requirePlace({ resource, target }: Call): void {
  const needsNamespace = resource.namespaced && (target.name !== '' || target.verb === 'create');
  const isMisplaced = needsNamespace ? target.namespace === '' : !resource.namespaced && target.namespace !== '';
  if (isMisplaced) throw noSuchPath();
  if (target.subresource === 'status' && !resource.hasStatus) throw noSuchResource();
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
    representation: negotiate(request.wire.headers['accept'], { resource, isWatch: isWatch(request) }),
    includeObject: request.query.get('includeObject') ?? 'Metadata',
    now: server.machinery.clock.now(),
  };
  const write = writeOf(request, target, resource, exchange);
  if (target.subresource !== '' && target.subresource !== 'status')
    return answerSubresource({ server, request, write });
  const call: Call = { server, request, target, resource, exchange, presentation, write };
  requirePlace(call);
  requireVerb(call);
  const verb = verbs[target.verb];
  if (!verb) throw methodNotAllowed();
  return verb(call);
}
