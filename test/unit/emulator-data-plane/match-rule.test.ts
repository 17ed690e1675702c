import { describe, expect, test } from 'vitest';
import type { RuleConditionShape } from '../../../lib/emulator/aws/elbv2/shapes.ts';
import { matchRule, type RequestFacts } from '../../../lib/emulator/data-plane/match-rule.ts';
import { likelyReadings, type Readings } from '../../../lib/emulator/data-plane/readings.ts';
import { aRule } from './memory-source.ts';

const aRequest = (over: Partial<RequestFacts> = {}): RequestFacts => ({
  host: 'app.example.com',
  path: '/',
  query: '',
  method: 'GET',
  headers: [],
  sourceIp: '10.1.2.3',
  ...over,
});

const holds = (condition: RuleConditionShape, facts: Partial<RequestFacts>, readings?: Readings) =>
  matchRule(aRequest(facts), [aRule(1, { conditions: [condition] }), aRule('default', {})], readings)?.priority === '1';

const host = (...Values: string[]) => ({ Field: 'host-header', HostHeaderConfig: { Values } });
const hostRegex = (...RegexValues: string[]) => ({ Field: 'host-header', HostHeaderConfig: { RegexValues } });
const path = (...Values: string[]) => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
const pathRegex = (...RegexValues: string[]) => ({ Field: 'path-pattern', PathPatternConfig: { RegexValues } });
const header = (HttpHeaderName: string, ...Values: string[]) => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName, Values },
});
const query = (...Values: { Key?: string; Value: string }[]) => ({
  Field: 'query-string',
  QueryStringConfig: { Values },
});
const source = (...Values: string[]) => ({ Field: 'source-ip', SourceIpConfig: { Values } });
const method = (...Values: string[]) => ({ Field: 'http-request-method', HttpRequestMethodConfig: { Values } });

describe('one condition', () => {
  test.each<[string, RuleConditionShape, Partial<RequestFacts>, boolean]>([
    ['a prefix pattern needs its slash', path('/api/*'), { path: '/api' }, false],
    ['a prefix pattern holds for an empty rest', path('/api/*'), { path: '/api/' }, true],
    ['a star crosses slashes', path('/img/*'), { path: '/img/a/b' }, true],
    ['the query is no part of the path', path('/api'), { path: '/api', query: 'x=1' }, true],
    ['paths are case-sensitive', path('/API'), { path: '/api' }, false],
    ['a question mark is exactly one character', path('/a?c'), { path: '/ac' }, false],
    ['a question mark may be a slash', path('/a?c'), { path: '/a/c' }, true],
    ['a dot of a path is literal', path('/a.c*d'), { path: '/abc-d' }, false],
    ['a dot of a path matches itself', path('/a.c*d'), { path: '/a.c-d' }, true],
    ['stars on both sides find the middle', path('*mid*'), { path: '/a/mid/b' }, true],
    ['the values of a condition are alternatives', path('/a', '/b'), { path: '/b' }, true],
    ['a wildcard host covers several labels', host('*.example.com'), { host: 'a.b.example.com' }, true],
    ['a wildcard host does not cover the parent', host('*.example.com'), { host: 'example.com' }, false],
    ['hosts ignore case', host('example.com'), { host: 'EXAMPLE.com' }, true],
    ['a port is part of the host', host('example.com'), { host: 'example.com:8080' }, false],
    [
      'a regular expression can name the port',
      hostRegex('^example\\.com(:[0-9]+)?$'),
      { host: 'example.com:8080' },
      true,
    ],
    ['the legacy values of a path count', { Field: 'path-pattern', Values: ['/old'] }, { path: '/old' }, true],
    ['mirrored values do not add to the config', { ...pathRegex('^/new$'), Values: ['/old'] }, { path: '/old' }, false],
    ['path expressions are case-sensitive', pathRegex('^/Api$'), { path: '/api' }, false],
    ['an inline flag makes an expression ignore case', pathRegex('(?i)^/Api$'), { path: '/api' }, true],
    ['an expression that is none never holds', pathRegex('^/('), { path: '/(' }, false],
    ['look-around is no part of an expression', pathRegex('^/(?=a)'), { path: '/a' }, false],
    [
      'a second header line may hold',
      header('X-A', 'b*'),
      {
        headers: [
          ['x-a', 'a'],
          ['X-A', 'BC'],
        ],
      },
      true,
    ],
    ['a missing header never holds', header('X-A', '*'), { headers: [] }, false],
    ['an empty header holds for a star', header('X-A', '*'), { headers: [['X-A', '']] }, true],
    ['comma lists are one string', header('X-A', 'b'), { headers: [['X-A', 'a, b']] }, false],
    ['control characters are left out', header('X-A', 'ab'), { headers: [['X-A', 'a\tb']] }, true],
    ['query keys and values ignore case', query({ Key: 'version', Value: 'v1' }), { query: 'a=b&VERSION=V1' }, true],
    ['a value without key is sought everywhere', query({ Value: '*example*' }), { query: 'k=myexample1' }, true],
    ['a bare word is a value', query({ Value: 'debug' }), { query: 'a=1&debug' }, true],
    ['a bare word is a key without value', query({ Key: 'debug', Value: '*' }), { query: 'debug' }, true],
    ['an escaped star of a query is literal', query({ Key: 'q', Value: 'a\\*' }), { query: 'q=ab' }, false],
    ['an escaped star of a query matches a star', query({ Key: 'q', Value: 'a\\*' }), { query: 'q=a*' }, true],
    ['methods are exact', method('GET'), { method: 'HEAD' }, false],
    ['one of several methods is enough', method('GET', 'HEAD'), { method: 'HEAD' }, true],
    ['a peer inside the range', source('192.0.2.0/24', '10.0.0.0/8'), {}, true],
    ['a peer outside the range', source('192.0.2.0/24'), {}, false],
    ['an IPv6 peer', source('2001:db8::/32'), { sourceIp: '2001:db8::1' }, true],
    ['an unknown field never holds', { Field: 'weather' }, {}, false],
  ])('%s', (_, condition, facts, expected) => {
    expect(holds(condition, facts)).toBe(expected);
  });
});

