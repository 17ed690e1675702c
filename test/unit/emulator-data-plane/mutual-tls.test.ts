import { connect, type ConnectionOptions } from 'node:tls';
import { request } from 'node:https';
import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionRecord } from '../../../lib/emulator/data-plane/front/connection-record.ts';
import type { ListenerView, MutualAuthenticationView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import {
  clientPurpose,
  issue,
  issueAuthority,
  purposes,
  revocationList,
  rsa,
  serverPurpose,
  type Issued,
} from './certificate-chains.ts';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 5, 1);
const server = aCertificate(['app.example.com']);

/** How a client sees a connection that is cut. */
const cut = /ECONNRESET|socket hang up|disconnected before secure/;

let world: World;
let records: ConnectionRecord[];
afterEach(() => world.close());

let root: Issued;
let intermediate: Issued;
let client: Issued;
let other: Issued;
beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=root,O=Example' });
  intermediate = await issueAuthority({ name: 'CN=issuing,O=Example', issuer: root });
  client = await issue({
    name: 'CN=client_.com,OU=client-3,O=mTLS\\, Inc,L=Zürich,C=CH',
    issuer: root,
    serialNumber: '03a5b1',
    notBefore: new Date('2025-09-21T01:50:17Z'),
    notAfter: new Date('2026-09-20T01:50:17Z'),
  });
  other = await issueAuthority({ name: 'CN=elsewhere' });
});

const verify = (over: Partial<MutualAuthenticationView> = {}): MutualAuthenticationView => ({
  mode: 'verify',
  ignoreExpiry: false,
  advertiseAuthorities: false,
  bundlePem: root.pem,
  ...over,
});

const passthrough: MutualAuthenticationView = {
  mode: 'passthrough',
  ignoreExpiry: false,
  advertiseAuthorities: false,
};

async function startMutual(mutualAuthentication?: MutualAuthenticationView, over: Partial<ListenerView> = {}) {
  records = [];
  world = startWorld({ clock: createClock('manual', now), onConnection: (record) => records.push(record) });
  const port = await world.target(echo('one'));
  const https = aListener(443, [aRule('default', { actions: [forwardTo('app')] })], {
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificates: [server],
    ...(mutualAuthentication && { mutualAuthentication }),
    ...over,
  });
  world.source.set([aLoadBalancer([https])], [aGroup('app', [aTarget('127.0.0.1', port)])]);
  await world.plane.settled();
}

interface Seen {
  readonly headers: Record<string, string>;
}

