// What a certificate may be used for, in ACM's names (API reference, KeyUsage and ExtendedKeyUsage).
import 'reflect-metadata';
import { ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, type X509Certificate } from '@peculiar/x509';
import type { ExtendedKeyUsage } from './tables.ts';

const usageNames: readonly (readonly [KeyUsageFlags, string])[] = [
  [KeyUsageFlags.digitalSignature, 'DIGITAL_SIGNATURE'],
  [KeyUsageFlags.nonRepudiation, 'NON_REPUDIATION'],
  [KeyUsageFlags.keyEncipherment, 'KEY_ENCIPHERMENT'],
  [KeyUsageFlags.dataEncipherment, 'DATA_ENCIPHERMENT'],
  [KeyUsageFlags.keyAgreement, 'KEY_AGREEMENT'],
  [KeyUsageFlags.keyCertSign, 'CERTIFICATE_SIGNING'],
  [KeyUsageFlags.cRLSign, 'CRL_SIGNING'],
  [KeyUsageFlags.encipherOnly, 'ENCIPHER_ONLY'],
  [KeyUsageFlags.decipherOnly, 'DECIPHER_ONLY'],
];

const extendedNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'TLS_WEB_SERVER_AUTHENTICATION',
  '1.3.6.1.5.5.7.3.2': 'TLS_WEB_CLIENT_AUTHENTICATION',
  '1.3.6.1.5.5.7.3.3': 'CODE_SIGNING',
  '1.3.6.1.5.5.7.3.4': 'EMAIL_PROTECTION',
  '1.3.6.1.5.5.7.3.5': 'IPSEC_END_SYSTEM',
  '1.3.6.1.5.5.7.3.6': 'IPSEC_TUNNEL',
  '1.3.6.1.5.5.7.3.7': 'IPSEC_USER',
  '1.3.6.1.5.5.7.3.8': 'TIME_STAMPING',
  '1.3.6.1.5.5.7.3.9': 'OCSP_SIGNING',
  '2.5.29.37.0': 'ANY',
};

/** Names of the key usage extension's flags; none without the extension. */
export function keyUsagesOf(certificate: X509Certificate): readonly string[] {
  const usages = certificate.getExtension(KeyUsagesExtension)?.usages ?? 0;
  return usageNames.filter(([flag]) => (usages & flag) !== 0).map(([, name]) => name);
}

/** Purposes of the extended key usage extension; none without the extension. */
export const extendedKeyUsagesOf = (certificate: X509Certificate): readonly ExtendedKeyUsage[] =>
  (certificate.getExtension(ExtendedKeyUsageExtension)?.usages ?? []).map((usage) => ({
    oid: String(usage),
    name: extendedNames[String(usage)] ?? 'CUSTOM',
  }));
