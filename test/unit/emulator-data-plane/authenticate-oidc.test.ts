import { createServer as createHttpServer } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { AlbJwtVerifier } from 'aws-jwt-verify';
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache';
import { afterEach, describe, expect, test } from 'vitest';
import type { Browser } from './browser.ts';
import { aGroup, aTarget, fixed } from './memory-source.ts';
import {
  app,
  callback,
  isCallback,
  issuer,
  loadBalancerArn,
  minute,
  seen,
  sessionCookies,
  startApp,
  type App,
  type AppSettings,
} from './oidc-app.ts';

let running: App;
afterEach(() => running.close());

async function start(settings?: AppSettings): Promise<App> {
  running = await startApp(settings);
  return running;
}

describe('a user who is not logged in', () => {
  test('is sent to the provider with everything it needs', async () => {
    const { browser, providerAt } = await start({
      config: { Scope: 'openid email', AuthenticationRequestExtraParams: { display: 'page', prompt: 'login' } },
    });
    const page = await browser.get(`${app}/private?q=1`);
    expect(page.status).toBe(302);
    const { origin: at, pathname, searchParams } = new URL(page.headers.location ?? '');
    expect(`${at}${pathname}`).toBe(`${providerAt}/auth`);
    const { state, ...rest } = Object.fromEntries(searchParams);
    expect(rest).toEqual({
      client_id: 'app',
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
      display: 'page',
      prompt: 'login',
    });
    expect(state).not.toContain('private');
    expect(page.headers['set-cookie']?.join()).toMatch(
      /^AWSALBAuthNonce=\w{16}; Expires=.+; Path=\/; Secure; HttpOnly$/,
    );
  });

  test('passes without claims where the rule allows it, whatever the request claims', async () => {
    const { browser } = await start({ config: { OnUnauthenticatedRequest: 'allow' } });
    const forged = { 'X-Amzn-Oidc-Identity': 'root', 'x-amzn-oidc-data': 'a.b.c', 'x-amzn-oidc-accesstoken': 'x' };
    const page = await browser.get(`${app}/private`, forged);
    expect(page.status).toBe(200);
    expect(Object.keys(seen(page).headers).filter((name) => name.includes('oidc'))).toEqual([]);
  });

  test('gets a 401 where the rule denies it', async () => {
    const { browser } = await start({ config: { OnUnauthenticatedRequest: 'deny' } });
    const page = await browser.get(`${app}/private`);
    expect(page).toMatchObject({ status: 401, headers: { server: 'awselb/2.0', 'content-type': 'text/html' } });
    expect(page.body).toContain('401 Authorization Required');
  });

  test('reaches what other rules serve', async () => {
    const { browser } = await start();
    expect((await browser.get(`${app}/public`)).status).toBe(200);
  });
});

