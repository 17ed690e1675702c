import { describe, expect, it } from 'vitest';
import { albRedirection } from '../../../lib/core/profile/matching/alb-redirection.ts';
import { lbcRedirection } from '../../../lib/core/profile/matching/lbc-redirection.ts';
import type { RedirectRequest } from '../../../lib/core/profile/matching/redirection.ts';
import { isRefusal } from '../../../lib/core/profile/refusal.ts';

const http = { protocol: 'HTTP', port: 80 };
const matched = { type: 'PathPrefix', value: '/foo' } as const;

/** Path and query after a rewrite of the prefix. */
function rewritten(prefix: string, replacement: string, request: string): string {
  const transforms = albRedirection.rewrite({
    path: { type: 'ReplacePrefixMatch', value: replacement },
    matched: { type: 'PathPrefix', value: prefix },
  });
  if (isRefusal(transforms)) return transforms.why;
  const [rewrite] = transforms[0]?.rewrites ?? [];
  return rewrite === undefined ? request : request.replace(new RegExp(rewrite.regex), rewrite.replace);
}

describe('replacing a prefix follows the Gateway API table', () => {
  it.each([
    ['/foo', '/xyz', '/foo/bar', '/xyz/bar'],
    ['/foo', '/xyz/', '/foo/bar', '/xyz/bar'],
    ['/foo/', '/xyz', '/foo/bar', '/xyz/bar'],
    ['/foo/', '/xyz/', '/foo/bar', '/xyz/bar'],
    ['/foo', '/xyz', '/foo', '/xyz'],
    ['/foo', '/xyz', '/foo/', '/xyz/'],
    ['/foo', '', '/foo/bar', '/bar'],
    ['/foo', '', '/foo/', '/'],
    ['/foo', '', '/foo', '/'],
    ['/foo', '/', '/foo/bar', '/bar'],
    ['/foo', '/xyz', '/foo?q=/foo', '/xyz?q=/foo'],
    ['/', '/xyz', '/bar', '/xyz/bar'],
    ['/', '/', '/bar', '/bar'],
    ['/a+b', '/c', '/a+b/x', '/c/x'],
  ])('%s by %j: %s becomes %s', (prefix, replacement, request, expected) => {
    expect(rewritten(prefix, replacement, request)).toBe(expected);
  });

  it('refuses a dollar, which ALB would read as a group', () => {
    expect(rewritten('/foo', '/a$1', '/foo')).toContain('$');
  });
});

describe('redirects under alb', () => {
  const redirect = (request: Partial<RedirectRequest>): unknown => {
    const variants = albRedirection.redirect({ statusCode: 302, listener: http, matched, ...request });
    return isRefusal(variants)
      ? variants.code
      : variants.map(({ action, path, transforms }) => ({ action, path, transforms }));
  };

  it('say the port, because ALB would keep the listener’s after a change of scheme', () => {
    expect(redirect({ scheme: 'https', statusCode: 301 })).toMatchObject([
      {
        action: {
          protocol: 'HTTPS',
          port: '443',
          host: '#{host}',
          path: '/#{path}',
          query: '#{query}',
          statusCode: 'HTTP_301',
        },
      },
    ]);
  });

  it('of a prefix to elsewhere are one rule that exchanges the prefix before the path is filled in', () => {
    expect(redirect({ hostname: 'b.io', path: { type: 'ReplacePrefixMatch', value: '/new' } })).toMatchObject([
      {
        path: undefined,
        action: { host: 'b.io', path: '/#{path}' },
        transforms: [{ rewrites: [{ regex: '^/foo', replace: '/new' }] }],
      },
    ]);
  });

  it.each<[why: string, request: Partial<RedirectRequest>, replacement: string]>([
    ['nothing else changes, which ALB would take for a loop', {}, '/new'],
    ['the replacement has a dollar, which a transform would read as a group', { hostname: 'b.io' }, '/n$1'],
  ])('of a prefix are two rules, the prefix itself and what lies below, if %s', (_why, request, value) => {
    expect(redirect({ ...request, path: { type: 'ReplacePrefixMatch', value } })).toMatchObject([
      { path: { type: 'Exact', value: '/foo' }, action: { path: value }, transforms: [] },
      {
        path: { type: 'BelowPrefix', value: '/foo' },
        action: { path: `${value}/#{path}` },
        transforms: [{ rewrites: [{ regex: '^/foo/', replace: '/' }] }],
      },
    ]);
  });

  it.each<[what: string, request: Partial<RedirectRequest>, code: string]>([
    ['codes ALB lacks', { statusCode: 307, scheme: 'https' }, 'redirect-refused'],
    ['unknown schemes', { scheme: 'ftp' }, 'redirect-scheme'],
    ['a change from https to http', { scheme: 'http', listener: { protocol: 'HTTPS', port: 443 } }, 'redirect-scheme'],
    ['what would be a loop', { query: 'a=b' }, 'redirect-refused'],
    ['placeholders of ALB in a path', { path: { type: 'ReplaceFullPath', value: '/#{host}' } }, 'redirect-refused'],
  ])('refuse %s', (_what, request, code) => expect(redirect(request)).toBe(code));
});

describe('redirects and rewrites under lbc', () => {
  it('say only what changes', () => {
    expect(lbcRedirection.redirect({ scheme: 'https', statusCode: 302, listener: http, matched })).toEqual([
      { action: { type: 'redirect', protocol: 'HTTPS', port: '443', statusCode: 'HTTP_302' }, transforms: [] },
    ]);
  });

  it('replace a prefix by an expression that is neither trimmed nor escaped', () => {
    expect(
      lbcRedirection.rewrite({
        path: { type: 'ReplacePrefixMatch', value: '/cat' },
        matched: { type: 'PathPrefix', value: '/a+b/' },
      }),
    ).toEqual([{ type: 'url-rewrite', rewrites: [{ regex: '(^/a+b/(/)?)', replace: '/cat$2' }] }]);
  });
});
