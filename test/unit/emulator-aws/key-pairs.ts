// Real self-signed certificates, so small that tests can make many.
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

export interface KeyPairPlan {
  readonly domain: string;
  /** Milliseconds since the epoch; from 2024 to 2040 unless given. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly curve?: 'P-256' | 'P-384';
  /** With the key usages of a web server's certificate. */
  readonly usages?: boolean;
}

const serverUsages = () => [
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
  new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
];

/** An EC key pair and its certificate as PEM. */
export async function aKeyPair(given: string | KeyPairPlan, notAfter = Date.UTC(2040, 0, 1)) {
  const plan: KeyPairPlan = typeof given === 'string' ? { domain: given, notAfter } : given;
  const algorithm = { name: 'ECDSA', namedCurve: plan.curve ?? 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${plan.domain}`,
    notBefore: new Date(plan.notBefore ?? Date.UTC(2024, 0, 1)),
    notAfter: new Date(plan.notAfter ?? notAfter),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension([{ type: 'dns', value: plan.domain }]),
      ...(plan.usages ? serverUsages() : []),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}