describe('a user who logs in', () => {
  test('comes back to where he wanted to go, and the target knows him', async () => {
    const { browser } = await start();
    const page = await browser.visit(`${app}/private/a?b=c&d`);
    expect(page).toMatchObject({ url: `${app}/private/a?b=c&d`, status: 200 });
    const { url, headers } = seen(page);
    expect(url).toBe('/private/a?b=c&d');
    expect(headers).toMatchObject({ 'x-amzn-oidc-identity': 'alice', 'x-amzn-oidc-accesstoken': expect.any(String) });
    expect((await browser.get(`${app}/private/again`)).status).toBe(200);
  });

  test('is vouched for by a token that AWS’s own verifier accepts', async () => {
    const { browser } = await start();
    const token = seen(await browser.visit(`${app}/private`)).headers['x-amzn-oidc-data'] ?? '';
    const keyIds: string[] = [];
    const fetchKey = (uri: string) => {
      const keyId = uri.split('/').at(-1) ?? '';
      keyIds.push(keyId);
      return Promise.resolve(new TextEncoder().encode(running.world.plane.publicKey(keyId)).buffer);
    };
    const verifier = AlbJwtVerifier.create(
      { albArn: loadBalancerArn, issuer, clientId: 'app' },
      { jwksCache: new AlbJwksCache({ fetcher: { fetch: fetchKey } }) },
    );
    await expect(verifier.verify(token)).resolves.toMatchObject({
      sub: 'alice',
      email: 'alice@example.com',
      iss: issuer,
    });
    expect(running.world.plane.publicKey(keyIds[0] ?? '')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(running.world.plane.publicKey('another')).toBeUndefined();
    // Base64url with padding: every part is a whole number of groups of four characters.
    expect(token.split('.').map((part) => part.length % 4)).toEqual([0, 0, 0]);
  });

  test('keeps his session in secure cookies that outlive it', async () => {
    const { browser } = await start({ config: { SessionCookieName: 'mine', SessionTimeout: 600 } });
    const back = await browser.visitUntil(`${app}/private`, isCallback);
    const answer = await browser.get(back);
    expect(answer).toMatchObject({ status: 302, headers: { location: `${app}/private` } });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    const expires = new Date(running.world.clock.now() + 7 * 24 * 60 * minute).toUTCString();
    expect(cookie).toMatch(/^mine-0=[A-Za-z0-9+/=]+; /);
    expect(cookie.slice(cookie.indexOf(';'))).toBe(`; Expires=${expires}; Path=/; Secure; HttpOnly`);
    await running.world.clock.advance(9 * minute);
    expect((await browser.get(`${app}/private`)).status).toBe(200);
    await running.world.clock.advance(2 * minute);
    expect((await browser.get(`${app}/private`)).status).toBe(302);
  });

  test('has a session of several cookies when it is too large for one', async () => {
    const { browser } = await start({
      provider: { claims: { groups: 'g'.repeat(6000) } },
      routing: fixed('200'),
    });
    expect((await browser.visit(`${app}/private`)).status).toBe(200);
    expect(sessionCookies(browser)).toEqual([
      'AWSELBAuthSessionCookie-0',
      'AWSELBAuthSessionCookie-1',
      'AWSELBAuthSessionCookie-2',
    ]);
    for (const [name, value] of browser.cookies('app.example.com'))
      expect(name.length + 1 + value.length).toBeLessThanOrEqual(4096);
  });

  test('gets a 500 when his claims are larger than 11 K', async () => {
    const { browser } = await start({ provider: { claims: { groups: 'g'.repeat(12_000) } } });
    expect((await browser.visit(`${app}/private`)).status).toBe(500);
  });

  test('gets redirects and fixed responses of protected rules, too', async () => {
    const { browser } = await start({ routing: fixed('200', 'inside') });
    expect((await browser.visit(`${app}/private`)).body).toBe('inside');
  });

  test('may log in from two tabs at once', async () => {
    const { browser } = await start();
    const first = await browser.visitUntil(`${app}/private/1`, isCallback);
    const second = await browser.visitUntil(`${app}/private/2`, isCallback);
    expect((await browser.visit(first)).url).toBe(`${app}/private/1`);
    expect((await browser.visit(second)).url).toBe(`${app}/private/2`);
  });
});

describe('other requests of a user who is logged in', () => {
  /** Sends a request with the cookies of the browser. */
  const send = (browser: Browser, options: RequestOptions, body?: string) => {
    const cookie = [...browser.cookies('app.example.com')].map((pair) => pair.join('=')).join('; ');
    const { headers, ...rest } = options;
    const place = { ...running.place(), rejectUnauthorized: false, agent: false as const };
    const outgoing = request({ ...place, ...rest, headers: { host: 'app.example.com', cookie, ...headers } });
    outgoing.end(body);
    return outgoing;
  };

  test('reach the target with their bodies, even when the token must be renewed first', async () => {
    const { browser } = await start({ provider: { accessTokenLifetime: 60 } });
    await browser.visit(`${app}/private`);
    await running.world.clock.advance(2 * minute);
    const body = 'x'.repeat(200_000);
    const text = await new Promise<string>((resolve) =>
      send(browser, { method: 'POST', path: '/private' }, body).on('response', (response) => {
        let received = '';
        response.on('data', (chunk) => (received += String(chunk)));
        response.on('end', () => resolve(received));
      }),
    );
    expect(JSON.parse(text)).toMatchObject({ method: 'POST', body, headers: { 'x-amzn-oidc-identity': 'alice' } });
  });

  test('may be WebSockets, which nobody else can open', async () => {
    const { browser } = await start();
    const identities: unknown[] = [];
    const target = createHttpServer().on('upgrade', ({ headers }, socket) => {
      identities.push(headers['x-amzn-oidc-identity']);
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    const port = await running.world.serve(target);
    const [balancer] = running.world.source.loadBalancers();
    running.world.source.set(balancer ? [balancer] : [], [aGroup('app', [aTarget('127.0.0.1', port)])]);
    await running.world.plane.settled();
    const open = () =>
      new Promise<number>((resolve) => {
        const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
        const outgoing = send(browser, { path: '/private', headers });
        outgoing.on('response', ({ statusCode = 0 }) => resolve(statusCode));
        outgoing.on('upgrade', ({ statusCode = 0 }, socket) => {
          socket.destroy();
          resolve(statusCode);
        });
      });
    expect(await open()).toBe(302);
    const back = await browser.visitUntil(`${app}/private`, isCallback);
    await browser.get(back);
    expect(await open()).toBe(101);
    expect(identities).toEqual(['alice']);
  });
});

describe('an access token that expired', () => {
  const provider = { accessTokenLifetime: 60 };

  test('is renewed with the refresh token, and so is the cookie', async () => {
    const { browser } = await start({ provider });
    const before = seen(await browser.visit(`${app}/private`)).headers['x-amzn-oidc-accesstoken'];
    await running.world.clock.advance(2 * minute);
    const page = await browser.get(`${app}/private`);
    const after = seen(page).headers['x-amzn-oidc-accesstoken'];
    expect(after).not.toBe(before);
    expect(page.headers['set-cookie']?.join()).toMatch(/^AWSELBAuthSessionCookie-0=/);
    // The renewed one is good for another minute, and the provider has replaced the refresh token.
    expect(seen(await browser.get(`${app}/private`)).headers['x-amzn-oidc-accesstoken']).toBe(after);
    await running.world.clock.advance(2 * minute);
    expect((await browser.get(`${app}/private`)).status).toBe(200);
  });

  test('ends the session when the provider will not renew it', async () => {
    const { browser } = await start({ provider });
    await browser.visit(`${app}/private`);
    const stale = new Map(browser.cookies('app.example.com'));
    await running.world.clock.advance(2 * minute);
    await browser.get(`${app}/private`);
    // The old cookie carries a refresh token that was used up.
    for (const [name, value] of stale) browser.cookies('app.example.com').set(name, value);
    expect((await browser.get(`${app}/private`)).status).toBe(302);
  });
});

test('a session holds for every rule that names the same cookie, and for no other load balancer', async () => {
  const { browser } = await start();
  await browser.visit(`${app}/private`);
  expect((await browser.get(`${app}/private-too`)).status).toBe(200);
  const cookies = new Map(browser.cookies('app.example.com'));
  await running.close();
  const other = await start({ plane: { seed: 7 } });
  for (const [name, value] of cookies) other.browser.cookies('app.example.com').set(name, value);
  expect((await other.browser.get(`${app}/private`)).status).toBe(401);
});

test('a Cognito user pool is the same flow at the endpoints of its domain', async () => {
  const { browser } = await start({
    provider: {
      issuer: 'https://cognito-idp.us-west-2.amazonaws.com/us-west-2_Abc123',
      clientId: 'pool-client',
      clientSecret: 'pool-secret',
      routes: { authorization: '/oauth2/authorize', token: '/oauth2/token', userinfo: '/oauth2/userInfo' },
    },
    providerOrigin: 'https://team.auth.us-west-2.amazoncognito.com',
    cognitoSecrets: { 'pool-client': 'pool-secret' },
    login: {
      Type: 'authenticate-cognito',
      Order: 1,
      AuthenticateCognitoConfig: {
        UserPoolArn: 'arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_Abc123',
        UserPoolClientId: 'pool-client',
        UserPoolDomain: 'team',
      },
    },
  });
  const page = await browser.visit(`${app}/private`);
  expect(page.status).toBe(200);
  expect(seen(page).headers['x-amzn-oidc-identity']).toBe('alice');
});
