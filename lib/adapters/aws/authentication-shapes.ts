// Actions that ask who is there. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
import type {
  Action as SdkAction,
  AuthenticateCognitoActionConditionalBehaviorEnum,
  AuthenticateOidcActionConditionalBehaviorEnum,
  JwtValidationActionAdditionalClaimFormatEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AuthenticationSettings } from '../../core/stack/listener-rule.ts';
import type { ActionShape } from './action-shape.ts';
import { dropAbsent, list, text } from './optional-members.ts';

/** AWS returns neither the secret nor where it came from; the planner compares the rest. */
export const oidc: ActionShape<'authenticate-oidc'> = {
  toSdk: (action, { credentials }) => {
    const { clientId, clientSecret } = credentials(action.secret);
    return {
      AuthenticateOidcConfig: {
        Issuer: action.issuer,
        AuthorizationEndpoint: action.authorizationEndpoint,
        TokenEndpoint: action.tokenEndpoint,
        UserInfoEndpoint: action.userInfoEndpoint,
        ClientId: clientId,
        ClientSecret: clientSecret,
        ...settingsToSdk<AuthenticateOidcActionConditionalBehaviorEnum>(action.settings),
      },
    };
  },
  fromSdk: ({ AuthenticateOidcConfig: config }) => ({
    type: 'authenticate-oidc',
    issuer: text(config?.Issuer),
    authorizationEndpoint: text(config?.AuthorizationEndpoint),
    tokenEndpoint: text(config?.TokenEndpoint),
    userInfoEndpoint: text(config?.UserInfoEndpoint),
    secret: { namespace: '', name: '' },
    settings: settingsFromSdk(config),
  }),
};

export const cognito: ActionShape<'authenticate-cognito'> = {
  toSdk: (action) => ({
    AuthenticateCognitoConfig: {
      UserPoolArn: action.userPoolArn,
      UserPoolClientId: action.userPoolClientId,
      UserPoolDomain: action.userPoolDomain,
      ...settingsToSdk<AuthenticateCognitoActionConditionalBehaviorEnum>(action.settings),
    },
  }),
  fromSdk: ({ AuthenticateCognitoConfig: config }) => ({
    type: 'authenticate-cognito',
    userPoolArn: text(config?.UserPoolArn),
    userPoolClientId: text(config?.UserPoolClientId),
    userPoolDomain: text(config?.UserPoolDomain),
    settings: settingsFromSdk(config),
  }),
};

export const jwtValidation: ActionShape<'jwt-validation'> = {
  toSdk: ({ issuer, jwksEndpoint, additionalClaims }) => ({
    JwtValidationConfig: {
      Issuer: issuer,
      JwksEndpoint: jwksEndpoint,
      ...(additionalClaims.length > 0 && {
        AdditionalClaims: additionalClaims.map(({ name, format, values }) => ({
          Name: name,
          Format: format as JwtValidationActionAdditionalClaimFormatEnum,
          Values: [...values],
        })),
      }),
    },
  }),
  fromSdk: ({ JwtValidationConfig: config }) => ({
    type: 'jwt-validation',
    issuer: text(config?.Issuer),
    jwksEndpoint: text(config?.JwksEndpoint),
    additionalClaims: list(config?.AdditionalClaims).map(({ Name, Format, Values }) => ({
      name: text(Name),
      format: text(Format),
      values: list(Values),
    })),
  }),
};

function settingsToSdk<Behaviour extends string>(settings: AuthenticationSettings) {
  return dropAbsent({
    Scope: settings.scope,
    SessionCookieName: settings.sessionCookieName,
    SessionTimeout: settings.sessionTimeoutSeconds,
    OnUnauthenticatedRequest: settings.onUnauthenticatedRequest as Behaviour | undefined,
    AuthenticationRequestExtraParams: settings.authenticationRequestExtraParams && {
      ...settings.authenticationRequestExtraParams,
    },
  });
}

function settingsFromSdk(
  config: SdkAction['AuthenticateOidcConfig'] | SdkAction['AuthenticateCognitoConfig'],
): AuthenticationSettings {
  return dropAbsent({
    scope: config?.Scope,
    sessionCookieName: config?.SessionCookieName,
    sessionTimeoutSeconds: config?.SessionTimeout,
    onUnauthenticatedRequest: config?.OnUnauthenticatedRequest,
    authenticationRequestExtraParams: config?.AuthenticationRequestExtraParams,
  });
}
