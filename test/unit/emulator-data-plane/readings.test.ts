// What AWS leaves open about whole requests, under both readings. About single conditions: match-rule.test.ts.
import { afterEach, expect, test } from 'vitest';
import type { Readings } from '../../../lib/emulator/data-plane/readings.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const path = (value: string) => [{ Field: 'path-pattern', PathPatternConfig: { Values: [value] } }];
const hostRewrite = {
  Type: 'host-header-rewrite',
  HostHeaderRewriteConfig: { Rewrites: [{ Regex: '^.*$', Replace: 'rewritten.example.com' }] },
};
const urlRewrite = { Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex: 'a', Replace: 'b' }] } };

async function answerUnder(readings: Partial<Readings>, request: string): Promise<string> {
  world = startWorld({ readings });
  const target = await world.target(echo('one'));
  const rules = [
    aRule(1, {
      conditions: path('/moved'),
      actions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302' } }],
    }),
    aRule(2, { conditions: path('/host'), actions: [forwardTo('app')], transforms: [hostRewrite] }),
    aRule(3, { conditions: path('/aa'), actions: [forwardTo('app')], transforms: [urlRewrite] }),
    aRule('default', { actions: [forwardTo('app')] }),
  ];
  const attributes = { 'routing.http.preserve_host_header.enabled': 'true' };
  world.source.set(
    [aLoadBalancer([aListener(8088, rules)], { attributes })],
    [aGroup('app', [aTarget('127.0.0.1', target)])],
  );
  return world.raw(8088, request);
}

const get = (target: string, ...headers: string[]) =>
  [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');

test.each<[string, Partial<Readings>, string, RegExp, RegExp]>([
  ['several Hosts', { severalHosts: 'first' }, get('/', 'Host: a', 'Host: b'), /^HTTP\/1.1 400 /, /"host":"a"/],
  [
    'the port of a redirect',
    { redirectPort: 'host-header' },
    get('/moved', 'Host: h:9999'),
    /Location: http:\/\/h:8088\/moved/,
    /Location: http:\/\/h:9999\/moved/,
  ],
  [
    'a rewritten host that is to be preserved',
    { preservedHost: 'received' },
    get('/host', 'Host: h'),
    /"host":"rewritten.example.com"/,
    /"host":"h"/,
  ],
  ['several matches of a transform', { rewriteMatches: 'all' }, get('/aa', 'Host: h'), /"url":"\/ba"/, /"url":"\/bb"/],
])('%s', async (_, ...[switched, request, likely, other]) => {
  expect(await answerUnder({}, request)).toMatch(likely);
  await world.close();
  expect(await answerUnder(switched, request)).toMatch(other);
});
