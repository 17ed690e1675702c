// What is found out about a TLS Secret before ACM sees it.
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateBlocks } from '../../../lib/core/snapshot/secret-content.ts';
import { examineTls } from '../../../lib/adapters/kube/examine-tls.ts';
import { aKeyPair } from '../emulator-aws/key-pairs.ts';

let shop: Awaited<ReturnType<typeof aKeyPair>>;
let other: Awaited<ReturnType<typeof aKeyPair>>;

beforeAll(async () => {
  [shop, other] = await Promise.all([aKeyPair('shop.example.com'), aKeyPair('other.example.com')]);
});

describe('a TLS Secret', () => {
  it('with a certificate and its key tells the kind of key', () =>
    expect(examineTls([shop.certificate, other.certificate], shop.key)).toEqual({ keyAlgorithm: 'EC_prime256v1' }));

  it('with the key of another certificate is of no use', () =>
    expect(examineTls([shop.certificate], other.key)).toMatchObject({ problem: expect.stringContaining('not that') }));

  it('with what only looks like a certificate is of no use', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----';
    expect(examineTls(certificateBlocks(pem), shop.key)).toMatchObject({ problem: expect.stringContaining('tls.crt') });
  });

  it('with an encrypted key is of no use', () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    });
    expect(examineTls([shop.certificate], privateKey)).toMatchObject({
      problem: expect.stringContaining('passphrase'),
    });
  });
});
