// Real key pairs and real, self-signed certificates, for what Amazon would issue.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ImportMaterial } from './parse-certificate.ts';

export interface CertificatePlan {
  /** The first one is the common name. */
  readonly domains: readonly string[];
  /** One that Amazon issues: `RSA_2048`, `EC_prime256v1` or `EC_secp384r1`. */
  readonly keyAlgorithm: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

const algorithms: Readonly<Record<string, typeof rsa | { name: string; namedCurve: string; hash: string }>> = {
  RSA_2048: rsa,
  EC_prime256v1: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  EC_secp384r1: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
};

/** Certificate and key as PEM. Making RSA keys is slow. */
export async function makeCertificate(plan: CertificatePlan): Promise<ImportMaterial> {
  const algorithm = algorithms[plan.keyAlgorithm] ?? rsa;
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: plan.serialNumber,
    name: `CN=${plan.domains[0]}`,
    notBefore: plan.notBefore,
    notAfter: plan.notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension(plan.domains.map((value) => ({ type: 'dns', value }))),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = (key.match(/.{1,64}/g) ?? []).join('\n');
  return {
    certificatePem: certificate.toString('pem'),
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  };
}
