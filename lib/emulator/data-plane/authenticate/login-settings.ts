// What an authentication action says: its identity provider and its session. Both kinds of action run the same flow; the
// endpoints of a Cognito user pool follow from its ARN and its domain.
// ELBv2 API reference, AuthenticateOidcActionConfig and AuthenticateCognitoActionConfig.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';

export interface IdentityProvider {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string;
  readonly clientId: string;
  /** Absent for a user pool client whose secret nobody told the data plane. */
  readonly clientSecret?: string;
}

export interface LoginSettings {
  readonly provider: IdentityProvider;
  readonly scope: string;
  readonly extraParams: Readonly<Record<string, string>>;
  readonly cookieName: string;
  readonly sessionTimeoutMs: number;
  readonly onUnauthenticated: 'authenticate' | 'allow' | 'deny';
}

type Config = Readonly<Record<string, unknown>>;

/** The settings of an `authenticate-*` action; `cognitoSecrets` are client secrets by client id. */
export function loginSettings(action: ActionShape, cognitoSecrets: Readonly<Record<string, string>>): LoginSettings {
  const oidc = action.AuthenticateOidcConfig;
  const config = oidc ?? action.AuthenticateCognitoConfig ?? {};
  const onUnauthenticated = text(config, 'OnUnauthenticatedRequest', 'authenticate');
  return {
    provider: oidc ? oidcProvider(oidc, action.clientSecret) : userPool(config, cognitoSecrets),
    scope: text(config, 'Scope', 'openid'),
    extraParams: (config['AuthenticationRequestExtraParams'] ?? {}) as Readonly<Record<string, string>>,
    cookieName: text(config, 'SessionCookieName', 'AWSELBAuthSessionCookie'),
    sessionTimeoutMs: Number(config['SessionTimeout'] ?? 604_800) * 1000,
    onUnauthenticated:
      onUnauthenticated === 'allow' || onUnauthenticated === 'deny' ? onUnauthenticated : 'authenticate',
  };
}

function oidcProvider(config: Config, clientSecret: string | undefined): IdentityProvider {
  return {
    issuer: text(config, 'Issuer'),
    authorizationEndpoint: text(config, 'AuthorizationEndpoint'),
    tokenEndpoint: text(config, 'TokenEndpoint'),
    userInfoEndpoint: text(config, 'UserInfoEndpoint'),
    clientId: text(config, 'ClientId'),
    ...(clientSecret !== undefined && { clientSecret }),
  };
}

/** Amazon Cognito developer guide, "User pool endpoints": a domain is a prefix of the regional one, or a full name. */
function userPool(config: Config, secrets: Readonly<Record<string, string>>): IdentityProvider {
  const [, , , region = '', , pool = ''] = text(config, 'UserPoolArn').split(':');
  const domain = text(config, 'UserPoolDomain');
  const origin = `https://${domain.includes('.') ? domain : `${domain}.auth.${region}.amazoncognito.com`}`;
  const clientId = text(config, 'UserPoolClientId');
  const clientSecret = secrets[clientId];
  return {
    issuer: `https://cognito-idp.${region}.amazonaws.com/${pool.replace(/^userpool\//, '')}`,
    authorizationEndpoint: `${origin}/oauth2/authorize`,
    tokenEndpoint: `${origin}/oauth2/token`,
    userInfoEndpoint: `${origin}/oauth2/userInfo`,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
  };
}

function text(config: Config, key: string, fallback = ''): string {
  const value = config[key];
  return typeof value === 'string' ? value : fallback;
}
