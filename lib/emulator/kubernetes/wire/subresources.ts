// Subresources beside `status`: who answers which.
import type { WireResponse } from '../../wire.ts';
import { methodNotAllowed, noSuchResource } from '../api-error.ts';
import { reachesIntoPods, subresourcesOf } from '../kinds/subresources.ts';
import { answerBinding } from './subresources/binding.ts';
import { answerEviction } from './subresources/eviction.ts';
import { answerFinalize } from './subresources/finalize.ts';
import { answerLog, refusePodAccess } from './subresources/pod-access.ts';
import { answerScale } from './subresources/scale.ts';
import type { SubresourceCall, SubresourceHandler } from './subresources/subresource-call.ts';
import { answerToken } from './subresources/token.ts';

const handlers: Readonly<Record<string, SubresourceHandler>> = {
  binding: answerBinding,
  eviction: answerEviction,
  finalize: answerFinalize,
  log: answerLog,
  token: answerToken,
};

/** Answers a request for a subresource that is not `status`; a 404 if the kind has none of that name. */
export function answerSubresource(call: SubresourceCall): WireResponse | Promise<WireResponse> {
  const { request, write } = call;
  const { subresource: name = '', verb = '' } = request.resource ?? {};
  if (name === 'scale' && write.resource.scale) return answerScale(call);
  const found = subresourcesOf(write.resource.key).find((subresource) => subresource.name === name);
  if (!found) throw noSuchResource();
  if (!found.verbs.includes(verb)) throw methodNotAllowed();
  if (reachesIntoPods(name)) return refusePodAccess(call);
  const handler = handlers[name];
  if (!handler) throw noSuchResource();
  return handler(call);
}
