import { aListener, aLoadBalancer, aRule, notFound } from '../balanced.ts';
import { forward, onHttps, redirect, withActions } from './create-rule.ts';
import type { Refusal } from './refusal.ts';

/** Rules refused for their actions. */
export const actionRefusals: readonly Refusal[] = [
  {
    request: 'a redirect and a fixed response together',
    send: withActions(() => [
      { ...redirect({ Protocol: 'HTTPS' }), Order: 1 },
      { ...notFound, Order: 2 },
    ]),
    code: 'InvalidLoadBalancerActionException',
    message: `Action types 'redirect,fixed-response' cannot be specified together`,
  },
  {
    request: 'several actions without order',
    send: withActions(() => [notFound, notFound]),
    code: 'ValidationError',
    message: 'When you specify multiple actions, you must specify an order for each action',
  },
  {
    request: 'two groups without weights',
    send: withActions(({ free, instances }) => [forward([free, instances])]),
    code: 'ValidationError',
    message: 'The weight for each target group must be between 0 and 999, inclusive',
  },
  {
    request: 'a weight of 1000',
    send: withActions(({ free }) => [forward([free], 1000)]),
    code: 'ValidationError',
    message: 'The weight for each target group must be between 0 and 999, inclusive',
  },
  {
    request: 'stickiness without duration',
    send: withActions(({ free }) => [
      {
        Type: 'forward',
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: free }], TargetGroupStickinessConfig: { Enabled: true } },
      },
    ]),
    code: 'ValidationError',
    message: 'You must provide a duration when enabling target group stickiness',
  },
  {
    request: 'six groups in one forward',
    send: withActions(({ group, free, grpc, tcp, ipv6, instances }) => [
      forward([group, free, grpc, tcp, ipv6, instances], 1),
    ]),
    code: 'ValidationError',
    message: 'You cannot specify more than 5 target groups per action',
  },
  {
    request: 'a top-level group that is not in the list',
    send: withActions(({ group, free }) => [{ ...forward([free]), TargetGroupArn: group }]),
    code: 'ValidationError',
    message: 'You can specify both a target group list and a top-level target group ARN only if the ARNs match',
  },
  {
    request: 'a group that does not exist',
    send: withActions(({ free }) => [forward([`${free.slice(0, -1)}0`])]),
    code: 'TargetGroupNotFoundException',
    message: /^Target group '.*' not found$/,
  },
  {
    request: 'a TCP group',
    send: withActions(({ tcp }) => [forward([tcp])]),
    code: 'IncompatibleProtocolsException',
    message: /^The listener and the following target groups have incompatible protocols: arn:/,
  },
  {
    request: 'a GRPC group on HTTP',
    send: withActions(({ grpc }) => [forward([grpc])]),
    code: 'IncompatibleProtocolsException',
    message: /incompatible protocols/,
  },
  {
    request: 'an IPv6 group on an ipv4 load balancer',
    send: withActions(({ ipv6 }) => [forward([ipv6])]),
    code: 'InvalidConfigurationRequestException',
    message: `You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type`,
  },
  {
    request: `another load balancer's group`,
    after: async (account) => {
      const listener = await aListener(account, await aLoadBalancer(account, 'other'), 80);
      await aRule(account, listener, 1, { Type: 'forward', TargetGroupArn: account.free });
    },
    send: withActions(({ free }) => [forward([free])]),
    code: 'TargetGroupAssociationLimitException',
    message: /^The following target groups cannot be associated with more than one load balancer: arn:/,
  },
  {
    request: 'a redirect that changes nothing',
    send: withActions(() => [redirect({})]),
    code: 'InvalidLoadBalancerActionException',
    message: 'The redirect configuration is not valid because it creates a loop.',
  },
  {
    request: 'a redirect that changes only the query',
    send: withActions(() => [redirect({ Query: 'a=b' })]),
    code: 'InvalidLoadBalancerActionException',
    message: 'The redirect configuration is not valid because it creates a loop.',
  },
  {
    request: 'a redirect from HTTPS to HTTP',
    send: onHttps(() => [redirect({ Protocol: 'HTTP' })]),
    code: 'InvalidLoadBalancerActionException',
    message: 'You cannot redirect HTTPS to HTTP.',
  },
  {
    request: 'a redirect path without slash',
    send: withActions(() => [redirect({ Path: 'a' })]),
    code: 'InvalidLoadBalancerActionException',
    message: `The Path parameter must be a valid path, should start with a '/', and may contain up to one of each of these placeholders: '#{path}', '#{host}', '#{port}'.`,
  },
  {
    request: 'redirect port 0',
    send: withActions(() => [redirect({ Port: '0' })]),
    code: 'InvalidLoadBalancerActionException',
    message: `The Port parameter must be either an integer between 1 and 65535 or '#{port}'.`,
  },
  {
    request: 'redirect status 302 in digits',
    send: withActions(() => [redirect({ Protocol: 'HTTPS', StatusCode: '302' as 'HTTP_302' })]),
    code: 'ValidationError',
    message: `1 validation error detected: Value '302' at 'actions.1.member.redirectConfig.statusCode' failed to satisfy constraint: Member must satisfy enum value set: [HTTP_301, HTTP_302]`,
  },
  {
    request: 'a fixed response of 302',
    send: withActions(() => [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '302' } }]),
    code: 'ValidationError',
    message: `1 validation error detected: Value '302' at 'actions.1.member.fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$`,
  },
  {
    request: 'a fixed response in XML',
    send: withActions(() => [
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', ContentType: 'application/xml' } },
    ]),
    code: 'InvalidLoadBalancerActionException',
    message: `The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'.`,
  },
  {
    request: 'a fixed response body of 1025 characters',
    send: withActions(() => [
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody: 'a'.repeat(1025) } },
    ]),
    code: 'ValidationError',
    message: /at 'actions.1.member.fixedResponseConfig.messageBody' .* length less than or equal to 1024$/,
  },
  {
    request: 'authentication on HTTP',
    send: withActions(() => [
      {
        Type: 'authenticate-oidc',
        Order: 1,
        AuthenticateOidcConfig: {
          Issuer: 'https://id.example.com',
          AuthorizationEndpoint: 'https://id.example.com/a',
          TokenEndpoint: 'https://id.example.com/t',
          UserInfoEndpoint: 'https://id.example.com/u',
          ClientId: 'c',
          ClientSecret: 's',
        },
      },
      { ...notFound, Order: 2 },
    ]),
    code: 'InvalidLoadBalancerActionException',
    message: /HTTPS/,
  },
  {
    request: 'a malformed user pool, even on HTTP',
    send: withActions(() => [
      {
        Type: 'authenticate-cognito',
        Order: 1,
        AuthenticateCognitoConfig: { UserPoolArn: 'pool', UserPoolClientId: 'c', UserPoolDomain: 'd' },
      },
      { ...notFound, Order: 2 },
    ]),
    code: 'ValidationError',
    message: `'pool' is not a valid user pool ARN`,
  },
  {
    request: 'authentication without a routing action',
    send: onHttps(() => [
      {
        Type: 'jwt-validation',
        JwtValidationConfig: { JwksEndpoint: 'https://id.example.com/jwks', Issuer: 'https://id.example.com' },
      },
    ]),
    code: 'InvalidLoadBalancerActionException',
    message: /last action/,
  },
];
