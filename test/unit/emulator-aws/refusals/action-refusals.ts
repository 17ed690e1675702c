import type { Action, AuthenticateOidcActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import { aListener, aLoadBalancer, aRule, notFound } from '../balanced.ts';
import { forward, onHttps, redirect, withActions } from './create-rule.ts';
import { api, guide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const unsuitable = 'InvalidConfigurationRequestException';
const badAction = 'InvalidLoadBalancerActionException';

const oidc = (config: Partial<AuthenticateOidcActionConfig> = {}): Action => ({
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: {
    Issuer: 'https://id.example.com',
    AuthorizationEndpoint: 'https://id.example.com/a',
    TokenEndpoint: 'https://id.example.com/t',
    UserInfoEndpoint: 'https://id.example.com/u',
    ClientId: 'c',
    ClientSecret: 's',
    ...config,
  },
});

const cognito = (UserPoolArn: string): Action => ({
  Type: 'authenticate-cognito',
  Order: 1,
  AuthenticateCognitoConfig: { UserPoolArn, UserPoolClientId: 'c', UserPoolDomain: 'd' },
});

const jwt = (config: Partial<Action['JwtValidationConfig']> = {}): Action => ({
  Type: 'jwt-validation',
  Order: 1,
  JwtValidationConfig: { JwksEndpoint: 'https://id.example.com/jwks', Issuer: 'https://id.example.com', ...config },
});

const last: Action = { ...notFound, Order: 2 };
const pool = 'arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abc';
const combinations: Refusal[] = [
  refused(
    'no actions',
    withActions(() => []),
    'An action must be specified',
    { page: api('CreateRule') },
  ),
  refused(
    'an action of an unknown type',
    withActions(() => [{ Type: 'drop' as 'forward' }]),
    /at 'actions.1.member.type' failed to satisfy constraint: Member must satisfy enum value set/,
    { page: api('Action') },
  ),
  refused(
    'a redirect and a fixed response together',
    withActions(() => [{ ...redirect({ Protocol: 'HTTPS' }), Order: 1 }, last]),
    `Action types 'redirect,fixed-response' cannot be specified together`,
    { code: badAction, page: recorded('rule-actions-exactly-one-routing') },
  ),
  refused(
    'two authentications',
    onHttps(() => [oidc(), { ...cognito(pool), Order: 2 }, { ...notFound, Order: 3 }]),
    `Action types 'authenticate-oidc,authenticate-cognito' cannot be specified together`,
    { code: badAction, page: guide('listener-authenticate-users') },
  ),
  refused(
    'two JWT validations',
    onHttps(() => [jwt(), { ...jwt(), Order: 2 }, { ...notFound, Order: 3 }]),
    /cannot be specified together/,
    { code: badAction, page: guide('listener-verify-jwt') },
  ),
  refused(
    'several actions without order',
    withActions(() => [notFound, notFound]),
    'When you specify multiple actions, you must specify an order for each action',
    { page: recorded('listener-action-order-required') },
  ),
  refused(
    'several actions of one order',
    onHttps(() => [jwt(), { ...notFound, Order: 1 }]),
    /order/,
    { page: api('Action') },
  ),
  refused(
    'a routing action before an authentication',
    onHttps(() => [
      { ...notFound, Order: 1 },
      { ...jwt(), Order: 2 },
    ]),
    `An action of type 'fixed-response' must have a higher order than all other actions`,
    { code: badAction, page: recorded('listener-default-action-routing-last') },
  ),
  refused(
    'authentication without a routing action',
    onHttps(() => [jwt()]),
    /last action/,
    { code: badAction, page: api('Action') },
  ),
  refused(
    'a fixed response with the config of a redirect',
    withActions(() => [{ ...redirect({ Protocol: 'HTTPS' }), Type: 'fixed-response' }]),
    `For actions of type 'fixed-response', you must specify the following fields: 'FixedResponseConfig'`,
    { page: recorded('listener-action-config-type-match') },
  ),
  refused(
    'a redirect without config',
    withActions(() => [{ Type: 'redirect' }]),
    `For actions of type 'redirect', you must specify the following fields: 'RedirectConfig'`,
    { page: recorded('listener-action-config-type-match') },
  ),
  refused(
    'a fixed response that names a target group',
    withActions(({ free }) => [{ ...notFound, TargetGroupArn: free }]),
    /FixedResponseConfig/,
    { page: api('Action') },
  ),
  refused(
    'order 0',
    withActions(() => [{ ...notFound, Order: 0 }]),
    /at 'actions.1.member.order' failed to satisfy constraint: Member must have value greater than or equal to 1$/,
    { page: api('Action') },
  ),
];

const forwards: Refusal[] = [
  refused(
    'two groups without weights',
    withActions(({ free, instances }) => [forward([free, instances])]),
    'The weight for each target group must be between 0 and 999, inclusive',
    { page: recorded('action-forward-weight-required-multi') },
  ),
  refused(
    'a weight of 1000',
    withActions(({ free }) => [forward([free], 1000)]),
    'The weight for each target group must be between 0 and 999, inclusive',
    { page: recorded('action-forward-weight-range') },
  ),
  refused(
    'a forward to nothing',
    withActions(() => [{ Type: 'forward', ForwardConfig: { TargetGroups: [] } }]),
    /target group ARN must be specified/,
    { page: api('ForwardActionConfig') },
  ),
  refused(
    'a forward to a group without ARN',
    withActions(() => [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ Weight: 1 }] } }]),
    'A target group ARN must be specified',
    { page: api('TargetGroupTuple') },
  ),
  refused(
    'stickiness without duration',
    withActions(({ free }) => [
      {
        Type: 'forward',
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: free }], TargetGroupStickinessConfig: { Enabled: true } },
      },
    ]),
    'You must provide a duration when enabling target group stickiness',
    { page: recorded('action-forward-stickiness-duration-required') },
  ),
  refused(
    'stickiness for more than a week',
    withActions(({ free }) => [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: free }],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 604_801 },
        },
      },
    ]),
    'Target group stickiness duration must be between 1 and 604800 seconds',
    { page: recorded('action-forward-stickiness-duration-range') },
  ),
  refused(
    'six groups in one forward',
    withActions(({ group, free, grpc, tcp, ipv6, instances }) => [
      forward([group, free, grpc, tcp, ipv6, instances], 1),
    ]),
    'You cannot specify more than 5 target groups per action',
    { page: recorded('action-forward-tg-count-max') },
  ),
  refused(
    'one group twice',
    withActions(({ free }) => [forward([free, free], 1)]),
    /more than once/,
    { page: api('ForwardActionConfig') },
  ),
  refused(
    'a top-level group that is not in the list',
    withActions(({ group, free }) => [{ ...forward([free]), TargetGroupArn: group }]),
    'You can specify both a target group list and a top-level target group ARN only if the ARNs match',
    { page: recorded('action-forward-tgarn-conflict') },
  ),
  refused(
    'a group that is none',
    withActions(({ loadBalancer }) => [{ Type: 'forward', TargetGroupArn: loadBalancer }]),
    /^'arn:.*' is not a valid target group ARN$/,
    { page: api('CreateRule') },
  ),
  refused(
    'a group that does not exist',
    withActions(({ free }) => [forward([`${free.slice(0, -1)}0`])]),
    /^Target group '.*' not found$/,
    { code: 'TargetGroupNotFoundException', page: api('CreateRule') },
  ),
  refused(
    'a TCP group',
    withActions(({ tcp }) => [forward([tcp])]),
    /^The listener and the following target groups have incompatible protocols: arn:/,
    { code: 'IncompatibleProtocolsException', page: recorded('listener-tg-protocol-match') },
  ),
  refused(
    'a GRPC group on HTTP',
    withActions(({ grpc }) => [forward([grpc])]),
    /^The listener and the following target groups have incompatible protocols: arn:/,
    { code: 'IncompatibleProtocolsException', page: guide('load-balancer-target-groups') },
  ),
  refused(
    'groups of two protocol versions in one forward',
    onHttps(({ free, grpc }) => [forward([free, grpc], 1)]),
    /protocol versions/,
    { code: unsuitable, page: guide('load-balancer-target-groups') },
  ),
  refused(
    'an IPv6 group on an ipv4 load balancer',
    withActions(({ ipv6 }) => [forward([ipv6])]),
    `You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type`,
    { code: unsuitable, page: recorded('tg-ipv6-with-ipv4-lb') },
  ),
  refused(
    `another load balancer's group`,
    withActions(({ free }) => [forward([free])]),
    /^The following target groups cannot be associated with more than one load balancer: arn:/,
    {
      code: 'TargetGroupAssociationLimitException',
      page: recorded('tg-single-load-balancer'),
      after: async (account) => {
        const listener = await aListener(account, await aLoadBalancer(account, 'other'), 80);
        await aRule(account, listener, 1, { Type: 'forward', TargetGroupArn: account.free });
      },
    },
  ),
  refused(
    'the 101st unique target group',
    withActions(({ free }) => [forward([free])]),
    `You have reached the maximum number of unique target groups that you can associate with a load balancer of type 'application': [1]`,
    {
      code: 'TooManyUniqueTargetGroupsPerLoadBalancerException',
      page: reported('kubernetes-sigs/aws-load-balancer-controller/issues/3767'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ targetGroupsPerLoadBalancer: 1 })),
    },
  ),
];

