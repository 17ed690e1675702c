// Redirects and rewrites with Gateway API meaning, refused where ALB would refuse them or do something else.
import type { Action, Transform } from '../../stack/listener-rule.ts';
import { redirectPartLength, rewriteLength } from '../../stack/limits.ts';
import { trimPrefix } from './path-span.ts';
import type {
  PathMatched,
  PathReplacement,
  Redirection,
  RedirectRequest,
  RedirectVariant,
  RewriteRequest,
} from './redirection.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { escapeExpression } from './regular-expression.ts';

export const albRedirection: Redirection = { redirect, rewrite };

type RedirectAction = Extract<Action, { readonly type: 'redirect' }>;

/**
 * Every part is said, the port too: ALB keeps the listener's port where none is given, which is wrong after a change of
 * scheme. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions
 */
function redirect(request: RedirectRequest): readonly RedirectVariant[] | Refusal {
  const origin = redirectOrigin(request);
  if (isRefusal(origin)) return origin;
  const { path, matched } = request;
  if (path?.type === 'ReplacePrefixMatch' && matched.type !== 'PathPrefix')
    return refuse(prefixNeedsPrefix, 'redirect-refused');
  const variants =
    path?.type === 'ReplacePrefixMatch'
      ? prefixRedirects(request, origin, path.value)
      : [fullPathRedirect(origin, path)];
  const refusal = variants
    .map(({ action }) => redirectProblem(action as RedirectAction, request))
    .find((problem) => problem !== undefined);
  return refusal === undefined ? variants : refuse(refusal, 'redirect-refused');
}

const prefixNeedsPrefix = 'ReplacePrefixMatch needs a PathPrefix match. Use ReplaceFullPath or another match';

/** All but the path. */
function redirectOrigin(request: RedirectRequest): RedirectAction | Refusal {
  const { scheme, hostname, statusCode, query, listener } = request;
  if (statusCode !== 301 && statusCode !== 302)
    return refuse(`ALB redirects with 301 or 302, not with ${statusCode}. Use one of the two`, 'redirect-refused');
  const protocol = (scheme ?? listener.protocol).toUpperCase();
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    return refuse(`ALB redirects to http and https, not to "${scheme}"`, 'redirect-scheme');
  if (protocol === 'HTTP' && listener.protocol === 'HTTPS')
    return refuse('ALB does not redirect from https to http', 'redirect-scheme');
  return {
    type: 'redirect',
    protocol,
    port: String(request.port ?? (scheme === undefined ? listener.port : { HTTP: 80, HTTPS: 443 }[protocol])),
    host: hostname ?? '#{host}',
    path: '/#{path}',
    query: query ?? '#{query}',
    statusCode: `HTTP_${statusCode}`,
  };
}

function fullPathRedirect(origin: RedirectAction, path: PathReplacement | undefined): RedirectVariant {
  return { action: { ...origin, path: path === undefined ? '/#{path}' : path.value || '/' }, transforms: [] };
}

/**
 * LIM-17, LIM-01. Transforms run before `#{path}` is filled in. If something else than the path changes, one rule
 * exchanges the prefix in a transform and keeps `/#{path}`. Else ALB would take that for a loop: then the prefix itself
 * goes to the literal replacement, and what lies below it loses the prefix in a transform.
 */
function prefixRedirects(
  request: RedirectRequest,
  origin: RedirectAction,
  replacement: string,
): readonly RedirectVariant[] {
  const prefix = trimPrefix(request.matched.value);
  const target = trimPrefix(replacement);
  if (prefix === '') return [{ action: { ...origin, path: `${target}/#{path}` }, transforms: [] }];
  const exchange = exchangedPrefix(prefix, target);
  if (isElsewhere(origin, request) && rewriteProblem(exchange) === undefined)
    return [{ action: origin, transforms: [{ type: 'url-rewrite', rewrites: [exchange] }] }];
  return [
    {
      path: { kind: 'http', type: 'Exact', value: prefix },
      action: { ...origin, path: target === '' ? '/' : target },
      transforms: [],
    },
    {
      path: { kind: 'http', type: 'BelowPrefix', value: prefix },
      action: { ...origin, path: `${target}/#{path}` },
      transforms: [{ type: 'url-rewrite', rewrites: [{ regex: `^${escapeExpression(prefix)}/`, replace: '/' }] }],
    },
  ];
}

/** Whether scheme, host or port is another than that of the request. */
function isElsewhere({ protocol, port, host }: RedirectAction, { listener }: RedirectRequest): boolean {
  return protocol !== listener.protocol || port !== String(listener.port) || host !== '#{host}';
}

function redirectProblem(action: RedirectAction, request: RedirectRequest): string | undefined {
  const { path, hostname } = request;
  const tooLong = [action.host, action.path].find((part) => (part ?? '').length > redirectPartLength);
  if (tooLong !== undefined)
    return `"${tooLong}" is longer than the ${redirectPartLength} characters ALB takes. Shorten it`;
  if (path?.value.includes('#{') === true || hostname?.includes('#{') === true)
    return 'the replacement contains "#{", which ALB would fill in. Use other characters';
  return !isElsewhere(action, request) && action.path === '/#{path}'
    ? 'the redirect changes neither scheme, host, port nor path, which ALB refuses as a loop. Change one of them'
    : undefined;
}

function rewrite({ hostname, path, matched }: RewriteRequest): readonly Transform[] | Refusal {
  if (path?.type === 'ReplacePrefixMatch' && matched.type !== 'PathPrefix')
    return refuse(prefixNeedsPrefix, 'rewrite-refused');
  const url = path === undefined ? undefined : pathRewrite(path, matched);
  const host = hostname === undefined ? undefined : { regex: '^.+$', replace: hostname };
  const problem = [url, host]
    .map((part) => (part === undefined ? undefined : rewriteProblem(part)))
    .find((text) => text !== undefined);
  if (problem !== undefined) return refuse(problem, 'rewrite-refused');
  return [
    ...(url === undefined ? [] : [{ type: 'url-rewrite', rewrites: [url] } as const]),
    ...(host === undefined ? [] : [{ type: 'host-header-rewrite', rewrites: [host] } as const]),
  ];
}

/** The subject is path and query: expressions end before the `?`. Undefined if nothing would change. */
function pathRewrite(
  { type, value }: PathReplacement,
  matched: PathMatched,
): { regex: string; replace: string } | undefined {
  if (type === 'ReplaceFullPath') return { regex: '^[^?]*', replace: value || '/' };
  const prefix = trimPrefix(matched.value);
  const target = trimPrefix(value);
  if (prefix === '') return target === '' ? undefined : { regex: '^/', replace: `${target}/` };
  return exchangedPrefix(prefix, target);
}

/** Conditions see to it that the prefix ends where a segment does. */
function exchangedPrefix(prefix: string, target: string): { regex: string; replace: string } {
  return target === ''
    ? { regex: `^${escapeExpression(prefix)}/?`, replace: '/' }
    : { regex: `^${escapeExpression(prefix)}`, replace: target };
}

function rewriteProblem({ regex, replace }: { readonly regex: string; readonly replace: string }): string | undefined {
  if (replace.includes('$')) return `"${replace}" contains "$", which ALB would read as a group. Use other characters`;
  return Math.max(regex.length, replace.length) > rewriteLength
    ? `"${replace}" is longer than the ${rewriteLength} characters ALB takes. Shorten it`
    : undefined;
}
