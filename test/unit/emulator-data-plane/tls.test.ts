import { connect, type ConnectionOptions } from 'node:tls';
import { request } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import type { ListenerView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import { tlsVersions } from '../../../lib/emulator/data-plane/front/tls-policy.ts';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World;
const certificates = {
  fallback: aCertificate(['default.example.org']),
  exact: aCertificate(['app.example.com']),
  wildcard: aCertificate(['*.wild.example.com']),
  rsa: aCertificate(['app.example.com'], 'rsa'),
};
afterEach(() => world.close());

async function startHttps(
  listener: Partial<ListenerView> = {},
  names: (keyof typeof certificates)[] = ['fallback', 'exact', 'wildcard', 'rsa'],
) {
  world = startWorld();
  const rule = aRule('default', { actions: [fixed('200', 'secure')] });
  const views = names.map((name) => certificates[name]);
  const https = aListener(443, [rule], { protocol: 'HTTPS', certificates: views, ...listener });
  world.source.set([aLoadBalancer([https])], []);
  await world.plane.settled();
}

/** Shakes hands and tells the subject and kind of key of the certificate that was offered. */
function handshake(
  options: ConnectionOptions,
): Promise<{ subject: string; ecdsa: boolean; protocol: string | null; alpn: string | false | null }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...world.place(443), rejectUnauthorized: false, ...options }, () => {
      const peer = socket.getPeerCertificate();
      const { CN } = peer.subject;
      resolve({
        subject: Array.isArray(CN) ? CN.join() : (CN ?? ''),
        ecdsa: 'asn1Curve' in peer && peer.asn1Curve !== undefined,
        protocol: socket.getProtocol(),
        alpn: socket.alpnProtocol,
      });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('the certificate of a handshake', () => {
  test.each([
    ['no server name', undefined, 'default.example.org'],
    ['an unknown name', 'other.example.com', 'default.example.org'],
    ['an exact name', 'app.example.com', 'app.example.com'],
    ['a name under a wildcard', 'a.wild.example.com', '*.wild.example.com'],
    ['a name two labels under a wildcard', 'a.b.wild.example.com', 'default.example.org'],
  ])('for %s', async (_, servername, subject) => {
    await startHttps();
    expect((await handshake(servername ? { servername } : {})).subject).toBe(subject);
  });

  test('is ECDSA where the client can, RSA where it cannot', async () => {
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' });
    const servername = 'app.example.com';
    expect((await handshake({ servername })).ecdsa).toBe(true);
    expect((await handshake({ servername, sigalgs: 'RSA-PSS+SHA256:RSA+SHA256' })).ecdsa).toBe(false);
  });

  test.each([
    ['ELBSecurityPolicy-2016-08', 'TLSv1.2'],
    ['ELBSecurityPolicy-TLS13-1-2-2021-06', 'TLSv1.3'],
  ])('may be RSA alone under %s', async (sslPolicy, protocol) => {
    await startHttps({ sslPolicy }, ['rsa']);
    expect(await handshake({})).toMatchObject({ subject: 'app.example.com', ecdsa: false, protocol });
  });

  test('is ECDSA for old clients that can, too', async () => {
    await startHttps();
    expect(await handshake({ servername: 'app.example.com' })).toMatchObject({ ecdsa: true, protocol: 'TLSv1.2' });
  });

  test('follows a change of the default certificate', async () => {
    await startHttps({}, ['fallback']);
    expect((await handshake({})).subject).toBe('default.example.org');
    const rule = aRule('default', { actions: [fixed('200')] });
    const https = aListener(443, [rule], { protocol: 'HTTPS', certificates: [certificates.exact] });
    world.source.set([aLoadBalancer([https])], []);
    await world.plane.settled();
    expect((await handshake({})).subject).toBe('app.example.com');
  });
});

describe('the security policy', () => {
  test.each([
    ['ELBSecurityPolicy-2016-08', 'TLSv1', 'TLSv1.2'],
    ['ELBSecurityPolicy-TLS-1-1-2017-01', 'TLSv1.1', 'TLSv1.2'],
    ['ELBSecurityPolicy-FS-1-2-Res-2020-10', 'TLSv1.2', 'TLSv1.2'],
    ['ELBSecurityPolicy-FS-2018-06', 'TLSv1', 'TLSv1.2'],
    ['ELBSecurityPolicy-TLS13-1-0-2021-06', 'TLSv1', 'TLSv1.3'],
    ['ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', 'TLSv1.2', 'TLSv1.3'],
    ['ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04', 'TLSv1.3', 'TLSv1.3'],
  ])('%s allows %s to %s', async (policy, minVersion, maxVersion) => {
    world = startWorld();
    expect(tlsVersions(policy)).toEqual({ minVersion, maxVersion });
  });

  test('refuses a client below its lowest version', async () => {
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' });
    await expect(handshake({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
    expect((await handshake({})).protocol).toBe('TLSv1.3');
  });

  test('admits old versions where it names them', async () => {
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-2016-08' });
    const old = await handshake({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    expect(old.protocol).toBe('TLSv1.1');
  });
});

test('HTTP/1.1 over TLS reaches the target with its protocol and cipher', async () => {
  world = startWorld();
  const port = await world.target(echo('one'));
  const rule = aRule('default', { actions: [forwardTo('app')] });
  const https = aListener(443, [rule], { protocol: 'HTTPS', certificates: [certificates.fallback] });
  const attributes = { 'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'true' };
  world.source.set([aLoadBalancer([https], { attributes })], [aGroup('app', [aTarget('127.0.0.1', port)])]);
  await world.plane.settled();
  const body = await new Promise<string>((resolve, reject) => {
    const options = { ...world.place(443), rejectUnauthorized: false, agent: false as const, headers: { host: 'h' } };
    request(options, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
  const { headers } = JSON.parse(body) as { headers: Record<string, string> };
  expect(headers).toMatchObject({ 'x-forwarded-proto': 'https', 'x-forwarded-port': '443', host: 'h' });
  expect(headers['x-amzn-tls-version']).toMatch(/^TLSv1\.[23]$/);
  expect(headers['x-amzn-tls-cipher-suite']).toMatch(/^[A-Z0-9_-]+$/);
});

test('HTTP/2 is offered unless the load balancer switches it off', async () => {
  await startHttps();
  expect((await handshake({ ALPNProtocols: ['h2', 'http/1.1'] })).alpn).toBe('h2');
  expect((await handshake({ ALPNProtocols: ['http/1.1'] })).alpn).toBe('http/1.1');
  const https = aListener(443, [], { protocol: 'HTTPS', certificates: [certificates.fallback] });
  world.source.set([aLoadBalancer([https], { attributes: { 'routing.http2.enabled': 'false' } })], []);
  await world.plane.settled();
  expect((await handshake({ ALPNProtocols: ['h2', 'http/1.1'] })).alpn).toBe('http/1.1');
});
