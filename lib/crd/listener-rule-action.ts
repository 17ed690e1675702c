// The actions a ListenerRuleConfiguration can add to the rules of a route: each type has exactly one block of settings,
// named after it. Forward and redirect carry only what a Gateway API route cannot say itself.
import * as z from 'zod/mini';
import { withRules } from './schema-annotations.ts';
import { int32, int64, stringMap } from './values.ts';

/** Seven days, the longest that ALB remembers a session or a sticky target group. */
const maximumSeconds = 604_800;

const forwardConfig = z.object({
  targetGroupStickinessConfig: z.prefault(
    z.object({
      durationSeconds: z._default(int32(1, maximumSeconds), 3600),
      enabled: z._default(z.boolean(), false),
    }),
    {},
  ),
});

const redirectConfig = z.object({ query: z._default(z.string(), '#{query}') });

const fixedResponseConfig = z.object({
  statusCode: withRules(int32(), [
    {
      rule: '(self >= 200 && self <= 299) || (self >= 400 && self <= 599)',
      message: 'statusCode must be 2xx, 4xx or 5xx',
      holds: (code) => (code >= 200 && code <= 299) || (code >= 400 && code <= 599),
    },
  ]),
  contentType: z._default(
    z.enum(['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json']),
    'text/plain',
  ),
  messageBody: z.optional(z.string()),
});

/** What authentication by Cognito and by OIDC have in common. */
const authentication = {
  scope: z._default(z.string(), 'openid'),
  authenticationRequestExtraParams: z.optional(stringMap(10)),
  onUnauthenticatedRequest: z._default(z.enum(['deny', 'allow', 'authenticate']), 'authenticate'),
  sessionCookieName: z._default(z.string(), 'AWSELBAuthSessionCookie'),
  /** Seconds. */
  sessionTimeout: z._default(int64(1, maximumSeconds), maximumSeconds),
};

const authenticateCognitoConfig = z.object({
  userPoolArn: z.string(),
  userPoolClientId: z.string(),
  userPoolDomain: z.string(),
  ...authentication,
});

const authenticateOIDCConfig = z.object({
  authorizationEndpoint: z.string(),
  /** A Secret of the route's namespace with the keys `clientID` and `clientSecret`. */
  secret: z.object({ name: z.string() }),
  issuer: z.string(),
  tokenEndpoint: z.string(),
  userInfoEndpoint: z.string(),
  ...authentication,
  useExistingClientSecret: z.optional(z.boolean()),
});

const jwtValidationConfig = z.object({
  issuer: z.string().check(z.maxLength(256)),
  jwksEndpoint: z.string().check(z.maxLength(256)),
  additionalClaims: z.optional(
    z.array(
      z.object({
        format: z.enum(['single-string', 'string-array', 'space-separated-values']),
        name: z.string().check(z.minLength(1)),
        values: z.array(z.string().check(z.maxLength(256))).check(z.minLength(1), z.maxLength(10)),
      }),
    ),
  ),
});

const fields = z.object({
  type: z.enum([
    'forward',
    'fixed-response',
    'redirect',
    'authenticate-cognito',
    'authenticate-oidc',
    'jwt-validation',
  ]),
  forwardConfig: z.optional(forwardConfig),
  redirectConfig: z.optional(redirectConfig),
  fixedResponseConfig: z.optional(fixedResponseConfig),
  authenticateCognitoConfig: z.optional(authenticateCognitoConfig),
  authenticateOIDCConfig: z.optional(authenticateOIDCConfig),
  jwtValidationConfig: z.optional(jwtValidationConfig),
});

type ListenerRuleAction = z.output<typeof fields>;

const belongTogether = (field: keyof ListenerRuleAction, type: ListenerRuleAction['type']) => ({
  rule: `has(self.${field}) == (self.type == '${type}')`,
  message: `${field} must be given if, and only if, type is '${type}'`,
  holds: (action: ListenerRuleAction) => (action[field] !== undefined) === (action.type === type),
});

export const listenerRuleAction = withRules(fields, [
  belongTogether('forwardConfig', 'forward'),
  belongTogether('redirectConfig', 'redirect'),
  belongTogether('fixedResponseConfig', 'fixed-response'),
  belongTogether('authenticateCognitoConfig', 'authenticate-cognito'),
  belongTogether('authenticateOIDCConfig', 'authenticate-oidc'),
  belongTogether('jwtValidationConfig', 'jwt-validation'),
]);
