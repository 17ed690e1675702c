// One listener rule in LBC's plan JSON.
import type { Action, AuthenticationSettings, Condition, Transform } from '../../core/stack/listener-rule.ts';
import type { ListenerRule } from '../../core/stack/stack.ts';
import { filled, optional, tagged } from './lbc-json.ts';
import type { Json, WriteValue } from './lbc-json.ts';

/**
 * `priority` is the rule's rank in the plan, not a priority read from AWS. The client id and secret of OIDC are written
 * as `[REDACTED]`.
 */
export function lbcListenerRule(rule: ListenerRule, write: WriteValue): Json {
  return {
    listenerARN: { $ref: `#/resources/AWS::ElasticLoadBalancingV2::Listener/${rule.port}/status/listenerARN` },
    priority: rule.rank,
    actions: rule.actions.map((action) => lbcAction(action, write)),
    conditions: rule.conditions.map(lbcCondition),
    ...filled('transforms', rule.transforms.map(lbcTransform)),
    ...tagged(rule.tags),
  };
}

function lbcCondition(condition: Condition): Json {
  const { field } = condition;
  switch (condition.field) {
    case 'host-header':
      return { field, hostHeaderConfig: texts(condition) };
    case 'path-pattern':
      return { field, pathPatternConfig: texts(condition) };
    case 'http-header':
      return { field, httpHeaderConfig: { httpHeaderName: condition.name, ...texts(condition) } };
    case 'query-string':
      return { field, queryStringConfig: { values: condition.values } };
    case 'http-request-method':
      return { field, httpRequestMethodConfig: { values: condition.values } };
    case 'source-ip':
      return { field, sourceIPConfig: { values: condition.values } };
  }
}

function texts({
  values,
  regexValues,
}: {
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}): Json {
  return { ...optional('values', values), ...optional('regexValues', regexValues) };
}

function lbcAction(action: Action, write: WriteValue): Json {
  switch (action.type) {
    case 'forward':
      return { type: action.type, forwardConfig: lbcForward(action, write) };
    case 'redirect': {
      const { type, ...redirectConfig } = action;
      return { type, redirectConfig };
    }
    case 'fixed-response': {
      const { type, ...fixedResponseConfig } = action;
      return { type, fixedResponseConfig };
    }
    case 'authenticate-oidc':
      return { type: action.type, authenticateOIDCConfig: lbcOidc(action) };
    case 'authenticate-cognito': {
      const { type, settings, userPoolArn, userPoolClientId, userPoolDomain } = action;
      return {
        type,
        authenticateCognitoConfig: {
          ...lbcSettings(settings),
          userPoolARN: userPoolArn,
          userPoolClientID: userPoolClientId,
          userPoolDomain,
        },
      };
    }
    case 'jwt-validation': {
      const { type, ...jwtValidationConfig } = action;
      return { type, jwtValidationConfig };
    }
  }
}

function lbcForward(
  { targetGroups, stickiness }: Extract<Action, { readonly type: 'forward' }>,
  write: WriteValue,
): Json {
  return {
    targetGroups: targetGroups.map(({ arn, weight }) => ({ targetGroupARN: write(arn), weight })),
    ...optional('targetGroupStickinessConfig', stickiness),
  };
}

function lbcOidc({
  settings,
  issuer,
  authorizationEndpoint,
  tokenEndpoint,
  userInfoEndpoint,
}: Extract<Action, { readonly type: 'authenticate-oidc' }>): Json {
  return {
    ...lbcSettings(settings),
    ...{ issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint },
    ...{ clientID: '[REDACTED]', clientSecret: '[REDACTED]' },
  };
}

function lbcSettings(settings: AuthenticationSettings): Json {
  return {
    ...optional('authenticationRequestExtraParams', settings.authenticationRequestExtraParams),
    ...optional('onUnauthenticatedRequest', settings.onUnauthenticatedRequest),
    ...optional('scope', settings.scope),
    ...optional('sessionCookieName', settings.sessionCookieName),
    ...optional('sessionTimeout', settings.sessionTimeoutSeconds),
  };
}

function lbcTransform({ type, rewrites }: Transform): Json {
  return type === 'url-rewrite'
    ? { type, urlRewriteConfig: { rewrites } }
    : { type, hostHeaderRewriteConfig: { rewrites } };
}
