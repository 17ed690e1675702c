// Authentication actions, as far as a client without a session sees them. The emulator keeps no sessions and reads no
// identity provider, so nobody is ever logged in: `deny` answers 401, `allow` passes without claims, `authenticate` sends
// the browser to the identity provider. Tokens cannot be validated, so jwt-validation always answers 401.
// Elastic Load Balancing user guide, "Authenticate users using an Application Load Balancer".
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import { errorPage, redirectAnswer, type Answer } from './answer.ts';
import type { ReceivedRequest } from './received-request.ts';

/** The answer to a request that carries no session; undefined lets the next action run. */
export function answerUnauthenticated(action: ActionShape, request: ReceivedRequest): Answer | undefined {
  const config = action.AuthenticateOidcConfig ?? action.AuthenticateCognitoConfig;
  if (!config) return errorPage(401);
  const onUnauthenticated = text(config, 'OnUnauthenticatedRequest') ?? 'authenticate';
  if (onUnauthenticated === 'allow') return undefined;
  if (onUnauthenticated === 'deny') return errorPage(401);
  return redirectAnswer(302, authorizationUrl(config, request));
}

function authorizationUrl(config: Readonly<Record<string, unknown>>, request: ReceivedRequest): string {
  const endpoint =
    text(config, 'AuthorizationEndpoint') ?? `https://${text(config, 'UserPoolDomain')}/oauth2/authorize`;
  const query = new URLSearchParams({
    client_id: text(config, 'ClientId') ?? text(config, 'UserPoolClientId') ?? '',
    redirect_uri: `https://${request.facts.host}/oauth2/idpresponse`,
    response_type: 'code',
    scope: text(config, 'Scope') ?? 'openid',
  });
  return `${endpoint}?${query.toString()}`;
}

function text(config: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = config[key];
  return typeof value === 'string' ? value : undefined;
}
