// `finalize` of a namespace: who has cleaned up takes its finalizer off; with the last one the namespace goes.
import { asList, asRecord } from '../../json.ts';
import { storedObject } from '../../writes/update.ts';
import { draftOf } from '../../writes/write.ts';
import { parseBody } from '../body.ts';
import { respondObject } from '../respond.ts';
import type { SubresourceHandler } from './subresource-call.ts';

export const answerFinalize: SubresourceHandler = ({ server, request, write }) => {
  const { store } = server.machinery;
  const namespace = storedObject(server.machinery, write);
  const body = asRecord(parseBody(request.wire, write.resource));
  const finalizers = asList(asRecord(body['spec'])['finalizers']);
  const spec = finalizers.length === 0 ? {} : { finalizers };
  const next = { ...draftOf(namespace), spec };
  const { deletionTimestamp, finalizers: metadataFinalizers = [] } = namespace.metadata;
  const isOver = deletionTimestamp !== undefined && finalizers.length === 0 && metadataFinalizers.length === 0;
  if (write.dryRun) return respondObject(request.wire, 200, next);
  if (!isOver) return respondObject(request.wire, 200, store.put('namespaces', next));
  store.remove('namespaces', { ...namespace, spec });
  return respondObject(request.wire, 200, next);
};
