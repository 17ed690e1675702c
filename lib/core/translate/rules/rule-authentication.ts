// What happens before routing: authentication and token validation, from the rule's ListenerRuleConfiguration.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
import type { RouteRuleNode } from '../../graph/graph.ts';
import type { Action, AuthenticationSettings } from '../../stack/listener-rule.ts';
import type { HostUnit } from './host-units.ts';

type ActionConfiguration = NonNullable<NonNullable<RouteRuleNode['ruleConfiguration']>['actions']>[number];

/** Undefined if the rule asks for none. */
export function authenticationOf({ rule, route }: HostUnit): Action | undefined {
  for (const configured of rule.ruleConfiguration?.actions ?? []) {
    const action =
      authenticateCognito(configured) ?? authenticateOidc(configured, route.key.namespace) ?? validateToken(configured);
    if (action !== undefined) return action;
  }
  return undefined;
}

/** Why the authentication that the rule asks for cannot be made, or undefined. LIM-74: no other client secret is known to us. */
export function authenticationProblem({ rule }: HostUnit): string | undefined {
  const asked = rule.ruleConfiguration?.actions?.find(
    ({ type }) => type === 'authenticate-oidc',
  )?.authenticateOIDCConfig;
  if (asked === undefined || asked.secret !== undefined) return undefined;
  return 'authenticate-oidc names no Secret, and useExistingClientSecret is not honoured. Name a Secret with the client id and secret';
}

/** True if the rule asks to keep a client secret that only AWS knows, and names a Secret all the same, which then wins. */
export function namesBothClientSecrets({ rule }: HostUnit): boolean {
  return (rule.ruleConfiguration?.actions ?? []).some(
    ({ authenticateOIDCConfig: config }) => config?.useExistingClientSecret === true && config.secret !== undefined,
  );
}

function authenticateCognito({ type, authenticateCognitoConfig: config }: ActionConfiguration): Action | undefined {
  if (type !== 'authenticate-cognito' || config === undefined) return undefined;
  const { userPoolArn, userPoolClientId, userPoolDomain } = config;
  return { type, userPoolArn, userPoolClientId, userPoolDomain, settings: settingsOf(config) };
}

function authenticateOidc(
  { type, authenticateOIDCConfig: config }: ActionConfiguration,
  namespace: string,
): Action | undefined {
  if (type !== 'authenticate-oidc' || config === undefined) return undefined;
  const { issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint, secret } = config;
  return {
    type,
    ...{ issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint },
    secret: { namespace, name: secret?.name ?? '' },
    settings: settingsOf(config),
  };
}

function validateToken({ type, jwtValidationConfig: config }: ActionConfiguration): Action | undefined {
  if (type !== 'jwt-validation' || config === undefined) return undefined;
  const { issuer, jwksEndpoint, additionalClaims = [] } = config;
  return { type, issuer, jwksEndpoint, additionalClaims };
}

/** Defaults are those of the ListenerRuleConfiguration schema. */
function settingsOf(
  config: NonNullable<ActionConfiguration['authenticateCognitoConfig'] | ActionConfiguration['authenticateOIDCConfig']>,
): AuthenticationSettings {
  const { authenticationRequestExtraParams } = config;
  return {
    scope: config.scope ?? 'openid',
    sessionCookieName: config.sessionCookieName ?? 'AWSELBAuthSessionCookie',
    sessionTimeoutSeconds: config.sessionTimeout ?? 604_800,
    onUnauthenticatedRequest: config.onUnauthenticatedRequest ?? 'authenticate',
    ...(authenticationRequestExtraParams === undefined ? {} : { authenticationRequestExtraParams }),
  };
}
