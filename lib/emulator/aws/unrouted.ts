// The answer to a request that no service of the emulator takes.
import type { AwsModel } from '../../generated/aws/model.ts';
import type { WireRequest, WireResponse } from '../wire.ts';
import { AwsError } from './aws-error.ts';
import { protocolOf } from './protocol/protocols.ts';
import type { Unrouted } from './route-request.ts';
import { unsupportedAlgorithm } from './signature/unsupported-algorithm.ts';

function errorOf({ headers }: WireRequest, { serviceName }: Unrouted): AwsError {
  if (serviceName !== '-') {
    return new AwsError('UnknownService', `The emulator has no service with the signing name '${serviceName}'`, 404);
  }
  const authorization = headers['authorization'];
  if (authorization === undefined) {
    return new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
  return unsupportedAlgorithm(authorization);
}

/** The refusal, in JSON for a client that speaks JSON and in XML for all others. */
export function refuseUnrouted(
  request: WireRequest,
  unrouted: Unrouted,
  requestId: string,
): { readonly error: AwsError; readonly response: WireResponse } {
  const isJson = request.headers['x-amz-target'] !== undefined;
  const metadata = { protocol: isJson ? 'json' : 'query', xmlNamespace: '' };
  const model = { metadata, operations: {}, shapes: {} } as unknown as AwsModel;
  const error = errorOf(request, unrouted);
  return { error, response: protocolOf(model).encodeError(model, error, requestId) };
}
