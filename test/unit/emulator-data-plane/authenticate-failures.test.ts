import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { likelyReadings } from '../../../lib/emulator/data-plane/readings.ts';
import type { Browser } from './browser.ts';
import { app, isCallback, issuer, minute, sessionCookies, startApp, type App, type AppSettings } from './oidc-app.ts';

let running: App;
afterEach(() => running.close());

async function start(settings?: AppSettings): Promise<App> {
  running = await startApp(settings);
  return running;
}

describe('a login that comes back is refused with 401', () => {
  const refusals: readonly [string, (back: URL, browser: Browser) => void | Promise<void>][] = [
    ['without state', (back) => back.searchParams.delete('state')],
    ['with another state', (back) => back.searchParams.set('state', 'Zm9yZ2Vk')],
    ['without code', (back) => back.searchParams.delete('code')],
    ['with a code that is none', (back) => back.searchParams.set('code', 'forged')],
    ['in another browser', (_, browser) => void browser.cookies('app.example.com').delete('AWSALBAuthNonce')],
    ['with another nonce', (_, browser) => void browser.cookies('app.example.com').set('AWSALBAuthNonce', 'abc')],
    ['after more than 15 minutes', () => running.world.clock.advance(16 * minute)],
    ['because the user said no', (back) => back.searchParams.set('error', 'access_denied')],
  ];
  test.each(refusals)('%s', async (_, spoil) => {
    const { browser } = await start();
    const back = new URL(await browser.visitUntil(`${app}/private`, isCallback));
    await spoil(back, browser);
    expect((await browser.get(back.href)).status).toBe(401);
    expect(sessionCookies(browser)).toEqual([]);
  });

  test('when its code was used before', async () => {
    const { browser } = await start();
    const back = await browser.visitUntil(`${app}/private`, isCallback);
    expect((await browser.get(back)).status).toBe(302);
    expect((await browser.get(back)).status).toBe(401);
  });

  test('when the ID token is not for this issuer', async () => {
    const { browser } = await start({ config: { Issuer: 'https://another.example.com' } });
    expect((await browser.visit(`${app}/private`)).status).toBe(401);
  });
});

describe('a provider that', () => {
  test('answers the code with an error makes it a 561', async () => {
    const { browser } = await start({ clientSecret: 'wrong' });
    expect((await browser.visit(`${app}/private`)).status).toBe(561);
  });

  test('sends the browser back with an error makes it a 561', async () => {
    const { browser } = await start({
      config: { Scope: 'openid', AuthenticationRequestExtraParams: { prompt: 'none' } },
    });
    expect((await browser.visit(`${app}/private`)).status).toBe(561);
  });

  test('fails to tell who the user is makes it a 561', async () => {
    const { browser } = await start({ config: { UserInfoEndpoint: `${issuer}/nowhere` } });
    expect((await browser.visit(`${app}/private`)).status).toBe(561);
  });

  test('cannot be reached makes it a 500', async () => {
    const { browser } = await start({ config: { TokenEndpoint: 'https://127.0.0.1:1/token' } });
    expect((await browser.visit(`${app}/private`)).status).toBe(500);
  });

  test('never answers makes it a 500 after a while', async () => {
    const silent = 'https://silent.example.com';
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const server = createServer(() => asked());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { browser } = await start({
      config: { TokenEndpoint: `${silent}/token` },
      origins: { [silent]: `http://127.0.0.1:${port}` },
    });
    const answer = browser.visit(`${app}/private`);
    await isAsked;
    await running.world.clock.advance(10_000);
    expect((await answer).status).toBe(500);
    server.close();
  });

  test('wants the secret in the form gets it there under that reading', async () => {
    const { browser } = await start({
      provider: { clientAuthentication: 'client_secret_post' },
      plane: { readings: { ...likelyReadings, clientAuthentication: 'post' } },
    });
    expect((await browser.visit(`${app}/private`)).status).toBe(200);
  });
});

test('a session cookie that is not ours is a 401', async () => {
  const { browser } = await start();
  browser
    .cookies('app.example.com')
    .set('AWSELBAuthSessionCookie-0', 'Zm9yZ2VkIGFuZCBsb25nIGVub3VnaCB0byBiZSBvcGVuZWQ=');
  expect((await browser.get(`${app}/private`)).status).toBe(401);
});
