// OIDC and Cognito authentication: HTTPS listeners only, endpoints that are https URLs, a secret that never comes back.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';
import type { ActionPlace } from './action-place.ts';
import { isHttpsUrl } from './https-url.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

interface SessionConfig {
  readonly SessionTimeout?: number;
  readonly AuthenticationRequestExtraParams?: Readonly<Record<string, string>>;
}

interface OidcConfig extends SessionConfig {
  readonly Issuer: string;
  readonly AuthorizationEndpoint: string;
  readonly TokenEndpoint: string;
  readonly UserInfoEndpoint: string;
  readonly ClientId: string;
  readonly ClientSecret?: string;
  readonly UseExistingClientSecret?: boolean;
}

interface CognitoConfig extends SessionConfig {
  readonly UserPoolArn: string;
}

const defaults = {
  SessionCookieName: 'AWSELBAuthSessionCookie',
  Scope: 'openid',
  SessionTimeout: 604_800,
  OnUnauthenticatedRequest: 'authenticate',
};

/** An authentication action in read-back form. */
export function readAuthenticate(action: ActionShape, place: ActionPlace): ActionShape {
  const order = action.Order === undefined ? {} : { Order: action.Order };
  if (action.Type === 'authenticate-cognito') {
    const config = action.AuthenticateCognitoConfig ?? {};
    refuseCognito(config as unknown as CognitoConfig, place);
    refuseHttp(place);
    return { Type: action.Type, ...order, AuthenticateCognitoConfig: { ...defaults, ...config } };
  }
  const config = action.AuthenticateOidcConfig ?? {};
  refuseHttp(place);
  refuseOidc(config as unknown as OidcConfig, place);
  const { ClientSecret: given, UseExistingClientSecret: _existing, ...shown } = config;
  const held = place.previous?.find(({ clientSecret }) => clientSecret !== undefined)?.clientSecret;
  const clientSecret = typeof given === 'string' ? given : held;
  return {
    Type: action.Type,
    ...order,
    AuthenticateOidcConfig: { ...defaults, ...shown },
    ...(clientSecret !== undefined && { clientSecret }),
  };
}

function refuseHttp({ protocol }: ActionPlace): void {
  if (protocol === 'HTTP') {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'Authenticate actions are supported only on listeners with the HTTPS protocol',
    );
  }
}

function refuseCognito(config: CognitoConfig, { region }: ActionPlace): void {
  const { UserPoolArn } = config;
  const place = /^arn:aws[\w-]*:cognito-idp:([a-z0-9-]+):\d{12}:userpool\/[\w-]+$/.exec(UserPoolArn);
  if (place?.[1] !== region) throw invalid(`'${UserPoolArn}' is not a valid user pool ARN`);
  refuseSession(config);
}

function refuseOidc(config: OidcConfig, { previous = [] }: ActionPlace): void {
  for (const member of ['Issuer', 'AuthorizationEndpoint', 'TokenEndpoint', 'UserInfoEndpoint'] as const) {
    if (!isHttpsUrl(config[member])) throw invalid(`The '${config[member]}' URL is not valid`);
  }
  refuseSession(config);
  if (config.UseExistingClientSecret) {
    const hasSecret = previous.some(({ Type }) => Type === 'authenticate-oidc');
    if (config.ClientSecret !== undefined || !hasSecret) {
      throw invalid(
        'UseExistingClientSecret can only be set without a client secret, when modifying an existing action',
      );
    }
  } else if (config.ClientSecret === undefined) {
    throw invalid('A client secret must be specified');
  }
}

const week = 604_800;

/** What both kinds of authentication share. */
function refuseSession({ AuthenticationRequestExtraParams = {}, SessionTimeout }: SessionConfig): void {
  if (Object.keys(AuthenticationRequestExtraParams).length > 10)
    throw invalid('You can specify up to 10 extra authentication request parameters');
  if (SessionTimeout !== undefined && (SessionTimeout < 1 || SessionTimeout > week))
    throw invalid(`'Session timeout' value '${SessionTimeout}' must be between 1 and ${week} inclusive`);
}
