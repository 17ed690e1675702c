// PEM in, facts out: what ACM checks when a certificate is imported (ACM user guide, "Prerequisites for importing
// certificates").
import 'reflect-metadata';
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { X509Certificate as DecodedCertificate } from '@peculiar/x509';
import { AwsError } from '../aws-error.ts';
import { extendedKeyUsagesOf, keyUsagesOf } from './key-usages.ts';
import type { ExtendedKeyUsage } from './tables.ts';

const invalid = (message: string) => new AwsError('ValidationException', message);

export interface ImportMaterial {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly chainPem?: string;
}

export interface ParsedCertificate {
  readonly x509: X509Certificate;
  readonly keyAlgorithm: string;
  readonly signatureAlgorithm: string;
  readonly keyUsages: readonly string[];
  readonly extendedKeyUsages: readonly ExtendedKeyUsage[];
  readonly commonName?: string;
  /** DNS names of the subject alternative names, else the common name. */
  readonly domainNames: readonly string[];
}

/** Parses and cross-checks certificate, key and chain; `now` in milliseconds since the epoch. */
export function parseImport(material: ImportMaterial, now: number): ParsedCertificate {
  const { certificatePem, privateKeyPem, chainPem } = material;
  const [x509, ...others] = parseAll(certificatePem, 'certificate');
  if (!x509) throw invalid('Could not parse the certificate');
  if (others.length > 0) {
    throw invalid(
      'The certificate field contains more than one certificate. You can specify only one certificate in this field.',
    );
  }
  const key = parseKey(privateKeyPem);
  const keyAlgorithm = keyAlgorithmOf(key);
  if (!x509.checkPrivateKey(key)) throw invalid('The private key does not match the certificate');
  if (x509.validToDate.getTime() <= now) throw invalid('The certificate is expired');
  if (x509.validFromDate.getTime() > now) throw invalid('The certificate is not yet valid');
  if (chainPem !== undefined) refuseChain(x509, parseAll(chainPem, 'certificate chain'));
  const decoded = new DecodedCertificate(x509.raw);
  const commonName = commonNameOf(x509);
  return {
    x509,
    keyAlgorithm,
    signatureAlgorithm: signatureAlgorithmOf(decoded),
    keyUsages: keyUsagesOf(decoded),
    extendedKeyUsages: extendedKeyUsagesOf(decoded),
    ...(commonName !== undefined && { commonName }),
    domainNames: domainNamesOf(x509, commonName),
  };
}

function parseAll(pem: string, noun: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw invalid(`Could not parse the ${noun}`);
  return blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw invalid(`Could not parse the ${noun}`);
    }
  });
}

function parseKey(pem: string): KeyObject {
  if (pem.includes('ENCRYPTED'))
    throw invalid('The private key is encrypted. Only unencrypted private keys are supported.');
  try {
    return createPrivateKey(pem);
  } catch {
    throw invalid('Could not parse the private key');
  }
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'EC_prime256v1',
  secp384r1: 'EC_secp384r1',
  secp521r1: 'EC_secp521r1',
};

function keyAlgorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const size = asymmetricKeyDetails?.modulusLength ?? 0;
  if (asymmetricKeyType === 'rsa' && [1024, 2048, 3072, 4096].includes(size)) return `RSA_${size}`;
  const curve = curves[asymmetricKeyDetails?.namedCurve ?? ''];
  if (asymmetricKeyType === 'ec' && curve !== undefined) return curve;
  throw invalid('The private key length or key algorithm is not supported');
}

/** e.g. `SHA256WITHRSA` */
function signatureAlgorithmOf({ signatureAlgorithm }: DecodedCertificate): string {
  // Its type comes from the DOM's library, which is not loaded here.
  const { name, hash } = signatureAlgorithm as { readonly name: string; readonly hash: { readonly name: string } };
  const digest = hash.name.replace('-', '');
  return `${digest}WITH${name === 'ECDSA' ? 'ECDSA' : 'RSA'}`;
}

/** Each certificate of the chain must have issued the one before it. */
function refuseChain(leaf: X509Certificate, chain: readonly X509Certificate[]): void {
  let current = leaf;
  for (const issuer of chain) {
    if (!current.checkIssued(issuer) || !current.verify(issuer.publicKey)) {
      throw invalid('Could not validate the certificate with the certificate chain.');
    }
    current = issuer;
  }
}

/** A certificate without a subject has an undefined one in Node. */
const commonNameOf = ({ subject }: { readonly subject: string | undefined }) =>
  /(?:^|\n)CN=([^\n]+)/.exec(subject ?? '')?.[1];

function domainNamesOf({ subjectAltName = '' }: X509Certificate, commonName: string | undefined): readonly string[] {
  const names = [...(subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)].flatMap(([, name]) => name ?? []);
  return names.length > 0 || commonName === undefined ? names : [commonName];
}
