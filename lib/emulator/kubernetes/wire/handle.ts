// The way of a request: weather, authentication, impersonation, authorization, answer.
import type { WireHandler, WireRequest, WireResponse } from '../../wire.ts';
import { ApiError, internalError } from '../api-error.ts';
import type { User } from '../user.ts';
import { refusal, type Attributes } from '../authorization.ts';
import { BrokenWatch } from '../reads/watch-stream.ts';
import type { Exchange, Server } from '../server.ts';
import { selectedName } from '../store/field-selector.ts';
import { answerPath, isPublicPath } from './path-handler.ts';
import { actingUser } from './impersonation.ts';
import { parseRequest, type ApiRequest } from './request.ts';
import { answerResource } from './resource-handler.ts';
import { respondError } from './respond.ts';

function attributesOf({ resource, method, path, query }: ApiRequest): Attributes {
  if (!resource) return { verb: method.toLowerCase(), path };
  const { verb, group, plural, subresource, namespace } = resource;
  // The grant of one name covers a list or watch that selects just that name.
  const name = resource.name === '' ? (selectedName(query.get('fieldSelector') ?? '') ?? '') : resource.name;
  // A namespace is inside itself.
  return {
    verb,
    group,
    plural,
    subresource,
    namespace: plural === 'namespaces' && group === '' ? resource.name : namespace,
    name,
  };
}

async function answer(server: Server, request: ApiRequest, user: User, exchange: Exchange): Promise<WireResponse> {
  const asked = attributesOf(request);
  if (!isPublicPath(request.path) && !server.decide(user, asked).allowed) throw refusal(user, asked);
  if (!request.resource) return answerPath(request, server);
  return answerResource(server, request, request.resource, exchange);
}

/** The failure as an answer. Anything but an ApiError is a defect of this server and says so. */
function failure(wire: WireRequest, error: unknown, warnings: readonly string[]): WireResponse {
  if (error instanceof BrokenWatch) throw error;
  const known =
    error instanceof ApiError ? error : internalError(error instanceof Error ? error.message : String(error));
  return respondError(wire, known, warnings);
}

/** Serves a request of a known user. */
export async function serve(
  server: Server,
  wire: WireRequest,
  identify: () => User | Promise<User>,
): Promise<WireResponse> {
  const warnings: string[] = [];
  try {
    const request = parseRequest(wire);
    const user = actingUser(server, wire, await identify());
    return await answer(server, request, user, { user, warnings });
  } catch (error) {
    return failure(wire, error, warnings);
  }
}

/** The wire of an API server: authenticates by the Authorization header. */
export const wireHandler =
  (server: Server): WireHandler =>
  async (wire) => {
    const weather = server.weather.failureFor(wire);
    if (weather) return respondError(wire, weather);
    return serve(server, wire, () => server.authentication.authenticate(wire.headers['authorization']));
  };
