// One text for all ways in which AWS may say the same rule. Left out on purpose: the order of target groups and of
// alternatives inside a condition, the weight of a single group, disabled stickiness, redirect parts that say "as
// requested", and OIDC secrets, which AWS never returns.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html
import { canonicalJson } from '../base/canonical.ts';
import { unreachable } from '../base/invariant.ts';
import type { Action, AuthenticationSettings, Condition, ForwardAction, Transform } from '../stack/listener-rule.ts';

/** Equal for conditions that select the same requests in the same words. */
export function conditionsText(conditions: readonly Condition[]): string {
  return conditions.map(conditionText).sort().join('\n');
}

/** Equal for actions with the same effect. Refs must be resolved for a comparison with observed actions. */
export function actionsText(actions: readonly Action[]): string {
  return actions
    .map((action) => (action.type === 'forward' ? forwardText(action) : canonicalJson(canonicalAction(action))))
    .join('\n');
}

/** Equal for the same transforms in any order; empty for none. */
export function transformsText(transforms: readonly Transform[]): string {
  return transforms.map(canonicalJson).sort().join('\n');
}

/** What a rule does with a request: actions and transforms. */
export function effectText(rule: {
  readonly actions: readonly Action[];
  readonly transforms: readonly Transform[];
}): string {
  return `${actionsText(rule.actions)}\n--\n${transformsText(rule.transforms)}`;
}

/** Members are laid out in one order here, so that plain JSON is canonical. */
function conditionText(condition: Condition): string {
  if (condition.field === 'query-string') {
    return JSON.stringify([
      condition.field,
      condition.values.map(({ key, value }) => JSON.stringify([key ?? null, value])).sort(),
    ]);
  }
  if (condition.field === 'http-request-method' || condition.field === 'source-ip')
    return JSON.stringify([condition.field, [...condition.values].sort()]);
  const { values = [], regexValues = [] } = condition;
  const name = condition.field === 'http-header' ? condition.name.toLowerCase() : '';
  const hosts = condition.field === 'host-header' ? values.map((value) => value.toLowerCase()) : [...values];
  return JSON.stringify([condition.field, name, hosts.sort(), [...regexValues].sort()]);
}

function canonicalAction(action: Exclude<Action, ForwardAction>): unknown {
  switch (action.type) {
    case 'redirect':
      return {
        protocol: '#{protocol}',
        port: '#{port}',
        host: '#{host}',
        path: '/#{path}',
        query: '#{query}',
        ...action,
      };
    case 'fixed-response':
      return {
        type: action.type,
        statusCode: action.statusCode,
        contentType: action.contentType ?? 'text/plain',
        messageBody: action.messageBody ?? '',
      };
    case 'authenticate-oidc':
      return { ...action, secret: undefined, settings: canonicalSettings(action.settings) };
    case 'authenticate-cognito':
      return { ...action, settings: canonicalSettings(action.settings) };
    case 'jwt-validation':
      return { ...action, additionalClaims: action.additionalClaims.map(canonicalJson).sort() };
    default:
      return unreachable(action);
  }
}

function forwardText({ targetGroups, stickiness }: ForwardAction): string {
  const single = targetGroups.length === 1;
  const groups = targetGroups.map(({ arn, weight }) =>
    JSON.stringify([typeof arn === 'string' ? arn : `ref ${arn.ref}`, single ? 1 : weight]),
  );
  return JSON.stringify([
    'forward',
    groups.sort(),
    stickiness?.enabled === true ? (stickiness.durationSeconds ?? 0) : 'off',
  ]);
}

/** Defaults: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html */
function canonicalSettings(settings: AuthenticationSettings): AuthenticationSettings {
  return {
    scope: 'openid',
    sessionCookieName: 'AWSELBAuthSessionCookie',
    sessionTimeoutSeconds: 604_800,
    onUnauthenticatedRequest: 'authenticate',
    authenticationRequestExtraParams: {},
    ...settings,
  };
}
