import { describe, expect, it } from 'vitest';
import { albMatching } from '../../../lib/core/profile/matching/alb-matching.ts';
import { lbcMatching } from '../../../lib/core/profile/matching/lbc-matching.ts';
import type { ConditionText } from '../../../lib/core/profile/matching/condition-text.ts';
import type {
  GrpcPath,
  HeaderSet,
  HttpPath,
  NamedValue,
  PathMatch,
} from '../../../lib/core/profile/matching/request-set.ts';

/** Values plain, expressions with `~`, nothing as `-`, refusals as `!`. */
function short(text: ConditionText): string {
  switch (text.say) {
    case 'values':
      return text.values.join(' | ');
    case 'regex':
      return text.regexValues.map((expression) => `~${expression}`).join(' | ');
    case 'nothing':
      return '-';
    case 'refused':
      return '!';
  }
}

const long = 'x'.repeat(140);

const aHeader = (part: Partial<HeaderSet>): HeaderSet => ({
  kind: 'http',
  type: 'Exact',
  name: 'x-v',
  values: [],
  isLiteral: false,
  ...part,
});

describe.each<[what: string, type: HttpPath['type'], value: string, alb: string, lbc: string]>([
  ['an exact path', 'Exact', '/a/b', '/a/b', '/a/b'],
  ['an exact path with wildcards', 'Exact', '/a*b', '~^/a\\*b$', '/a*b'],
  ['an exact path with characters that patterns lack', 'Exact', '/a=b', '~^/a=b$', '/a=b'],
  ['an exact path that is too long', 'Exact', `/${long}`, '!', `/${long}`],
  ['the root prefix', 'PathPrefix', '/', '-', '/*'],
  ['a prefix', 'PathPrefix', '/api', '/api | /api/*', '/api | /api/*'],
  ['a prefix with a final slash', 'PathPrefix', '/api/', '/api | /api/*', '/api | /api/*'],
  ['a prefix with wildcards', 'PathPrefix', '/a*b', '~^/a\\*b(/.*)?$', '!'],
  ['an expression', 'RegularExpression', '/v[0-9]+/.*', '~^/v[0-9]+/.*$', '~/v[0-9]+/.*'],
  ['an expression with alternatives', 'RegularExpression', '/a|/b', '~^(/a|/b)$', '~/a|/b'],
  ['an anchored expression', 'RegularExpression', '^/a$', '~^/a$', '~^/a$'],
  ['an expression that ends in an escaped dollar', 'RegularExpression', '/a\\$', '~^/a\\$$', '~/a\\$'],
  ['an expression with look-ahead', 'RegularExpression', '/(?=a)', '!', '~/(?=a)'],
  ['no expression at all', 'RegularExpression', '/(', '!', '~/('],
])('%s', (_what, type, value, alb, lbc) => {
  const paths: readonly PathMatch[] = [{ kind: 'http', type, value }];
  it('has Gateway API meaning under alb', () => expect(short(albMatching.paths(paths, 'ample'))).toBe(alb));
  it('is as LBC writes it under lbc', () => expect(short(lbcMatching.paths(paths, 'ample'))).toBe(lbc));
});

describe('paths under alb', () => {
  const path = (type: HttpPath['type'], value: string): PathMatch => ({ kind: 'http', type, value });
  const several = [path('Exact', '/a'), path('PathPrefix', '/b'), path('PathPrefix', '/c'), path('BelowPrefix', '/d')];

  it('are patterns beside each other where there is room', () =>
    expect(short(albMatching.paths(several, 'ample'))).toBe('/a | /b | /b/* | /c | /c/* | /d/*'));
  it('are one expression where there is little', () =>
    expect(short(albMatching.paths(several, 'tight'))).toBe('~^(/a|(/b|/c)(/.*)?|/d/.*)$'));
  it('are expressions if one of them is no pattern', () =>
    expect(short(albMatching.paths([path('Exact', '/a'), path('Exact', '/a*')], 'ample'))).toBe('~^(/a|/a\\*)$'));
  it('need no condition if one of them is the root prefix', () =>
    expect(short(albMatching.paths([path('Exact', '/a'), path('PathPrefix', '/')], 'ample'))).toBe('-'));
});

describe.each<[value: string, alb: string, lbc: string]>([
  ['red', '~^red$', 'red'],
  ['red,green', '~^(red|green)$', 'red | green'],
  ['red\\,green', '~^red,green$', 'red,green'],
  ['x*', '~^x\\*$', 'x*'],
  ['x\\*', '~^x\\\\\\*$', 'x*'],
  ['a\\\\,b', '~^a\\\\,b$', 'a\\ | b'],
  ['p,,q', '~^(p|q)$', 'p |  | q'],
])('exact header value %j', (value, alb, lbc) => {
  it('is literal but for the documented list syntax under alb', () =>
    expect(short(albMatching.header(aHeader({ values: [value] })))).toBe(alb));
  it('is split as LBC does under lbc', () => expect(short(lbcMatching.header(aHeader({ values: [value] })))).toBe(lbc));
});