const authentications: Refusal[] = [
  refused(
    'OIDC on HTTP',
    withActions(() => [oidc(), last]),
    /HTTPS/,
    { code: badAction, page: guide('listener-authenticate-users') },
  ),
  refused(
    'Cognito on HTTP',
    withActions(() => [cognito(pool), last]),
    /HTTPS/,
    { code: badAction, page: guide('listener-authenticate-users') },
  ),
  refused(
    'JWT validation on HTTP',
    withActions(() => [jwt(), last]),
    /HTTPS/,
    { code: badAction, page: guide('listener-verify-jwt') },
  ),
  refused(
    'a malformed user pool, even on HTTP',
    withActions(() => [cognito('pool'), last]),
    `'pool' is not a valid user pool ARN`,
    { page: recorded('listener-auth-action-https-only') },
  ),
  refused(
    `another region's user pool`,
    onHttps(() => [cognito(pool.replaceAll('us-west-2', 'eu-west-1')), last]),
    `'${pool.replaceAll('us-west-2', 'eu-west-1')}' is not a valid user pool ARN`,
    { page: recorded('action-cognito-userpool-region') },
  ),
  refused(
    'an OIDC endpoint without protocol',
    onHttps(() => [oidc({ AuthorizationEndpoint: 'id.example.com/a' }), last]),
    `The 'id.example.com/a' URL is not valid`,
    { page: recorded('action-oidc-endpoint-https') },
  ),
  refused(
    'an OIDC endpoint over HTTP',
    onHttps(() => [oidc({ TokenEndpoint: 'http://id.example.com/t' }), last]),
    `The 'http://id.example.com/t' URL is not valid`,
    { page: api('AuthenticateOidcActionConfig') },
  ),
  refused(
    'OIDC without client secret',
    onHttps(() => [oidc({ ClientSecret: undefined }), last]),
    /client secret/,
    { page: api('AuthenticateOidcActionConfig') },
  ),
  refused(
    'the existing client secret of a new rule',
    onHttps(() => [oidc({ ClientSecret: undefined, UseExistingClientSecret: true }), last]),
    /UseExistingClientSecret/,
    { page: api('AuthenticateOidcActionConfig') },
  ),
  refused(
    'a session of more than a week',
    onHttps(() => [oidc({ SessionTimeout: 700_000 }), last]),
    `'Session timeout' value '700000' must be between 1 and 604800 inclusive`,
    { page: recorded('action-session-timeout-range') },
  ),
  refused(
    'eleven extra parameters',
    onHttps(() => [
      oidc({
        AuthenticationRequestExtraParams: Object.fromEntries(
          Array.from({ length: 11 }, (_, index) => [`p${index}`, 'v']),
        ),
      }),
      last,
    ]),
    'You can specify up to 10 extra authentication request parameters',
    { page: recorded('action-oidc-extra-params-max') },
  ),
  refused(
    'an unknown treatment of strangers',
    onHttps(() => [oidc({ OnUnauthenticatedRequest: 'redirect' as 'deny' }), last]),
    /at 'actions.1.member.authenticateOidcConfig.onUnauthenticatedRequest' failed to satisfy constraint: Member must satisfy enum value set: \[allow, deny, authenticate\]$/,
    { page: recorded('action-oidc-on-unauthenticated-values') },
  ),
  refused(
    'JWT keys over HTTP',
    onHttps(() => [jwt({ JwksEndpoint: 'http://id.example.com/jwks' }), last]),
    /URL is not valid/,
    { page: api('JwtValidationActionConfig') },
  ),
  refused(
    'eleven additional claims',
    onHttps(() => [
      jwt({
        AdditionalClaims: Array.from({ length: 11 }, (_, index) => ({
          Format: 'single-string' as const,
          Name: `c${index}`,
          Values: ['v'],
        })),
      }),
      last,
    ]),
    /10 additional claims/,
    { page: api('JwtValidationActionConfig') },
  ),
  refused(
    'eleven values of one claim',
    onHttps(() => [
      jwt({
        AdditionalClaims: [
          { Format: 'string-array', Name: 'c', Values: Array.from({ length: 11 }, (_, index) => `v${index}`) },
        ],
      }),
      last,
    ]),
    /10 values/,
    { page: api('JwtValidationActionAdditionalClaim') },
  ),
];

/** Rules refused for their actions. */
export const actionRefusals: readonly Refusal[] = [...combinations, ...forwards, ...authentications];
