// Certificate authorities, client certificates and revocation lists, made for the occasion.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
  X509CrlGenerator,
  type Extension,
  type X509Certificate,
} from '@peculiar/x509';

export interface Issued {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly pem: string;
  readonly keyPem: string;
}

export interface CertificateTerms {
  readonly name?: string;
  readonly issuer?: Issued;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: string;
  readonly extensions?: readonly Extension[];
  /** P-256 unless told otherwise. */
  readonly algorithm?: EcKeyGenParams | RsaHashedKeyGenParams;
}

interface EcKeyGenParams {
  readonly name: 'ECDSA';
  readonly namedCurve: string;
  readonly hash: string;
}

interface RsaHashedKeyGenParams {
  readonly name: 'RSASSA-PKCS1-v1_5';
  readonly modulusLength: number;
  readonly publicExponent: Uint8Array<ArrayBuffer>;
  readonly hash: string;
}

const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export const rsa = (modulusLength: number): RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
});

/** A certificate valid all through 2026 unless told otherwise; self-signed without an issuer. */
export async function issue(terms: CertificateTerms): Promise<Issued> {
  const { name = 'CN=client', issuer, algorithm = p256 } = terms;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const common = {
    notBefore: terms.notBefore ?? new Date(Date.UTC(2025, 11, 31)),
    notAfter: terms.notAfter ?? new Date(Date.UTC(2027, 0, 1)),
    extensions: [...(terms.extensions ?? [])],
    ...(terms.serialNumber === undefined ? {} : { serialNumber: terms.serialNumber }),
  };
  const certificate = issuer
    ? await X509CertificateGenerator.create({
        ...common,
        subject: name,
        issuer: issuer.certificate.subject,
        publicKey: keys.publicKey,
        signingKey: issuer.keys.privateKey,
        signingAlgorithm: { ...p256, ...issuer.keys.privateKey.algorithm },
      })
    : await X509CertificateGenerator.createSelfSigned({ ...common, name, keys, signingAlgorithm: algorithm });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate,
    keys,
    pem: `${certificate.toString('pem')}\n`,
    keyPem: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}

/** A certificate authority; self-signed without an issuer. */
export const issueAuthority = (terms: CertificateTerms & { readonly pathLength?: number }): Promise<Issued> =>
  issue({
    ...terms,
    extensions: [
      new BasicConstraintsExtension(true, terms.pathLength, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });

/** Extended key usages by their object identifiers. */
export const purposes = (...identifiers: string[]): Extension => new ExtendedKeyUsageExtension(identifiers);

export const clientPurpose = '1.3.6.1.5.5.7.3.2';
export const serverPurpose = '1.3.6.1.5.5.7.3.1';

/** A PEM revocation list of `issuer` that names `revoked`, signed by `signer` if another key than the issuer's does. */
export async function revocationList(issuer: Issued, revoked: readonly Issued[], signer: Issued = issuer) {
  const list = await X509CrlGenerator.create({
    issuer: issuer.certificate.subject,
    thisUpdate: new Date(Date.UTC(2026, 0, 1)),
    nextUpdate: new Date(Date.UTC(2026, 1, 1)),
    entries: revoked.map(({ certificate }) => ({
      serialNumber: certificate.serialNumber,
      revocationDate: new Date(Date.UTC(2026, 0, 1)),
    })),
    signingAlgorithm: p256,
    signingKey: signer.keys.privateKey,
  });
  return list.toString('pem');
}
