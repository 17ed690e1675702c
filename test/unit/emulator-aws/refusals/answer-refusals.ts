import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { onHttps, redirect, withActions } from './create-rule.ts';
import { api, recorded } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const badAction = 'InvalidLoadBalancerActionException';

const fixed = (FixedResponseConfig: Action['FixedResponseConfig']) =>
  withActions(() => [{ Type: 'fixed-response', FixedResponseConfig }]);

const loop = 'The redirect configuration is not valid because it creates a loop.';
const badPath = `The Path parameter must be a valid path, should start with a '/', and may contain up to one of each of these placeholders: '#{path}', '#{host}', '#{port}'.`;

const redirects: Refusal[] = [
  refused(
    'a redirect that changes nothing',
    withActions(() => [redirect({})]),
    loop,
    { code: badAction, page: recorded('action-redirect-no-change') },
  ),
  refused(
    'a redirect that changes only the query',
    withActions(() => [redirect({ Query: 'a=b' })]),
    loop,
    { code: badAction, page: api('RedirectActionConfig') },
  ),
  refused(
    'a redirect from HTTPS to HTTP',
    onHttps(() => [redirect({ Protocol: 'HTTP' })]),
    'You cannot redirect HTTPS to HTTP.',
    { code: badAction, page: recorded('action-redirect-https-to-http') },
  ),
  refused(
    'a redirect path without slash',
    withActions(() => [redirect({ Path: 'a' })]),
    badPath,
    { code: badAction, page: recorded('action-redirect-path-leading-slash') },
  ),
  refused(
    'a redirect path with a placeholder nobody knows',
    withActions(() => [redirect({ Path: '/#{query}' })]),
    badPath,
    { code: badAction, page: api('RedirectActionConfig') },
  ),
  refused(
    'a redirect path with one placeholder twice',
    withActions(() => [redirect({ Path: '/#{path}/#{path}' })]),
    badPath,
    { code: badAction, page: api('RedirectActionConfig') },
  ),
  refused(
    'redirect port 0',
    withActions(() => [redirect({ Port: '0' })]),
    `The Port parameter must be either an integer between 1 and 65535 or '#{port}'.`,
    { code: badAction, page: recorded('action-redirect-port-value') },
  ),
  refused(
    'a redirect host with a space',
    withActions(() => [redirect({ Host: 'a b' })]),
    /Host parameter/,
    { code: badAction, page: api('RedirectActionConfig') },
  ),
  refused(
    'a redirect to FTP',
    withActions(() => [redirect({ Protocol: 'FTP' })]),
    /at 'actions.1.member.redirectConfig.protocol' failed to satisfy constraint/,
    { page: api('RedirectActionConfig') },
  ),
  refused(
    'redirect status 307',
    withActions(() => [redirect({ Protocol: 'HTTPS', StatusCode: 'HTTP_307' as 'HTTP_302' })]),
    `1 validation error detected: Value 'HTTP_307' at 'actions.1.member.redirectConfig.statusCode' failed to satisfy constraint: Member must satisfy enum value set: [HTTP_301, HTTP_302]`,
    { page: recorded('action-redirect-status-code') },
  ),
  refused(
    'a redirect query of 129 characters',
    withActions(() => [redirect({ Protocol: 'HTTPS', Query: 'a'.repeat(129) })]),
    /redirectConfig.query' .* length less than or equal to 128$/,
    { page: api('RedirectActionConfig') },
  ),
];

const fixedResponses: Refusal[] = [
  refused(
    'a fixed response of 302',
    fixed({ StatusCode: '302' }),
    `1 validation error detected: Value '302' at 'actions.1.member.fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$`,
    { page: api('FixedResponseActionConfig') },
  ),
  refused(
    'a fixed response in XML',
    fixed({ StatusCode: '200', ContentType: 'application/xml' }),
    `The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'.`,
    { code: badAction, page: recorded('action-fixed-response-content-type') },
  ),
  refused(
    'a fixed response body of 1025 characters',
    fixed({ StatusCode: '200', MessageBody: 'a'.repeat(1025) }),
    /at 'actions.1.member.fixedResponseConfig.messageBody' .* length less than or equal to 1024$/,
    { page: api('FixedResponseActionConfig') },
  ),
];

/** Redirects and fixed responses. */
export const answerRefusals: readonly Refusal[] = [...redirects, ...fixedResponses];
