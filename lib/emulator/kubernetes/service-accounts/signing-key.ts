// The key that signs the tokens of service accounts: one per seed, so that a repeated run trusts the tokens of the first.
import { createECDH, createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

const curve = { jwk: 'P-256', openssl: 'prime256v1' } as const;

/** A public key as JSON Web Key Sets list it. */
export interface PublicJwk {
  readonly use: 'sig';
  readonly kty: 'EC';
  readonly kid: string;
  readonly alg: 'ES256';
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

export interface SigningKey {
  readonly jwk: PublicJwk;
  sign(text: string): string;
  isSignature(text: string, signature: string): boolean;
}

function keyPair(seed: number): {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly point: Buffer;
} {
  const d = createHash('sha256').update(`service-account-key:${seed}`).digest();
  const pair = createECDH(curve.openssl);
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const coordinates = { x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const jwk = { kty: 'EC', crv: curve.jwk, ...coordinates };
  return {
    privateKey: createPrivateKey({ key: { ...jwk, d: d.toString('base64url') }, format: 'jwk' }),
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    point,
  };
}

/** A key pair on P-256 (ES256, RFC 7518 §3.4) that depends on the seed only; its signatures are random. */
export function createSigningKey(seed: number): SigningKey {
  const { privateKey, publicKey, point } = keyPair(seed);
  const kid = createHash('sha256').update(point).digest('base64url');
  const dsaEncoding = 'ieee-p1363';
  return {
    jwk: {
      ...{ use: 'sig', kty: 'EC', kid, alg: 'ES256', crv: curve.jwk },
      ...{ x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
    },
    sign: (text) => sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding }).toString('base64url'),
    isSignature: (text, signature) =>
      verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding }, Buffer.from(signature, 'base64url')),
  };
}
