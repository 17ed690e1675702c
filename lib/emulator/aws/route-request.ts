// Which service a request is for, and in which of its protocols. A signature's scope says it; without one, what the
// request itself names.
import type { AwsModel } from '../../generated/aws/model.ts';
import type { WireRequest } from '../wire.ts';
import { formRequest, isForm } from './form-request.ts';
import type { AwsService } from './service.ts';
import { queryOf, readSignature, type SignedRequest } from './signature/signed-request.ts';

/** A request on its way to a service. */
export interface Route {
  readonly service: AwsService;
  /** The service's model in the protocol the client speaks. */
  readonly model: AwsModel;
  /** The request as the protocol reads it. */
  readonly request: WireRequest;
  readonly signed: SignedRequest | undefined;
}

/** What a request for nobody asked for, as far as can be told. */
export interface Unrouted {
  readonly serviceName: string;
  readonly action: string;
}

/** The route of a request, or what it asked for if no service answers it. */
export function routeRequest(request: WireRequest, services: ReadonlyMap<string, AwsService>): Route | Unrouted {
  const signed = readSignature(request);
  const service = signed ? services.get(signed.service) : unsignedService(request, [...services.values()]);
  if (!service) return { serviceName: signed?.service ?? '-', action: actionNamed(request) };
  const model = modelOf(service, request);
  const isQuery = model.metadata.protocol === 'query' || model.metadata.protocol === 'ec2';
  return { service, model, signed, request: isQuery ? formRequest(request, service.pathParameter) : request };
}

/** Whether a service was found for the request. */
export const isRouted = (routed: Route | Unrouted): routed is Route => 'service' in routed;

/** JSON unless the client speaks Query to a service that still understands it. */
function modelOf(service: AwsService, request: WireRequest): AwsModel {
  if (!service.queryModel || request.headers['x-amz-target'] !== undefined) return service.model;
  const speaksQuery = request.headers['content-type'] !== undefined && isForm(request);
  return speaksQuery || queryOf(request).has('Action') ? service.queryModel : service.model;
}

const parameter = (request: WireRequest, name: string) =>
  queryOf(request).get(name) ??
  (isForm(request) ? new URLSearchParams(Buffer.from(request.body).toString('utf8')).get(name) : null);

/** What a request calls its action, whether or not there is such a thing. */
export const actionNamed = (request: WireRequest): string =>
  request.headers['x-amz-target']?.split('.').at(-1) ??
  parameter(request, 'Action') ??
  `${request.method} ${request.path.split('?')[0] ?? ''}`;

/** By target, by version and action, by host name, or by path. */
function unsignedService(request: WireRequest, services: readonly AwsService[]): AwsService | undefined {
  const target = request.headers['x-amz-target']?.split('.')[0];
  if (target !== undefined) return services.find(({ model }) => model.metadata.targetPrefix === target);
  const version = parameter(request, 'Version');
  const byVersion = services.find(
    ({ model, queryModel = model }) =>
      queryModel.metadata.apiVersion === version && ['query', 'ec2'].includes(queryModel.metadata.protocol),
  );
  if (byVersion) return byVersion;
  return services.find(({ claims }) => claims?.(request));
}
