import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { api } from '../refusals/pages.ts';
import { shown, type ReadBack } from './read-back.ts';
import { rule } from './written-rule.ts';

const action = (
  request: string,
  given: (account: FrontDoor) => Action,
  shows: (account: FrontDoor) => Action,
  name: string,
) =>
  shown(
    request,
    async (account) => (await rule(account, { Actions: [given(account)] })).Actions?.[0],
    shows,
    api(name),
  );

const unsticky = { TargetGroupStickinessConfig: { Enabled: false } };

const forwards: readonly ReadBack[] = [
  action(
    'one group by ARN, in the list as well',
    ({ group }) => ({ Type: 'forward', TargetGroupArn: group }),
    ({ group }) => ({
      Type: 'forward',
      TargetGroupArn: group,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: group, Weight: 1 }], ...unsticky },
    }),
    'ForwardActionConfig',
  ),
  action(
    'one group in the list, by ARN as well',
    ({ group }) => ({ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: group, Weight: 7 }] } }),
    ({ group }) => ({
      Type: 'forward',
      TargetGroupArn: group,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: group, Weight: 7 }], ...unsticky },
    }),
    'ForwardActionConfig',
  ),
  action(
    'two groups, neither at top level',
    ({ group, free }) => ({
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: group, Weight: 0 },
          { TargetGroupArn: free, Weight: 999 },
        ],
      },
    }),
    ({ group, free }) => ({
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: group, Weight: 0 },
          { TargetGroupArn: free, Weight: 999 },
        ],
        ...unsticky,
      },
    }),
    'TargetGroupTuple',
  ),
  action(
    'stickiness among groups for a week',
    ({ group }) => ({
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: group }],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 604_800 },
      },
    }),
    ({ group }) => ({
      Type: 'forward',
      TargetGroupArn: group,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: group, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 604_800 },
      },
    }),
    'TargetGroupStickinessConfig',
  ),
];

const kept = {
  Protocol: '#{protocol}',
  Port: '#{port}',
  Host: '#{host}',
  Path: '/#{path}',
  Query: '#{query}',
} as const;

const redirection = (request: string, given: Partial<NonNullable<Action['RedirectConfig']>>) =>
  action(
    request,
    () => ({ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', ...given } }),
    () => ({ Type: 'redirect', RedirectConfig: { ...kept, StatusCode: 'HTTP_301', ...given } }),
    'RedirectActionConfig',
  );

const answers: readonly ReadBack[] = [
  redirection('a redirect to another port', { Port: '8443' }),
  redirection('a redirect to another host', { Host: 'www.#{host}' }),
  redirection('a redirect to another path', { Path: '/new/#{path}' }),
  redirection('a redirect without query', { Host: 'example.org', Query: '' }),
  redirection('a redirect of 302', { Host: 'example.org', StatusCode: 'HTTP_302' }),
  redirection('a redirect of everything', {
    Protocol: 'HTTPS',
    Port: '443',
    Host: 'example.org',
    Path: '/',
    Query: 'from=#{host}',
  }),
  action(
    'an answer of nothing but a status',
    () => ({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '204' } }),
    () => ({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '204' } }),
    'FixedResponseActionConfig',
  ),
  action(
    'an answer with type and body',
    () => ({
      Type: 'fixed-response',
      FixedResponseConfig: { StatusCode: '503', ContentType: 'text/html', MessageBody: '<h1>&amp; "soon"</h1>\n' },
    }),
    () => ({
      Type: 'fixed-response',
      FixedResponseConfig: { StatusCode: '503', ContentType: 'text/html', MessageBody: '<h1>&amp; "soon"</h1>\n' },
    }),
    'FixedResponseActionConfig',
  ),
];

const session = {
  SessionCookieName: 'AWSELBAuthSessionCookie',
  Scope: 'openid',
  SessionTimeout: 604_800,
  OnUnauthenticatedRequest: 'authenticate',
} as const;
const endpoint = 'https://idp.example.com';
const oidc = {
  Issuer: endpoint,
  AuthorizationEndpoint: `${endpoint}/authorize`,
  TokenEndpoint: `${endpoint}/token`,
  UserInfoEndpoint: `${endpoint}/me`,
  ClientId: 'shop',
};
const cognito = {
  UserPoolArn: 'arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abcdefghi',
  UserPoolClientId: 'shop',
  UserPoolDomain: 'shop',
};

const first = (request: string, given: Action, shows: Action, name: string): ReadBack =>
  shown(
    request,
    async (account) => {
      const actions: Action[] = [
        { ...given, Order: 1 },
        { ...notFound, Order: 2 },
      ];
      return (await rule(account, { Actions: actions })).Actions;
    },
    [
      { ...shows, Order: 1 },
      { ...notFound, Order: 2 },
    ],
    api(name),
  );

const logins: readonly ReadBack[] = [
  first(
    'a login by OpenID Connect, its secret never shown',
    { Type: 'authenticate-oidc', AuthenticateOidcConfig: { ...oidc, ClientSecret: 'hush' } },
    { Type: 'authenticate-oidc', AuthenticateOidcConfig: { ...session, ...oidc } },
    'AuthenticateOidcActionConfig',
  ),
  first(
    'a login with everything said',
    {
      Type: 'authenticate-oidc',
      AuthenticateOidcConfig: {
        ...oidc,
        ClientSecret: 'hush',
        SessionCookieName: 'shop',
        Scope: 'openid email',
        SessionTimeout: 3600,
        OnUnauthenticatedRequest: 'deny',
        AuthenticationRequestExtraParams: { display: 'page', prompt: 'login' },
      },
    },
    {
      Type: 'authenticate-oidc',
      AuthenticateOidcConfig: {
        ...oidc,
        SessionCookieName: 'shop',
        Scope: 'openid email',
        SessionTimeout: 3600,
        OnUnauthenticatedRequest: 'deny',
        AuthenticationRequestExtraParams: { display: 'page', prompt: 'login' },
      },
    },
    'AuthenticateOidcActionConfig',
  ),
  first(
    'a login by Cognito',
    { Type: 'authenticate-cognito', AuthenticateCognitoConfig: cognito },
    { Type: 'authenticate-cognito', AuthenticateCognitoConfig: { ...session, ...cognito } },
    'AuthenticateCognitoActionConfig',
  ),
  first(
    'a token to be verified',
    {
      Type: 'jwt-validation',
      JwtValidationConfig: {
        JwksEndpoint: `${endpoint}/keys`,
        Issuer: endpoint,
        AdditionalClaims: [{ Format: 'single-string', Name: 'scope', Values: ['read'] }],
      },
    },
    {
      Type: 'jwt-validation',
      JwtValidationConfig: {
        JwksEndpoint: `${endpoint}/keys`,
        Issuer: endpoint,
        AdditionalClaims: [{ Format: 'single-string', Name: 'scope', Values: ['read'] }],
      },
    },
    'JwtValidationActionConfig',
  ),
];

export const actionReadBacks: readonly ReadBack[] = [...forwards, ...answers, ...logins];
