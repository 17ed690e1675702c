import { createServer as createNetServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const path = (...Values: string[]) => [{ Field: 'path-pattern', PathPatternConfig: { Values } }];
const headerOf = (body: string, name: string) =>
  (JSON.parse(body) as { headers: Record<string, string> }).headers[name];

/** A world whose listener on 80 forwards everything to one echo target. */
async function echoWorld(attributes: Record<string, string> = {}, port = 80) {
  world = startWorld();
  const target = await world.target(echo('one'));
  const rule = aRule('default', { actions: [forwardTo('app')] });
  world.source.set(
    [aLoadBalancer([aListener(port, [rule])], { attributes })],
    [aGroup('app', [aTarget('127.0.0.1', target)])],
  );
}

describe('a request on its way to a target', () => {
  test('keeps method, path, query and body byte for byte', async () => {
    await echoWorld();
    const answer = await world.fetch(80, '/a%2Fb/../c?x=%20y', { method: 'POST', body: 'hello' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'POST', url: '/a%2Fb/../c?x=%20y', body: 'hello' });
  });

  test('gets the forwarding headers and a trace identifier', async () => {
    await echoWorld();
    const { body } = await world.fetch(80, '/', { headers: { 'x-forwarded-for': '1.1.1.1' } });
    expect(headerOf(body, 'x-forwarded-for')).toBe('1.1.1.1, 127.0.0.1');
    expect(headerOf(body, 'x-forwarded-proto')).toBe('http');
    expect(headerOf(body, 'x-forwarded-port')).toBe('80');
    expect(headerOf(body, 'x-amzn-trace-id')).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  test('adds itself to a trace that has a root', async () => {
    await echoWorld();
    const { body } = await world.fetch(80, '/', { headers: { 'x-amzn-trace-id': 'Self=1-a-b;Root=1-c-d;Custom=e' } });
    expect(headerOf(body, 'x-amzn-trace-id')).toMatch(/^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-c-d;Custom=e$/);
  });

  test.each([
    ['append', undefined, '127.0.0.1'],
    ['append', '1.1.1.1', '1.1.1.1, 127.0.0.1'],
    ['preserve', '1.1.1.1', '1.1.1.1'],
    ['preserve', undefined, undefined],
    ['remove', '1.1.1.1', undefined],
  ])('in mode %s with X-Forwarded-For %s carries %s', async (mode, sent, seen) => {
    await echoWorld({ 'routing.http.xff_header_processing.mode': mode });
    const { body } = await world.fetch(80, '/', { headers: sent ? { 'x-forwarded-for': sent } : {} });
    expect(headerOf(body, 'x-forwarded-for')).toBe(seen);
  });

  test.each([
    [80, 'h:8080', false, 'h'],
    [8080, 'h', false, 'h:8080'],
    [8080, 'H:9999', false, 'h:9999'],
    [80, 'H:8080', true, 'H:8080'],
    [8080, 'h', true, 'h'],
  ])('from a listener on %i with Host %s (preserved: %s) has Host %s', async (port, sent, preserved, seen) => {
    await echoWorld({ 'routing.http.preserve_host_header.enabled': String(preserved) }, port);
    const { body } = await world.fetch(port, '/', { headers: { host: sent } });
    expect(headerOf(body, 'host')).toBe(seen);
  });

  test('loses hop-by-hop headers and those its connection names', async () => {
    await echoWorld();
    const headers = { connection: 'keep-alive, x-hop', 'x-hop': '1', te: 'trailers', 'x-end': '2' };
    const { body } = await world.fetch(80, '/', { headers });
    expect(headerOf(body, 'x-hop')).toBeUndefined();
    expect(headerOf(body, 'te')).toBeUndefined();
    expect(headerOf(body, 'x-end')).toBe('2');
  });

  test('loses headers with an underscore only if the load balancer drops invalid ones', async () => {
    await echoWorld({ 'routing.http.drop_invalid_header_fields.enabled': 'true' });
    const { body } = await world.fetch(80, '/', { headers: { with_underscore: '1', 'with-hyphen': '2' } });
    expect(headerOf(body, 'with_underscore')).toBeUndefined();
    expect(headerOf(body, 'with-hyphen')).toBe('2');
  });

  test('keeps the letter case of header names', async () => {
    await echoWorld();
    const { body } = await world.fetch(80, '/', { headers: ['Host', 'a.example.com', 'X-MixedCase', '1'] });
    expect((JSON.parse(body) as { rawHeaders: string[] }).rawHeaders).toContain('X-MixedCase');
  });

  test('without a Host in HTTP/1.0 names the load balancer', async () => {
    await echoWorld();
    expect(await world.raw(80, 'GET / HTTP/1.0\r\n\r\n')).toContain('"host":"main-1.us-west-2.elb.amazonaws.com"');
  });

  test('shares kept-alive connections to the target with other requests', async () => {
    world = startWorld();
    const peers = new Set<number | undefined>();
    const target = await world.target((incoming, outgoing) => {
      peers.add(incoming.socket.remotePort);
      outgoing.end('ok');
    });
    const rule = aRule('default', { actions: [forwardTo('app')] });
    world.source.set([aLoadBalancer([aListener(80, [rule])])], [aGroup('app', [aTarget('127.0.0.1', target)])]);
    for (let count = 0; count < 5; count += 1) expect((await world.fetch(80, '/')).body).toBe('ok');
    expect(peers.size).toBeLessThan(5);
  });
});

describe('transforms', () => {
  const rewrite = (Type: string, key: string, Regex: string, Replace: string) => ({
    Type,
    [key]: { Rewrites: [{ Regex, Replace }] },
  });
  const url = (regex: string, replace: string) => rewrite('url-rewrite', 'UrlRewriteConfig', regex, replace);
  const host = (regex: string, replace: string) =>
    rewrite('host-header-rewrite', 'HostHeaderRewriteConfig', regex, replace);

  test.each([
    ['carries the query through a group', [url('^/v1/(.*)$', '/$1')], '/v1/x?y=1', '/x?y=1'],
    ['leaves the query alone', [url('^([^?]*)', '/fixed')], '/p?q=1', '/fixed?q=1'],
    ['that does not match changes nothing', [url('^/other', '/x')], '/p?q=1', '/p?q=1'],
    ['empties an optional group', [url('^/foo(/)?', '/new$1')], '/foo', '/new'],
  ])('a url rewrite that %s', async (_, transforms, sent, seen) => {
    world = startWorld();
    const target = await world.target(echo('one'));
    const rules = [
      aRule(1, { actions: [forwardTo('app')], transforms }),
      aRule('default', { actions: [fixed('404')] }),
    ];
    world.source.set([aLoadBalancer([aListener(80, rules)])], [aGroup('app', [aTarget('127.0.0.1', target)])]);
    expect(JSON.parse((await world.fetch(80, sent)).body)).toMatchObject({ url: seen });
  });

  test('a host rewrite replaces the whole host once', async () => {
    world = startWorld();
    const target = await world.target(echo('one'));
    const rules = [aRule(1, { actions: [forwardTo('app')], transforms: [host('.*', 'foo.com')] })];
    world.source.set([aLoadBalancer([aListener(8080, rules)])], [aGroup('app', [aTarget('127.0.0.1', target)])]);
    expect(headerOf((await world.fetch(8080, '/')).body, 'host')).toBe('foo.com');
  });

  test('that give no path are answered with 500', async () => {
    world = startWorld();
    const rules = [aRule(1, { actions: [fixed('200')], transforms: [url('^/', '')] })];
    world.source.set([aLoadBalancer([aListener(80, rules)])], []);
    expect((await world.fetch(80, '/x')).status).toBe(500);
  });

  test('run before the placeholders of a redirect are filled in', async () => {
    world = startWorld();
    const actions = [
      { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302', Host: 'api.example.com', Protocol: 'HTTPS' } },
    ];
    const rules = [aRule(1, { actions, transforms: [url('/api', '/v2')] })];
    world.source.set([aLoadBalancer([aListener(80, rules)])], []);
    const answer = await world.fetch(80, '/api/v1/users');
    expect([answer.status, answer.headers.location]).toEqual([302, 'https://api.example.com:80/v2/v1/users']);
  });
});

describe('redirects', () => {
  test.each([
    ['/a?b=c', { Protocol: 'HTTPS', Port: '443' }, 'https://h.example.com:443/a?b=c'],
    ['/a', { Protocol: 'HTTPS', Port: '443' }, 'https://h.example.com:443/a'],
    ['/a?b=c', { Host: 'o.example.com', Query: 'k=v' }, 'http://o.example.com:80/a?k=v'],
    ['/a?b=c', { Host: 'o.example.com', Query: '' }, 'http://o.example.com:80/a'],
    ['/a/b', { Path: '/new/#{path}' }, 'http://h.example.com:80/new/a/b'],
  ])('of %s with %j', async (sent, config, location) => {
    world = startWorld();
    const actions = [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', ...config } }];
    world.source.set([aLoadBalancer([aListener(80, [aRule('default', { actions })])])], []);
    const answer = await world.fetch(80, sent, { headers: { host: 'h.example.com' } });
    expect(answer).toMatchObject({ status: 301, reason: 'Moved Permanently' });
    expect(answer.headers).toMatchObject({ location, server: 'awselb/2.0', 'content-length': '134' });
  });
});

describe('answers of the load balancer itself', () => {
  test('a fixed response carries its status, type and body', async () => {
    world = startWorld();
    world.source.set([aLoadBalancer([aListener(80, [aRule('default', { actions: [fixed('418', 'ok')] })])])], []);
    const answer = await world.fetch(80, '/');
    expect(answer).toMatchObject({ status: 418, body: 'ok' });
    expect(answer.headers).toMatchObject({ server: 'awselb/2.0', 'content-length': '2' });
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  });

  test('a group without targets is answered with 503', async () => {
    world = startWorld();
    world.source.set(
      [aLoadBalancer([aListener(80, [aRule('default', { actions: [forwardTo('app')] })])])],
      [aGroup('app', [])],
    );
    const answer = await world.fetch(80, '/');
    expect(answer).toMatchObject({ status: 503, reason: 'Service Temporarily Unavailable' });
    expect(answer.headers).toMatchObject({
      'content-length': '162',
      'content-type': 'text/html',
      server: 'awselb/2.0',
    });
    expect(answer.body).toContain('<center><h1>503 Service Temporarily Unavailable</h1></center>');
  });

  test('a target that refuses the connection gives 502', async () => {
    await echoWorld();
    const closed = createNetServer();
    const port = await world.serve(closed);
    await new Promise((resolve) => closed.close(resolve));
    const rule = aRule('default', { actions: [forwardTo('app')] });
    world.source.set([aLoadBalancer([aListener(80, [rule])])], [aGroup('app', [aTarget('127.0.0.1', port)])]);
    const answer = await world.fetch(80, '/');
    expect([answer.status, answer.headers['content-length']]).toEqual([502, '122']);
  });

  test('a target that hangs up in the middle gives 502', async () => {
    world = startWorld();
    const target = await world.target((incoming) => incoming.socket.destroy());
    const rule = aRule('default', { actions: [forwardTo('app')] });
    world.source.set([aLoadBalancer([aListener(80, [rule])])], [aGroup('app', [aTarget('127.0.0.1', target)])]);
    expect((await world.fetch(80, '/')).status).toBe(502);
  });

  test('a target that stays silent beyond the idle timeout gives 504', async () => {
    world = startWorld();
    const target = await world.target(() => void world.clock.advance(60_000));
    const rule = aRule('default', { actions: [forwardTo('app')] });
    world.source.set([aLoadBalancer([aListener(80, [rule])])], [aGroup('app', [aTarget('127.0.0.1', target)])]);
    const answer = await world.fetch(80, '/');
    expect([answer.status, answer.headers['content-length']]).toEqual([504, '132']);
  });

  test.each([
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
    ['an unsupported transfer encoding', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n', 501],
    ['no Host in HTTP/1.1', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['two different lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['an overlong header', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(16_384)}\r\n\r\n`, 400],
    ['an overlong path', `GET /${'x'.repeat(16_384)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 414],
    [
      '31 forwarders',
      `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: ${Array(31).fill('1.1.1.1').join(', ')}\r\n\r\n`,
      463,
    ],
  ])('%s is refused', async (_, text, status) => {
    await echoWorld();
    const received = await world.raw(80, text);
    expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(received).toContain('Server: awselb/2.0');
  });

  test('a GET with a body is refused only in the strictest mode', async () => {
    await echoWorld({ 'routing.http.desync_mitigation_mode': 'strictest' });
    const text = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx';
    expect(await world.raw(80, text)).toMatch(/^HTTP\/1.1 400 /);
    await world.close();
    await echoWorld();
    expect(await world.raw(80, text)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('listener attributes', () => {
  test('set, replace and hide response headers, of targets and of the load balancer', async () => {
    world = startWorld();
    const target = await world.target((_, outgoing) => outgoing.setHeader('x-frame-options', 'SAMEORIGIN').end());
    const rules = [
      aRule(1, { conditions: path('/t'), actions: [forwardTo('app')] }),
      aRule('default', { actions: [fixed('200')] }),
    ];
    const attributes = {
      'routing.http.response.server.enabled': 'false',
      'routing.http.response.x_frame_options.header_value': 'DENY',
    };
    world.source.set(
      [aLoadBalancer([aListener(80, rules, { attributes })])],
      [aGroup('app', [aTarget('127.0.0.1', target)])],
    );
    expect((await world.fetch(80, '/t')).headers['x-frame-options']).toBe('DENY');
    const own = await world.fetch(80, '/');
    expect([own.headers['x-frame-options'], own.headers.server]).toEqual(['DENY', undefined]);
  });
});