describe('the rules of a listener', () => {
  test('are tried in ascending priority, whatever their order in the list', () => {
    const rules = [aRule('default', {}), aRule(5, {}), aRule(30, {}), aRule(3, {})];
    expect(matchRule(aRequest(), rules)?.priority).toBe('3');
  });

  test('need every condition', () => {
    const rules = [aRule(1, { conditions: [path('/a'), method('POST')] }), aRule('default', {})];
    expect(matchRule(aRequest({ path: '/a' }), rules)?.priority).toBe('default');
    expect(matchRule(aRequest({ path: '/a', method: 'POST' }), rules)?.priority).toBe('1');
  });

  test('are tried in their order, whether they ask for plain hosts, for patterns or for none', () => {
    const rules = [
      aRule(1, { conditions: [host('*.example.com'), path('/1/*')] }),
      aRule(2, { conditions: [host('APP.example.com', 'b.example.com'), path('/1/*', '/2/*')] }),
      aRule(3, { conditions: [path('/3/*')] }),
      aRule(4, { conditions: [host('app.example.com')] }),
      aRule(5, { conditions: [host('app.example.com'), path('/5/*')] }),
      aRule('default', {}),
    ];
    const found = ['/1/', '/2/', '/3/', '/4/', '/5/'].map(
      (asked) => matchRule(aRequest({ path: asked }), rules)?.priority,
    );
    expect(found).toEqual(['1', '2', '3', '4', '4']);
    expect(matchRule(aRequest({ host: 'c.test', path: '/2/' }), rules)?.priority).toBe('default');
  });

  test('with an expression that other engines choke on are tried in linear time', () => {
    const rules = [aRule(1, { conditions: [pathRegex('^/(a+)+$')] }), aRule('default', {})];
    expect(matchRule(aRequest({ path: `/${'a'.repeat(10_000)}!` }), rules)?.priority).toBe('default');
    expect(matchRule(aRequest({ path: '/aaa' }), rules)?.priority).toBe('1');
  });

  test('may ask for two values of one header', () => {
    const rules = [aRule(1, { conditions: [header('X-A', 'a'), header('X-A', 'b')] }), aRule('default', {})];
    expect(
      matchRule(
        aRequest({
          headers: [
            ['X-A', 'a'],
            ['X-A', 'b'],
          ],
        }),
        rules,
      )?.priority,
    ).toBe('1');
    expect(matchRule(aRequest({ headers: [['X-A', 'a']] }), rules)?.priority).toBe('default');
  });
});

describe('what AWS leaves open is a switch', () => {
  test.each<[string, RuleConditionShape, Partial<RequestFacts>, Partial<Readings>, boolean, boolean]>([
    ['anchoring', pathRegex('/api'), { path: '/api/v1' }, { regexAnchoring: 'full' }, true, false],
    ['host case', hostRegex('^app'), { host: 'APP.example.com' }, { hostRegexCase: 'sensitive' }, true, false],
    ['host port', host('example.com'), { host: 'example.com:80' }, { hostPort: 'stripped' }, false, true],
    [
      'query encoding',
      query({ Key: 'q', Value: 'a b' }),
      { query: 'q=a%20b' },
      { queryEncoding: 'decoded' },
      false,
      true,
    ],
    ['dot segments', path('/b'), { path: '/a/../b' }, { pathForm: 'normalised' }, false, true],
    ['merged slashes', path('/a/b/'), { path: '//a//b/' }, { pathForm: 'normalised' }, false, true],
    ['header lists', header('X-A', 'b'), { headers: [['X-A', 'a, B']] }, { headerLists: 'split' }, false, true],
    ['header escapes', header('X-A', 'a\\*'), { headers: [['X-A', 'a*']] }, { headerEscape: 'none' }, true, false],
  ])('%s', (_, ...[condition, facts, switched, likely, other]) => {
    expect(holds(condition, facts)).toBe(likely);
    expect(holds(condition, facts, { ...likelyReadings, ...switched })).toBe(other);
  });
});
