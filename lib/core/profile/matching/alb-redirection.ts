// Redirects and rewrites with Gateway API meaning, refused where ALB would refuse them or do something else.
import type { Action, Transform } from '../../stack/listener-rule.ts';
import { redirectPartLength, rewriteLength } from '../../stack/limits.ts';
import { belowPrefix, exactPath, trimPrefix } from './alb-path.ts';
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
      ? prefixRedirects(origin, path.value, matched.value)
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
 * LIM-17, LIM-01: the prefix itself goes to the literal replacement; what lies below it loses the prefix in a transform,
 * which runs before `#{path}` is filled in.
 */
function prefixRedirects(origin: RedirectAction, replacement: string, matchedPath: string): readonly RedirectVariant[] {
  const prefix = trimPrefix(matchedPath);
  const target = trimPrefix(replacement);
  if (prefix === '') return [{ action: { ...origin, path: `${target}/#{path}` }, transforms: [] }];
  const below: RedirectVariant = {
    path: belowPrefix(prefix),
    action: { ...origin, path: `${target}/#{path}` },
    transforms: [{ type: 'url-rewrite', rewrites: [{ regex: `^${escapeExpression(prefix)}/`, replace: '/' }] }],
  };
  return [
    { path: exactPath(prefix), action: { ...origin, path: target === '' ? '/' : target }, transforms: [] },
    below,
  ];
}

function redirectProblem(action: RedirectAction, { listener, path, hostname }: RedirectRequest): string | undefined {
  const tooLong = [action.host, action.path].find((part) => (part ?? '').length > redirectPartLength);
  if (tooLong !== undefined)
    return `"${tooLong}" is longer than the ${redirectPartLength} characters ALB takes. Shorten it`;
  if (path?.value.includes('#{') === true || hostname?.includes('#{') === true)
    return 'the replacement contains "#{", which ALB would fill in. Use other characters';
  const isLoop =
    action.protocol === listener.protocol &&
    action.port === String(listener.port) &&
    action.host === '#{host}' &&
    action.path === '/#{path}';
  return isLoop
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