describe('header matches under alb', () => {
  const say = (name: string, value: string, isLiteral = false): string =>
    short(albMatching.header(aHeader({ name, values: [value], isLiteral })));

  it('take commas as they are where the route says so', () => expect(say('x', 'a,b', true)).toBe('~^a,b$'));
  it('pack as many values into an expression as 128 characters hold', () => {
    const [first, second] = ['a'.repeat(70), 'b'.repeat(70)];
    expect(say('x', `${first},${second},c`)).toBe(`~^${first}$ | ~^(${second}|c)$`);
  });
  it.each([['Host'], ['host'], [':authority'], ['x'.repeat(41)]])('refuse the name %s', (name) =>
    expect(say(name, 'a')).toBe('!'),
  );
});

describe('hosts under alb', () => {
  const expressions = (hosts: readonly string[], room: 'ample' | 'tight' = 'ample'): readonly RegExp[] => {
    const text = albMatching.hosts(hosts, room);
    return text.say === 'regex' ? text.regexValues.map((expression) => new RegExp(expression)) : [];
  };

  it('match with any port, in any case', () => {
    const [expression] = expressions(['shop.example.com']);
    expect(['shop.example.com', 'SHOP.Example.com:8443'].every((host) => expression?.test(host))).toBe(true);
    expect(
      ['xshop.example.com', 'shop.example.comx', 'shopxexample.com', 'shop.example.com:x'].some((host) =>
        expression?.test(host),
      ),
    ).toBe(false);
  });

  it('with a wildcard match one label or more', () => {
    const [expression] = expressions(['*.example.com']);
    expect(['a.example.com', 'a.b.example.com:80'].every((host) => expression?.test(host))).toBe(true);
    expect(['example.com', '.example.com'].some((host) => expression?.test(host))).toBe(false);
  });

  it('share one expression where there is little room', () => {
    const hosts = ['a.example.com', 'b.example.com', 'c.example.com', '*.example.org'];
    const [expression, ...more] = expressions(hosts, 'tight');
    expect(more).toEqual([]);
    expect(
      ['A.example.com', 'b.example.com:80', 'c.example.com', 'x.y.example.org'].every((host) => expression?.test(host)),
    ).toBe(true);
    expect(
      ['d.example.com', 'a.example.org.com', 'example.org', 'a.b.example.com'].some((host) => expression?.test(host)),
    ).toBe(false);
    expect(expressions(hosts)).toHaveLength(4);
  });

  it('too long for an expression are patterns without a port, each in a condition of its own', () => {
    const host = `${'long-name-'.repeat(6)}a.example.com`;
    expect(short(albMatching.hosts([host], 'ample'))).toBe(host);
    expect(short(albMatching.hosts([host, 'a.example.com'], 'tight'))).toBe('!');
  });
});

describe('query parameters', () => {
  it('escape wildcards under alb, and do not under lbc', () => {
    const parameter: NamedValue = { type: 'Exact', name: 'q', value: 'a*b?' };
    expect(albMatching.queryParam(parameter)).toEqual({ say: 'pair', key: 'q', value: 'a\\*b\\?' });
    expect(lbcMatching.queryParam(parameter)).toEqual({ say: 'pair', key: 'q', value: 'a*b?' });
  });

  it('with expressions are refused under alb, where ALB has none', () => {
    expect(albMatching.queryParam({ type: 'RegularExpression', name: 'q', value: '.*' })).toMatchObject({
      say: 'refused',
    });
  });
});

describe.each<[what: string, method: Omit<GrpcPath, 'kind'>, alb: string, lbc: string]>([
  ['everything', { type: 'Exact' }, '-', '/*'],
  ['one method', { type: 'Exact', service: 'a.Echo', method: 'Ping' }, '/a.Echo/Ping', '/a.Echo/Ping'],
  ['one service', { type: 'Exact', service: 'a.Echo' }, '/a.Echo/*', '/a.Echo/*'],
  ['one method of any service', { type: 'Exact', method: 'Ping' }, '~^/[^/]+/Ping$', '/*/Ping'],
  ['an expression', { type: 'RegularExpression', service: 'a|b', method: 'Get.*' }, '~^(/(a|b)/Get.*)$', '/a|b/Get.*'],
])('gRPC: %s', (_what, method, alb, lbc) => {
  const paths: readonly PathMatch[] = [{ kind: 'grpc', ...method }];
  it('under alb', () => expect(short(albMatching.paths(paths, 'ample'))).toBe(alb));
  it('under lbc', () => expect(short(lbcMatching.paths(paths, 'ample'))).toBe(lbc));
});