/** What the target saw of a request. */
function get(options: ConnectionOptions, headers: Record<string, string> = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const all = { ...world.place(443), rejectUnauthorized: false, agent: false as const, ...options };
    const outgoing = request({ ...all, headers: { host: 'app.example.com', ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve(JSON.parse(text) as Seen));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const as = ({ pem, keyPem }: Issued, ...chain: Issued[]) => ({
  cert: [pem, ...chain.map((one) => one.pem)].join(''),
  key: keyPem,
});

describe('verify', () => {
  test('tells the target about the client certificate', async () => {
    await startMutual(verify());
    const { headers } = await get(as(client));
    expect(headers).toMatchObject({
      'x-amzn-mtls-clientcert-serial-number': '03A5B1',
      'x-amzn-mtls-clientcert-issuer': 'O=Example,CN=root',
      'x-amzn-mtls-clientcert-subject': 'C=CH,L=Z\\C3\\BCrich,O=mTLS\\, Inc,OU=client-3,CN=client_.com',
      'x-amzn-mtls-clientcert-validity': 'NotBefore=2025-09-21T01:50:17Z;NotAfter=2026-09-20T01:50:17Z',
    });
    const leaf = headers['x-amzn-mtls-clientcert-leaf'] ?? '';
    expect(leaf).toMatch(/^-----BEGIN%20CERTIFICATE-----%0A[A-Za-z0-9+/=]{64}%0A/);
    expect(new X509Certificate(decodeURIComponent(leaf)).serialNumber).toBe('03A5B1');
    expect(headers['x-amzn-mtls-clientcert']).toBeUndefined();
  });

  test('drops what a client says about certificates itself, under old names and new ones', async () => {
    await startMutual(verify(), {
      attributes: { 'routing.http.request.x_amzn_mtls_clientcert_subject.header_name': 'X-Who' },
    });
    const { headers } = await get(as(client), {
      'x-who': 'forged',
      'x-amzn-mtls-clientcert': 'forged',
      'X-Amzn-Mtls-Clientcert-Subject': 'forged',
    });
    expect(headers['x-who']).toMatch(/CN=client_\.com$/);
    expect(JSON.stringify(headers)).not.toContain('forged');
    expect(headers['x-amzn-mtls-clientcert-subject']).toBeUndefined();
  });

  test('accepts intermediates that the client sends, and those of the trust store', async () => {
    const below = await issue({ name: 'CN=below', issuer: intermediate });
    await startMutual(verify());
    await get(as(below, intermediate));
    await world.close();
    await startMutual(verify({ bundlePem: `${root.pem}${intermediate.pem}` }));
    await get(as(below));
    expect(records.map(({ status }) => status)).toEqual(['Success']);
  });

  const refusals: readonly [string, string, () => Promise<Issued>, Partial<MutualAuthenticationView>?][] = [
    ['an unknown authority', 'ClientCertUntrusted', () => issue({ issuer: other })],
    ['a self-signed certificate', 'ClientCertUntrusted', () => issue({})],
    ['an intermediate without its root in the store', 'ClientCertUntrusted', () => issue({ issuer: intermediate })],
    ['an end in the past', 'ClientCertExpired', () => issue({ issuer: root, notAfter: new Date(now - day) })],
    [
      'a beginning in the future',
      'ClientCertNotYetValid',
      () => issue({ issuer: root, notBefore: new Date(now + day) }),
    ],
    [
      'a purpose of servers',
      'ClientCertPurposeInvalid',
      () => issue({ issuer: root, extensions: [purposes(serverPurpose)] }),
    ],
    ['an RSA key of 1024 bits', 'ClientCertTypeUnsupported', () => issue({ issuer: root, algorithm: rsa(1024) })],
  ];
  test.each(refusals)('refuses a client certificate with %s', async (_, reason, make) => {
    const refused = await make();
    await startMutual(verify());
    // Otherwise OpenSSL refuses to send a small key at all.
    await expect(get({ ...as(refused), ciphers: 'DEFAULT:@SECLEVEL=0' })).rejects.toThrow(cut);
    expect(records.map(({ status }) => status)).toEqual([`Failed:${reason}`]);
    expect(records[0]).toMatchObject({ listenerPort: 443, protocol: 'TLSv1.3', leafSerialNumber: expect.any(String) });
  });

  test('refuses a client without a certificate', async () => {
    await startMutual(verify());
    await expect(get({})).rejects.toThrow(cut);
    expect(records.map(({ status }) => status)).toEqual(['Failed:UnmappedConnectionError']);
  });

  test('refuses more than four certificates from the client to the root', async () => {
    let authority = root;
    const between: Issued[] = [];
    for (const level of [1, 2, 3]) {
      authority = await issueAuthority({ name: `CN=level ${level}`, issuer: authority });
      between.unshift(authority);
    }
    const deep = await issue({ issuer: authority });
    await startMutual(verify());
    await expect(get(as(deep, ...between))).rejects.toThrow(cut);
    await get(as(await issue({ issuer: between[1] ?? root }), ...between.slice(1)));
    expect(records.map(({ status }) => status)).toEqual(['Failed:ClientCertMaxChainDepthExceeded', 'Success']);
  });

  test('keeps an authority from issuing authorities beyond its path length', async () => {
    const short = await issueAuthority({ name: 'CN=short', pathLength: 0 });
    const below = await issueAuthority({ name: 'CN=below short', issuer: short });
    await startMutual(verify({ bundlePem: short.pem }));
    await get(as(await issue({ issuer: short })));
    await expect(get(as(await issue({ issuer: below }), below))).rejects.toThrow(cut);
    expect(records.at(-1)?.status).toBe('Failed:ClientCertUntrusted');
  });

  test('accepts an expired client where the listener ignores expiry, but no expired authority', async () => {
    await startMutual(verify({ ignoreExpiry: true }));
    await get(as(await issue({ issuer: root, notAfter: new Date(now - day), extensions: [purposes(clientPurpose)] })));
    await world.clock.advance(250 * day);
    await expect(get(as(client))).rejects.toThrow(cut);
    expect(records.map(({ status }) => status)).toEqual(['Success', 'Failed:ClientCertExpired']);
  });

  test('refuses a client that a revocation list of its authority names', async () => {
    const spared = await issue({ name: 'CN=spared', issuer: root });
    const lists = [
      await revocationList(root, []),
      (await revocationList(root, [client])).replaceAll(' CRL', ' X509 CRL'),
    ];
    await startMutual(verify({ revocationListPems: [lists.join('\n')] }));
    await get(as(spared));
    await expect(get(as(client))).rejects.toThrow(cut);
    expect(records.map(({ status }) => status)).toEqual(['Success', 'Failed:ClientCertCrlHit']);
  });

  test('refuses every client of an authority whose revocation list somebody else signed', async () => {
    await startMutual(verify({ revocationListPems: [await revocationList(root, [], other)] }));
    await expect(get(as(client))).rejects.toThrow(cut);
    expect(records.map(({ status }) => status)).toEqual(['Failed:ClientCertCrlProcessingError']);
  });

  test('follows a change of the trust store', async () => {
    await startMutual(verify());
    await get(as(client));
    const https = aListener(443, [aRule('default', { actions: [forwardTo('app')] })], {
      protocol: 'HTTPS',
      certificates: [server],
      mutualAuthentication: verify({ bundlePem: other.pem }),
    });
    world.source.set([aLoadBalancer([https])], []);
    await expect(get(as(client))).rejects.toThrow(cut);
    expect(records.at(-1)?.status).toBe('Failed:ClientCertUntrusted');
  });

  test('refuses over TLS 1.2 and HTTP/2 as well', async () => {
    await startMutual(verify());
    const stranger = await issue({ issuer: other });
    await expect(get({ ...as(stranger), maxVersion: 'TLSv1.2' })).rejects.toThrow(cut);
    expect(await bytesFrom({ ...as(stranger), ALPNProtocols: ['h2'] })).toBe(0);
    expect(records.map(({ status, protocol }) => `${protocol} ${status}`)).toEqual([
      'TLSv1.2 Failed:ClientCertUntrusted',
      'TLSv1.3 Failed:ClientCertUntrusted',
    ]);
  });
});

/** How many bytes a client gets after its handshake until the connection ends. */
function bytesFrom(options: ConnectionOptions): Promise<number> {
  return new Promise((resolve) => {
    let count = 0;
    const socket = connect({ ...world.place(443), rejectUnauthorized: false, ...options });
    socket.on('data', (chunk: Buffer) => (count += chunk.length));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(count));
  });
}

describe('passthrough', () => {
  test('sends the whole chain to the target, unverified, from the client certificate on', async () => {
    const below = await issue({ name: 'CN=below', issuer: intermediate, notAfter: new Date(now - day) });
    await startMutual(passthrough);
    const { headers } = await get(as(below, intermediate, root));
    const pem = decodeURIComponent(headers['x-amzn-mtls-clientcert'] ?? '');
    const subjects = (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? []).map(
      (block) => new X509Certificate(block).subject.split('\n')[0],
    );
    expect(subjects).toEqual(['CN=below', 'CN=issuing', 'CN=root']);
    expect(headers['x-amzn-mtls-clientcert-leaf']).toBeUndefined();
  });

  test('lets a client without a certificate in, and believes nothing it says', async () => {
    await startMutual(passthrough);
    const { headers } = await get({}, { 'X-Amzn-Mtls-Clientcert': 'forged', 'X-Amzn-Mtls-Clientcert-Leaf': 'forged' });
    expect(Object.keys(headers).filter((name) => name.includes('mtls'))).toEqual([]);
  });

  test('renames its header as the listener says', async () => {
    await startMutual(passthrough, {
      attributes: { 'routing.http.request.x_amzn_mtls_clientcert.header_name': 'X-Client-Chain' },
    });
    const { headers } = await get(as(client));
    expect(headers['x-client-chain']).toMatch(/^-----BEGIN%20CERTIFICATE-----/);
    expect(headers['x-amzn-mtls-clientcert']).toBeUndefined();
  });
});

test('a listener without mutual TLS asks for no certificate and passes such headers on', async () => {
  await startMutual();
  const { headers } = await get(as(client), { 'X-Amzn-Mtls-Clientcert': 'mine' });
  expect(headers['x-amzn-mtls-clientcert']).toBe('mine');
  expect(records).toMatchObject([{ status: 'Success', listenerPort: 443 }]);
  expect(records[0]).not.toHaveProperty('leafSubject');
});

/** Certificate authorities named in the CertificateRequest of a TLS 1.2 handshake (RFC 5246 §7.4.4), as OpenSSL sees them. */
test.each([
  ['names', true, ['root', 'elsewhere']],
  ['does not name', false, []],
])('the handshake %s the authorities of the trust store', async (_, advertiseAuthorities, expected) => {
  await startMutual(verify({ advertiseAuthorities, bundlePem: `${root.pem}${other.pem}` }));
  const names = await requestedAuthorities();
  expect(['root', 'elsewhere'].filter((name) => names.includes(name))).toEqual(expected);
});

/** The plain bytes of a TLS 1.2 handshake up to the client's answer, read off the wire through a relay. */
async function requestedAuthorities(): Promise<string> {
  const place = world.place(443);
  const { createServer, connect: connectPlain } = await import('node:net');
  let seen = '';
  const relay = createServer((near) => {
    const far = connectPlain(place.port, place.host);
    far.on('data', (chunk) => (seen += chunk.toString('latin1')));
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  });
  const port = await world.serve(relay);
  await new Promise<void>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.on('secureConnect', () => socket.end());
  });
  return seen;
}

test('sessions are resumed without mutual TLS and not with it', async () => {
  const resumed = async () => {
    const first = await session();
    return session(first.ticket).then(({ reused }) => reused);
  };
  await startMutual();
  expect(await resumed()).toBe(true);
  await world.close();
  await startMutual(verify());
  expect(await resumed()).toBe(false);
});

function session(ticket?: Buffer): Promise<{ ticket?: Buffer; reused: boolean }> {
  return new Promise((resolve, reject) => {
    const options = { ...world.place(443), ...as(client), rejectUnauthorized: false, maxVersion: 'TLSv1.2' as const };
    const socket = connect({ ...options, ...(ticket && { session: ticket }) }, () => {
      const held = socket.getSession();
      resolve({ reused: socket.isSessionReused(), ...(held && { ticket: held }) });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
