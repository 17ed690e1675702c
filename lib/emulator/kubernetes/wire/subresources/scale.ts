// `scale`: the replicas of a workload.
import { methodNotAllowed, unsupportedMediaType } from '../../api-error.ts';
import { applyJsonPatch } from '../../patch/json-patch.ts';
import { applyMergePatch } from '../../patch/merge-patch.ts';
import { patchTypes } from '../../writes/patch.ts';
import { scaleOf, updateScale } from '../../writes/scale.ts';
import { storedObject } from '../../writes/update.ts';
import { mediaType, parseBody } from '../body.ts';
import type { ApiRequest } from '../request.ts';
import { respondObject } from '../respond.ts';
import type { SubresourceHandler } from './subresource-call.ts';

const scaleKind = { apiVersion: 'autoscaling/v1', kind: 'Scale' };

function patchedScale(request: ApiRequest, current: unknown): unknown {
  const body = JSON.parse(Buffer.from(request.wire.body).toString('utf8')) as unknown;
  const type = mediaType(request.wire);
  if (type === patchTypes.json) return applyJsonPatch(current, body);
  if (type === patchTypes.merge || type === patchTypes.strategic) return applyMergePatch(current, body);
  throw unsupportedMediaType([patchTypes.json, patchTypes.merge]);
}

export const answerScale: SubresourceHandler = ({ server, request, write }) => {
  const { machinery } = server;
  const current = scaleOf(storedObject(machinery, write), write.resource);
  switch (request.method) {
    case 'GET':
      return respondObject(request.wire, 200, current);
    case 'PUT':
      return respondObject(request.wire, 200, updateScale(machinery, parseBody(request.wire, scaleKind), write));
    case 'PATCH':
      return respondObject(request.wire, 200, updateScale(machinery, patchedScale(request, current), write));
    default:
      throw methodNotAllowed();
  }
};
