// OIDC and Cognito authentication: HTTPS listeners only, endpoints that are https URLs, a secret that never comes back.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';
import type { ActionPlace } from './action-place.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

interface OidcConfig {
  readonly Issuer: string;
  readonly AuthorizationEndpoint: string;
  readonly TokenEndpoint: string;
  readonly UserInfoEndpoint: string;
  readonly ClientId: string;
  readonly ClientSecret?: string;
  readonly UseExistingClientSecret?: boolean;
  readonly AuthenticationRequestExtraParams?: Readonly<Record<string, string>>;
}

interface CognitoConfig {
  readonly UserPoolArn: string;
  readonly AuthenticationRequestExtraParams?: Readonly<Record<string, string>>;
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
    const config = action.AuthenticateCognitoConfig;
    if (!config) throw invalid('A Cognito configuration must be specified for an action of type authenticate-cognito');
    refuseCognito(config as unknown as CognitoConfig);
    refuseHttp(place);
    return { Type: action.Type, ...order, AuthenticateCognitoConfig: { ...defaults, ...config } };
  }
  const config = action.AuthenticateOidcConfig;
  if (!config) throw invalid('An OIDC configuration must be specified for an action of type authenticate-oidc');
  refuseHttp(place);
  refuseOidc(config as unknown as OidcConfig, place);
  const { ClientSecret: _secret, UseExistingClientSecret: _existing, ...shown } = config;
  return { Type: action.Type, ...order, AuthenticateOidcConfig: { ...defaults, ...shown } };
}

function refuseHttp({ protocol }: ActionPlace): void {
  if (protocol === 'HTTP') {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'Authenticate actions are supported only on listeners with the HTTPS protocol',
    );
  }
}

function refuseCognito({ UserPoolArn, AuthenticationRequestExtraParams }: CognitoConfig): void {
  if (!/^arn:aws[\w-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[\w-]+$/.test(UserPoolArn)) {
    throw invalid(`'${UserPoolArn}' is not a valid user pool ARN`);
  }
  refuseExtraParams(AuthenticationRequestExtraParams);
}

function refuseOidc(config: OidcConfig, { previous = [] }: ActionPlace): void {
  for (const member of ['Issuer', 'AuthorizationEndpoint', 'TokenEndpoint', 'UserInfoEndpoint'] as const) {
    if (!isHttpsUrl(config[member])) throw invalid(`The ${member} '${config[member]}' must be a valid HTTPS URL`);
  }
  refuseExtraParams(config.AuthenticationRequestExtraParams);
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

function refuseExtraParams(params: Readonly<Record<string, string>> | undefined): void {
  if (Object.keys(params ?? {}).length > 10)
    throw invalid('Up to 10 extra authentication request parameters can be specified');
}

function isHttpsUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.hostname.includes('.');
}
