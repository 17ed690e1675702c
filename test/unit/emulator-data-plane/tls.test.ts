import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { request } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { sslPolicies } from '../../../lib/emulator/aws/elbv2/ssl-policies.ts';
import type { ListenerView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import { chooseCertificates } from '../../../lib/emulator/data-plane/front/choose-certificate.ts';
import { tlsPolicy } from '../../../lib/emulator/data-plane/front/tls-policy.ts';
import { issue, rsa } from './certificate-chains.ts';
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

  test('is the default one only when no other covers the name', async () => {
    await startHttps({ certificates: [certificates.exact, certificates.rsa] });
    expect(await handshake({ servername: 'app.example.com' })).toMatchObject({ ecdsa: false });
    expect(await handshake({})).toMatchObject({ ecdsa: true });
  });

  test('is one that is not over before one that is, then the one with the longer key', async () => {
    const certificate = async (bits: number, year: number) => {
      const { pem, keyPem } = await issue({ algorithm: rsa(bits), notAfter: new Date(Date.UTC(year, 0)) });
      const domainNames = ['app.example.com'];
      return { arn: `${bits}-${year}`, domainNames, certificatePem: pem, privateKeyPem: keyPem };
    };
    const list = [certificates.fallback, await certificate(2048, 2030), await certificate(3072, 2028)];
    const chosen = (year: number) =>
      chooseCertificates(list, 'app.example.com', Date.UTC(year, 5)).map(({ arn }) => arn);
    expect([chosen(2026), chosen(2029)]).toEqual([['3072-2028'], ['2048-2030']]);
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
    expect(tlsPolicy(policy)).toMatchObject({ minVersion, maxVersion });
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

test('plain HTTP on an HTTPS port is told so', async () => {
  await startHttps();
  const answer = await world.raw(443, 'GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nServer: awselb\/2\.0\r\n/);
  expect(answer).toContain('The plain HTTP request was sent to HTTPS port');
});

describe('the ciphers of a policy', () => {
  test('are the only ones, in the order of the server', async () => {
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-FS-1-2-Res-2020-10' });
    const chosen = await cipherOf({ ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256' });
    expect(chosen).toBe('ECDHE-ECDSA-AES128-GCM-SHA256');
    await expect(cipherOf({ ciphers: 'ECDHE-ECDSA-AES128-SHA256', maxVersion: 'TLSv1.2' })).rejects.toThrow();
  });

  test('include hybrid key exchange where the policy is post-quantum', async () => {
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' });
    expect(await groupOf({})).toBe('X25519MLKEM768');
    await world.close();
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' });
    expect(await groupOf({})).toBe('X25519');
    await world.close();
    await startHttps({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04' });
    expect(await groupOf({})).toBe('prime256v1');
  });

  test.each(sslPolicies.map(({ name }) => name))('%s shakes hands', async (sslPolicy) => {
    await startHttps({ sslPolicy }, ['fallback']);
    const { minVersion } = tlsPolicy(sslPolicy);
    expect((await handshake({ minVersion, ciphers: 'ALL:@SECLEVEL=0' })).protocol).toMatch(/^TLSv1\.[23]$/);
  });
});

function inspect<Found>(options: ConnectionOptions, look: (socket: TLSSocket) => Found): Promise<Found> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...world.place(443), rejectUnauthorized: false, ...options }, () => {
      resolve(look(socket));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const cipherOf = (options: ConnectionOptions) => inspect(options, (socket) => socket.getCipher().name);

/** The key exchange group, by the name OpenSSL has for it. */
const groupOf = (options: ConnectionOptions) =>
  inspect(options, (socket) => {
    const key = socket.getEphemeralKeyInfo();
    return key && 'name' in key ? key.name : undefined;
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
