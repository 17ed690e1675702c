import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '../../../lib/emulator/clock.ts';
import { likelyReadings } from '../../../lib/emulator/data-plane/readings.ts';
import type { DataPlaneOptions } from '../../../lib/emulator/data-plane/start-data-plane.ts';
import { createBrowser, type Page } from './browser.ts';
import { issue, issueAuthority } from './certificate-chains.ts';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

const app = 'https://app.example.com';
const issuer = 'https://tokens.example.com';
const endpoint = `${issuer}/.well-known/jwks.json`;
const certificate = aCertificate(['app.example.com']);
const start = Date.UTC(2026, 0, 1);
const now = start / 1000;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: object;
}

async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

let first: SigningKey;
let second: SigningKey;
beforeAll(async () => {
  [first, second] = await Promise.all([signingKey('first'), signingKey('second')]);
});

let world: World;
afterEach(() => world.close());

/** What the issuer publishes, and how often it was asked. */
interface Published {
  body: string;
  status: number;
  asked: number;
}

const keySet = (...keys: SigningKey[]) => JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) });

async function startApi(config: Readonly<Record<string, unknown>> = {}, plane: Partial<DataPlaneOptions> = {}) {
  const published: Published = { body: keySet(first), status: 200, asked: 0 };
  const server = createServer((_, response) => {
    published.asked += 1;
    response.writeHead(published.status).end(published.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: issuerPort } = server.address() as AddressInfo;
  world = startWorld({
    clock: createClock('manual', start),
    identityProviders: { origins: { [issuer]: `http://127.0.0.1:${issuerPort}` } },
    ...plane,
  });
  const port = await world.target(echo('api'));
  const validation = {
    Type: 'jwt-validation',
    Order: 1,
    JwtValidationConfig: { JwksEndpoint: endpoint, Issuer: issuer, ...config },
  };
  const rule = aRule('default', { actions: [validation, { ...forwardTo('api'), Order: 2 }] });
  const https = aListener(443, [rule], { protocol: 'HTTPS', certificates: [certificate] });
  world.source.set([aLoadBalancer([https])], [aGroup('api', [aTarget('127.0.0.1', port)])]);
  await world.plane.settled();
  const close = world.close;
  world = {
    ...world,
    close: async () => {
      await close();
      server.closeAllConnections();
      server.close();
    },
  };
  return published;
}

function call(authorization?: string): Promise<Page> {
  const browser = createBrowser({ [app]: () => world.place(443) });
  return browser.get(`${app}/orders`, authorization === undefined ? {} : { authorization });
}

interface Signing {
  readonly key?: SigningKey;
  readonly kid?: string | null;
}

/** A token of the issuer, good for an hour; a claim that is undefined is left out. */
async function token(
  claims: Readonly<Record<string, unknown>> = {},
  { key = first, kid = key.kid }: Signing = {},
): Promise<string> {
  const payload = JSON.parse(JSON.stringify({ iss: issuer, exp: now + 3600, ...claims })) as JWTPayload;
  const jwt = new SignJWT(payload).setProtectedHeader({ alg: 'RS256', ...(kid === null ? {} : { kid }) });
  return `Bearer ${await jwt.sign(key.privateKey)}`;
}

test('a good token passes, and the target gets it as it came', async () => {
  await startApi();
  const bearer = await token({ sub: 'machine', nbf: now, iat: now });
  const page = await call(bearer);
  expect(page.status).toBe(200);
  expect(JSON.parse(page.body)).toMatchObject({ url: '/orders', headers: { authorization: bearer } });
});

describe('a request is refused with 401', () => {
  const refusals: readonly [string, () => Promise<string | undefined> | string | undefined][] = [
    ['without a token', () => undefined],
    ['with another scheme', () => 'Basic YTpi'],
    ['with a token that is none', () => 'Bearer abc'],
    ['with a token of another issuer', () => token({ iss: 'https://elsewhere.example.com' })],
    ['with a token without an issuer', () => token({ iss: undefined })],
    ['with a token without an end', () => token({ exp: undefined })],
    ['with a token that is over', () => token({ exp: now - 1 })],
    ['with a token that is not good yet', () => token({ nbf: now + 60 })],
    ['with a token from the future', () => token({ iat: now + 60 })],
    ['with a token signed by another key', () => token({}, { key: second, kid: 'first' })],
    ['with a token of a key that is not published', () => token({}, { key: second })],
    ['with a token that somebody changed', async () => `${(await token()).slice(0, -8)}AAAAAAAA`],
    ['with an unsigned token', () => `Bearer ${encode({ alg: 'none' })}.${encode({ iss: issuer, exp: now + 60 })}.`],
    ['with a token signed with the public key as a secret', hmacToken],
  ];
  test.each(refusals)('%s', async (_, bearer) => {
    await startApi();
    const page = await call(await bearer());
    expect(page).toMatchObject({ status: 401, headers: { server: 'awselb/2.0', 'content-type': 'text/html' } });
    expect(page.body).toContain('401 Authorization Required');
  });
});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function hmacToken() {
  const secret = new TextEncoder().encode(JSON.stringify(first.publicJwk));
  const jwt = new SignJWT({ iss: issuer, exp: now + 60 }).setProtectedHeader({ alg: 'HS256', kid: 'first' });
  return jwt.sign(secret).then((signed) => `Bearer ${signed}`);
}

test('a token is over when the clock says so', async () => {
  await startApi();
  const bearer = await token();
  expect((await call(bearer)).status).toBe(200);
  await world.clock.advance(3601_000);
  expect((await call(bearer)).status).toBe(401);
});

test('a token without a key id passes where the set has one key', async () => {
  const published = await startApi();
  const bearer = await token({}, { kid: null });
  expect((await call(bearer)).status).toBe(200);
  published.body = keySet(first, second);
  await world.clock.advance(600_000);
  expect((await call(bearer)).status).toBe(401);
});

describe('an additional claim', () => {
  const cases: readonly [string, string[], unknown, number][] = [
    ['single-string', ['orders'], 'orders', 200],
    ['single-string', ['orders'], 'orders:read', 401],
    ['single-string', ['orders'], ['orders'], 401],
    ['single-string', ['orders'], undefined, 401],
    ['string-array', ['a', 'b'], ['b', 'a', 'c'], 200],
    ['string-array', ['a', 'b'], ['a'], 401],
    ['string-array', ['a'], 'a', 401],
    ['space-separated-values', ['read', 'write'], 'write read admin', 200],
    ['space-separated-values', ['read'], 'readonly', 401],
    ['space-separated-values', ['read'], ['read'], 401],
  ];
  test.each(cases)('in format %s of %j meets %j with %i', async (Format, Values, claim, status) => {
    await startApi({ AdditionalClaims: [{ Format, Name: 'scope', Values }] });
    expect((await call(await token({ scope: claim }))).status).toBe(status);
  });

  test('needs one of its values only, under that reading', async () => {
    const AdditionalClaims = [{ Format: 'string-array', Name: 'aud', Values: ['a', 'b'] }];
    await startApi({ AdditionalClaims }, { readings: { ...likelyReadings, claimValues: 'any' } });
    expect((await call(await token({ aud: ['b', 'c'] }))).status).toBe(200);
    expect((await call(await token({ aud: ['c'] }))).status).toBe(401);
  });

  test('is required besides every other one', async () => {
    const claim = (Name: string) => ({ Format: 'single-string', Name, Values: [Name] });
    await startApi({ AdditionalClaims: [claim('one'), claim('two')] });
    expect((await call(await token({ one: 'one', two: 'two' }))).status).toBe(200);
    expect((await call(await token({ one: 'one' }))).status).toBe(401);
  });
});

describe('the key set', () => {
  test('is asked for once in five minutes, and again for a key that is new', async () => {
    const published = await startApi();
    for (const _ of [1, 2, 3]) await call(await token());
    expect(published.asked).toBe(1);
    await world.clock.advance(20_000);
    published.body = keySet(first, second);
    expect((await call(await token({}, { key: second }))).status).toBe(200);
    expect(published.asked).toBe(2);
    await world.clock.advance(301_000);
    await call(await token());
    expect(published.asked).toBe(3);
  });

  const broken: readonly [string, (published: Published) => void][] = [
    ['is answered with an error', (published) => (published.status = 503)],
    ['is no JSON', (published) => (published.body = '<html>')],
    ['has more than ten keys', (published) => (published.body = keySet(...Array<SigningKey>(11).fill(first)))],
    ['is larger than 150 KB', (published) => (published.body += ' '.repeat(151 * 1024))],
  ];
  test.each(broken)('that %s makes requests fail with 500', async (_, spoil) => {
    const published = await startApi();
    spoil(published);
    expect((await call(await token())).status).toBe(500);
  });

  test('that cannot be reached makes requests fail with 500', async () => {
    await startApi({ JwksEndpoint: 'https://127.0.0.1:1/jwks' });
    expect((await call(await token())).status).toBe(500);
  });

  test('is read over HTTPS from an issuer whose authority is trusted, and from no other', async () => {
    const root = await issueAuthority({ name: 'CN=root', notBefore: new Date(0), notAfter: new Date('2040-01-01') });
    const served = await issue({
      name: 'CN=tokens.example.com',
      issuer: root,
      notBefore: new Date(0),
      notAfter: new Date('2040-01-01'),
    });
    const server = createTlsServer({ cert: served.pem, key: served.keyPem }, (_, response) =>
      response.end(keySet(first)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origins = { [issuer]: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
    await startApi({}, { identityProviders: { origins, authoritiesPem: root.pem } });
    expect((await call(await token())).status).toBe(200);
    await world.close();
    await startApi({}, { identityProviders: { origins } });
    expect((await call(await token())).status).toBe(500);
    server.closeAllConnections();
    server.close();
  });
});
