// Redirects and rewrites as the AWS Load Balancer Controller writes them.
import type { Action, Transform } from '../../stack/listener-rule.ts';
import type { PathReplacement, Redirection, RedirectRequest, RedirectVariant, RewriteRequest } from './redirection.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';

export const lbcRedirection: Redirection = { redirect: redirectWithTransform, rewrite };

/** LIM-17: a prefix is replaced by a transform alone, so that a redirect of just the path is refused by AWS as a loop. */
function redirectWithTransform(request: RedirectRequest): readonly RedirectVariant[] | Refusal {
  const { path, statusCode, matched } = request;
  const refusal = redirectRefusal(request);
  if (refusal !== undefined) return refusal;
  const action: Action = {
    type: 'redirect',
    ...destination(request),
    statusCode: statusCode === 301 ? 'HTTP_301' : 'HTTP_302',
  };
  return [
    { action, transforms: path?.type === 'ReplacePrefixMatch' ? [prefixTransform(path.value, matched.value)] : [] },
  ];
}

function redirectRefusal({ scheme, path, statusCode }: RedirectRequest): Refusal | undefined {
  if (statusCode !== 301 && statusCode !== 302) {
    return refuse(`ALB redirects with 301 or 302 only, not ${statusCode}`, 'redirect-refused');
  }
  if (scheme !== undefined && !/^https?$/i.test(scheme)) {
    return refuse(`unsupported redirect scheme: ${scheme}`, 'redirect-scheme');
  }
  return path !== undefined && /[*?]/.test(path.value)
    ? refuse(`${path.type} must not contain wildcards: ${path.value}`, 'redirect-refused')
    : undefined;
}

/** What is not said is kept as it is. */
function destination({ scheme, hostname, path, port, query }: RedirectRequest): Partial<RedirectAction> {
  const protocol = scheme?.toUpperCase();
  const said = port ?? { HTTP: 80, HTTPS: 443 }[protocol ?? ''];
  return {
    ...(protocol === undefined ? {} : { protocol }),
    ...(said === undefined ? {} : { port: String(said) }),
    ...(hostname === undefined ? {} : { host: hostname }),
    ...(path?.type === 'ReplaceFullPath' ? { path: path.value } : {}),
    ...(query === undefined ? {} : { query }),
  };
}

type RedirectAction = Extract<Action, { readonly type: 'redirect' }>;

function rewrite({ hostname, path, matched }: RewriteRequest): readonly Transform[] {
  return [
    ...(path === undefined ? [] : [pathTransform(path, matched.value)]),
    ...(hostname === undefined
      ? []
      : [{ type: 'host-header-rewrite', rewrites: [{ regex: '.*', replace: hostname }] } as const]),
  ];
}

function pathTransform({ type, value }: PathReplacement, matchedPath: string): Transform {
  return type === 'ReplaceFullPath'
    ? { type: 'url-rewrite', rewrites: [{ regex: '^([^?]*)', replace: value }] }
    : prefixTransform(value, matchedPath);
}

/** LIM-01, LIM-02: the prefix is neither trimmed nor escaped, so that `/` and `/foo/` rewrite wrongly. */
function prefixTransform(replacement: string, matchedPath: string): Transform {
  const replace = replacement === '' ? '/' : replacement.endsWith('/') ? replacement : `${replacement}$2`;
  return { type: 'url-rewrite', rewrites: [{ regex: `(^${matchedPath}(/)?)`, replace }] };
}
