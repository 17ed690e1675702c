import { describe, expect, it } from 'vitest';
import { albMatching } from '../../../lib/core/profile/matching/alb-matching.ts';
import { lbcMatching } from '../../../lib/core/profile/matching/lbc-matching.ts';
import type { ConditionText, NamedValue, PathType } from '../../../lib/core/profile/matching/condition-text.ts';

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

describe.each<[what: string, type: PathType, value: string, alb: string, lbc: string]>([
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
  it('has Gateway API meaning under alb', () => expect(short(albMatching.path(type, value))).toBe(alb));
  it('is as LBC writes it under lbc', () => expect(short(lbcMatching.path(type, value))).toBe(lbc));
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
  const header: NamedValue = { type: 'Exact', name: 'x-v', value };
  it('is literal but for the documented list syntax under alb', () =>
    expect(short(albMatching.header(header, false))).toBe(alb));
  it('is split as LBC does under lbc', () => expect(short(lbcMatching.header(header, false))).toBe(lbc));
});

describe('header matches under alb', () => {
  const say = (name: string, value: string, isLiteral = false): string =>
    short(albMatching.header({ type: 'Exact', name, value }, isLiteral));

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
  it('match with any port, in any case', () => {
    const text = albMatching.hostname('shop.example.com');
    const expression = new RegExp(text.say === 'regex' ? (text.regexValues[0] ?? '') : '');
    expect(['shop.example.com', 'SHOP.Example.com:8443'].every((host) => expression.test(host))).toBe(true);
    expect(
      ['xshop.example.com', 'shop.example.comx', 'shopxexample.com', 'shop.example.com:x'].some((host) =>
        expression.test(host),
      ),
    ).toBe(false);
  });

  it('with a wildcard match one label or more', () => {
    const text = albMatching.hostname('*.example.com');
    const expression = new RegExp(text.say === 'regex' ? (text.regexValues[0] ?? '') : '');
    expect(['a.example.com', 'a.b.example.com:80'].every((host) => expression.test(host))).toBe(true);
    expect(['example.com', '.example.com'].some((host) => expression.test(host))).toBe(false);
  });

  it('too long for an expression are patterns without a port', () => {
    const host = `${'long-name-'.repeat(6)}a.example.com`;
    expect(short(albMatching.hostname(host))).toBe(host);
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

describe.each<[what: string, method: Parameters<typeof albMatching.grpcMethod>[0], alb: string, lbc: string]>([
  ['everything', { type: 'Exact' }, '-', '/*'],
  ['one method', { type: 'Exact', service: 'a.Echo', method: 'Ping' }, '/a.Echo/Ping', '/a.Echo/Ping'],
  ['one service', { type: 'Exact', service: 'a.Echo' }, '/a.Echo/*', '/a.Echo/*'],
  ['one method of any service', { type: 'Exact', method: 'Ping' }, '~^/[^/]+/Ping$', '/*/Ping'],
  ['an expression', { type: 'RegularExpression', service: 'a|b', method: 'Get.*' }, '~^(/(a|b)/Get.*)$', '/a|b/Get.*'],
])('gRPC: %s', (_what, method, alb, lbc) => {
  it('under alb', () => expect(short(albMatching.grpcMethod(method))).toBe(alb));
  it('under lbc', () => expect(short(lbcMatching.grpcMethod(method))).toBe(lbc));
});
