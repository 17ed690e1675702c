// Subresources beside `status`: `scale`, and `binding` of pods.
import type { WireResponse } from '../../wire.ts';
import { methodNotAllowed, noSuchPath, unsupportedMediaType } from '../api-error.ts';
import { asText, valueAt } from '../json.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { patchTypes } from '../writes/patch.ts';
import { scaleOf, updateScale } from '../writes/scale.ts';
import { storedObject } from '../writes/update.ts';
import { draftOf, withMetadata, type Write } from '../writes/write.ts';
import type { Server } from '../server.ts';
import { mediaType, parseBody } from './body.ts';
import type { ApiRequest } from './request.ts';
import { respondJson } from './respond.ts';

function patchedScale(request: ApiRequest, current: unknown): unknown {
  const body = JSON.parse(Buffer.from(request.wire.body).toString('utf8')) as unknown;
  const type = mediaType(request.wire);
  if (type === patchTypes.json) return applyJsonPatch(current, body);
  if (type === patchTypes.merge || type === patchTypes.strategic) return applyMergePatch(current, body);
  throw unsupportedMediaType([patchTypes.json, patchTypes.merge]);
}

function answerScale(server: Server, request: ApiRequest, write: Write): WireResponse {
  const { machinery } = server;
  const current = scaleOf(storedObject(machinery, write), write.resource);
  switch (request.method) {
    case 'GET':
      return respondJson(request.wire, 200, current);
    case 'PUT':
      return respondJson(request.wire, 200, updateScale(machinery, parseBody(request.wire), write));
    case 'PATCH':
      return respondJson(request.wire, 200, updateScale(machinery, patchedScale(request, current), write));
    default:
      throw methodNotAllowed();
  }
}

/** What a scheduler does: puts a pod on a node, once. */
function answerBinding(server: Server, request: ApiRequest, write: Write): WireResponse {
  if (request.method !== 'POST') throw methodNotAllowed();
  const { store } = server.machinery;
  const pod = storedObject(server.machinery, write);
  const nodeName = asText(valueAt(parseBody(request.wire), ['target', 'name']));
  store.put(write.resource.key, withMetadata({ ...draftOf(pod), spec: { ...Object(pod['spec']), nodeName } }, {}));
  return respondJson(request.wire, 201, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    code: 201,
  });
}

/** Answers a request for a subresource that is not `status`; a 404 if the kind has none of that name. */
export function answerSubresource(server: Server, request: ApiRequest, write: Write): WireResponse {
  const name = request.resource?.subresource;
  if (name === 'scale' && write.resource.scale) return answerScale(server, request, write);
  if (name === 'binding' && write.resource.key === 'pods') return answerBinding(server, request, write);
  throw noSuchPath();
}
